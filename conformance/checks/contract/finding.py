"""From the random finder's suspicion to a verdict: what it suspects is asked again, directly.

A finder that draws by chance never decides alone. A suspicion fails a criterion only when the
same request, sent once more by the evaluator itself, shows the fault to the evaluator's own
judgement; otherwise it is told and decides nothing.
"""

from __future__ import annotations

from contextlib import suppress

from conformance.candidate.facts import NotShown
from conformance.candidate.http import NoAnswer, OutgoingRequest
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.reply import OperationFailed
from conformance.candidate.sessions import NoAccount
from conformance.checks.contract.given import asked, known_values, violation, walk
from conformance.checks.contract.judging import Repeated, Seen, judged
from conformance.checks.kit import Violation
from conformance.checks.kit.contract import Contract
from conformance.checks.kit.data import NoTestData, TestBench
from conformance.checks.kit.journey import Journey
from conformance.instruments.contract.bindings import finder_checks, held_to
from conformance.instruments.contract.finder import FinderRun
from conformance.instruments.contract.messages import Found, Identity, Order
from conformance.instruments.name_corpus import name_corpus
from conformance.words import Text

APPLICANTS = (Role.CITIZEN, Role.OTHER_CITIZEN, Role.BUSINESS)
WORDS = 12
"""Vietnamese names that the finder sends beside what it makes up."""


class FinderBroken(Exception):
    """The random finder came to no end: a fault of ours."""


def search(portal: OneStop, data: TestBench, contract: Contract) -> FinderRun:
    """Walk a dossier's way, then return what the finder found; raises ``FinderBroken``."""
    walk(portal, data)
    _open_ones(portal, data)
    values = known_values(asked(portal, contract, each=True), contract)
    run = contract.find(lambda: order(portal, data, contract, values))
    if run.ended is None or run.broken is not None:
        raise FinderBroken(run.broken or "no end")
    return run


def _open_ones(portal: OneStop, data: TestBench) -> None:
    """Leave dossiers in the states in which most can be done, for the finder to play with."""
    if not portal.file.sandbox:
        return
    journey, procedure = Journey(portal, data), data.procedure("online", "free")
    for begin in (journey.submitted, journey.accepted, journey.assigned):
        with suppress(OperationFailed, NotShown, NoAccount, NoTestData):
            begin(procedure)


def order(
    portal: OneStop, data: TestBench, contract: Contract, values: dict[str, tuple[str, ...]]
) -> Order:
    """Return what the finder is to do: the document, who asks for what, and how much."""
    document, budget = contract.document, contract.spec.budget
    unknown = sorted(
        name
        for group in (*contract.spec.leave_out, *contract.spec.roles)
        for name in (*group.operations, *group.tags)
        if not any(name in {o.id, o.label, *o.tags} for o in document.operations)
    )
    if unknown:  # what was meant to be left out would be tried
        raise NoTestData(f"contract: {', '.join(unknown)}")
    operations = [
        o
        for o in document.operations
        if contract.left_out(o) is None and (portal.file.sandbox or o.method == "GET")
    ]
    roles = {o.label: contract.role_of(o) for o in operations}
    return Order(
        document=dict(document.data),
        prefix=document.prefix(contract.base),
        requests=budget.requests,
        seconds=budget.seconds,
        examples=budget.examples,
        memory_mb=budget.memory_mb,
        seed=portal.random.getrandbits(31),
        identities={
            role.value: _identity(role, data, contract)
            for role in sorted({Role.ANYONE, *roles.values()})
        },
        roles={label: role.value for label, role in roles.items() if role is not Role.ANYONE},
        operations=tuple(o.label for o in operations),
        checks=tuple(name for name, check in finder_checks().items() if check.run),
        words=tuple(name.stored for name in name_corpus().names)[:WORDS],
        known=values,
    )


def _identity(role: Role, data: TestBench, contract: Contract) -> Identity:
    if role is Role.ANYONE:
        return Identity(headers=(), foreign=foreign_to(role, data))
    proof = contract.proof(role)
    return Identity(
        headers=tuple(proof.headers.items()),
        cookies=tuple((c.name, c.value) for c in proof.cookies.cookies),
        foreign=foreign_to(role, data),
    )


def foreign_to(role: Role, data: TestBench) -> tuple[str, ...]:
    """Return what an applicant, or anybody, must not see: particulars of the other test people."""
    if role not in (Role.ANYONE, *APPLICANTS):
        return ()
    others: list[str] = []
    own: set[str] = set()
    for each in APPLICANTS:
        account = data.file.test_data.accounts.get(each)
        if account is None or account.person is None:
            continue
        person = data.person(each)
        values = filter(None, (person.id_number, person.phone, person.email, person.tax_code))
        (own.update if each is role else others.extend)(values)
    return tuple(value for value in others if value not in own)


def sift(
    run: FinderRun, data: TestBench, contract: Contract, criterion: str
) -> tuple[list[Violation], list[Violation]]:
    """Ask again whatever bears on a criterion; return what was seen again, and what was not."""
    confirmed: dict[tuple[str, str, str], Violation] = {}
    doubtful: list[Violation] = []
    for found in run.found:
        if found.check not in held_to(criterion):
            continue
        spec = finder_checks()[found.check]
        seen, ref = _again(found, data, contract)
        if seen is None:
            doubtful.append(_seen_once(found, spec.aspect, ref))
            continue
        key = (spec.aspect, found.operation, seen.expected.en)
        confirmed.setdefault(
            key,
            violation(spec.aspect, found.operation, seen.expected, seen.seen, ref, spec.why),
        )
    return list(confirmed.values()), doubtful


def told(run: FinderRun) -> Violation:
    """Return how far the search went, for the reader."""
    ended = run.ended
    assert ended is not None
    why = {
        "completed": Text(vi="đã gửi hết", en="all was sent"),
        "time": Text(vi="hết thời gian dành cho nó", en="its time was over"),
        "requests": Text(vi="hết số yêu cầu dành cho nó", en="its requests were spent"),
        "unavailable": Text(vi="hệ thống ngừng trả lời", en="the candidate stopped answering"),
    }[ended.reason]
    troubles = len(run.troubles)
    return Violation(
        "contract-search",
        Text(vi="gửi hết các yêu cầu đã định", en="all the intended requests are sent"),
        Text(
            vi=f"{ended.requests} yêu cầu tới {ended.operations} thao tác ({ended.accepted} thao "
            f"tác có lần được chấp nhận), {troubles} trở ngại; hạt giống {run.seed}; {why.vi}",
            en=f"{ended.requests} requests to {ended.operations} operations ({ended.accepted} "
            f"accepted some), {troubles} troubles; seed {run.seed}; {why.en}",
        ),
    )


def outside(run: FinderRun) -> list[Violation]:
    """Return what was found outside the criteria, one for each check of the finder."""
    counted: dict[str, list[Found]] = {}
    for found in run.found:
        if finder_checks()[found.check].outside is not None:
            counted.setdefault(found.check, []).append(found)
    said = []
    for name, found_there in counted.items():
        spec, first = finder_checks()[name], found_there[0]
        seen = f"{first.operation}: {first.said[:160]}"
        said.append(
            Violation(
                spec.aspect,
                Text(vi="ngoài bộ tiêu chí", en="outside the criteria"),
                Text(
                    vi=f"{len(found_there)} trường hợp, đầu tiên là {seen}",
                    en=f"{len(found_there)} cases, the first is {seen}",
                ),
                spec.outside,
                operation=first.operation,
            )
        )
    return said


def _seen_once(found: Found, aspect: str, ref: str | None) -> Violation:
    said = found.said[:200]
    return violation(
        aspect,
        found.operation,
        Text(vi="thấy lại khi hỏi trực tiếp", en="seen again when asked directly"),
        Text(
            vi=f"chỉ thấy một lần khi tìm ngẫu nhiên: {said}",
            en=f"seen once while searching at random: {said}",
        ),
        ref,
    )


def _again(found: Found, data: TestBench, contract: Contract) -> tuple[Seen | None, str | None]:
    operation = contract.document.named(found.operation)
    if operation is None:
        return None, None
    sent, role = found.exchange, Role(found.exchange.role)
    request = OutgoingRequest(sent.method, sent.url, sent.headers, sent.content())
    try:
        answer, ref = contract.send(request, operation.label, role)
    except NoAnswer:
        return None, None
    foreign = foreign_to(role, data)
    return judged(Repeated(found, operation, request, answer, contract, foreign)), ref
