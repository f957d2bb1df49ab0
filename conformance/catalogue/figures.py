"""An evaluator's own file: figures from the official text, and confirmations.

``--figures FILE`` makes a recalled figure known, so that its criterion decides, and turns a
carried-over criterion into its level when the evaluator found it in the text in force.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from conformance.catalogue.catalogue import Catalogue
from conformance.catalogue.inputs import ConfirmInput, FiguresFile
from conformance.catalogue.register import citation_fault
from conformance.catalogue.shape import shape
from conformance.catalogue.values import Confirmation, Criterion, GivenFigure
from conformance.errors import Both, ConfigurationFault, Fault
from conformance.words import Edition, Level
from conformance.yaml_source import Source, read_source


def apply_figures(catalogue: Catalogue, path: Path) -> Catalogue:
    """Return ``catalogue`` with the figures and confirmations of the file ``path``.

    Raises ``ConfigurationFault`` with every fault of the file: unknown ids, another unit, a
    confirmation of what is not carried over, a document out of force.
    """
    source, faults = read_source(path, str(path))
    if source is None or faults:
        raise ConfigurationFault(*faults)
    file, faults = shape(source, FiguresFile)
    if file is None:
        raise ConfigurationFault(*faults)
    faults = [*_figure_faults(catalogue, file, source), *_confirm_faults(catalogue, file, source)]
    if faults:
        raise ConfigurationFault(*faults)
    criteria = tuple(_with_figures(_confirmed(each, file), file) for each in catalogue.criteria)
    return catalogue.model_copy(update={"criteria": criteria})


def _figure_faults(catalogue: Catalogue, file: FiguresFile, source: Source) -> list[Fault]:
    known = {figure.id: figure for figure in catalogue.figures()}
    faults = []
    for key, given in file.figures.items():
        place = source.place(("figures", key))
        if key not in known:
            cause = Both("không tiêu chí nào có số liệu", "no criterion has a figure")
            cause = cause.before(f" {key}")
            mend = Both("các số liệu: ", "the figures are: ").before(", ".join(sorted(known)))
            faults.append(Fault("figures/unknown-id", cause, mend, place))
        elif given.unit != known[key].unit:
            cause = Both(
                f"{key} đo bằng {known[key].unit!r}, không phải {given.unit!r}",
                f"{key} is measured in {known[key].unit!r}, not in {given.unit!r}",
            )
            mend = Both("ghi giá trị theo", "give the value in").before(f" {known[key].unit!r}")
            faults.append(Fault("figures/unit", cause, mend, place))
    return faults


def _confirm_faults(catalogue: Catalogue, file: FiguresFile, source: Source) -> list[Fault]:
    faults = []
    seen: set[tuple[Edition, str]] = set()
    for index, given in enumerate(file.confirm):
        start = ("confirm", index)
        info = catalogue.editions[given.edition]
        document = catalogue.documents.get(given.document)
        dead = document is not None and citation_fault(document, info.end or info.start)
        ended = document is not None and document.valid_to is not None
        if (dead and ended) or given.document in info.carried_texts:
            cause = Both(
                f"{given.document} không là căn cứ của {info.edition.value}: đã hoặc có thể đã "
                "hết hiệu lực",
                f"{given.document} does not carry {info.edition.value}: it lapsed or may have",
            )
            mend = Both("nêu văn bản còn hiệu lực", "name the text in force")
            place = source.place((*start, "document"))
            faults.append(Fault("figures/lapsed", cause, mend, place))
        for number, key in enumerate(given.criteria):
            place = source.place((*start, "criteria", number))
            fault = _confirm_fault(catalogue.get(key), key, given, place)
            if fault is None and (given.edition, key) in seen:
                cause = Both("được xác nhận hai lần cho", "is confirmed twice for").around(
                    f"{key} ", f" {given.edition.value}"
                )
                mend = Both("giữ lại một mục", "keep one of them")
                fault = Fault("figures/twice", cause, mend, place)
            seen.add((given.edition, key))
            faults += [fault] if fault else []
    return faults


def _confirm_fault(
    criterion: Criterion | None, key: str, given: ConfirmInput, place: str
) -> Fault | None:
    if criterion is None:
        cause = Both(f"không có tiêu chí {key}", f"there is no criterion {key}")
        mend = Both("xem các mã bằng", "see the ids with").before(" `motcua criteria list`")
        return Fault("figures/unknown-id", cause, mend, place)
    level = criterion.levels.get(given.edition)
    if level is not Level.CARRIED_OVER:
        state = (
            Both(f"là {level.value}", f"is {level.value}")
            if level
            else Both("không có", "does not exist")
        )
        edition = given.edition.value
        cause = Both(
            f"{key} {state.vi} trong {edition}; không có gì để xác nhận",
            f"{key} {state.en} in {edition}; there is nothing to confirm",
        )
        mend = Both("bỏ khỏi danh sách này", "remove it from this list")
        return Fault("figures/not-carried-over", cause, mend, place)
    if given.level is None and _own_level(criterion) is None:
        cause = Both(
            "không có mức riêng trong ấn bản nào", "has no level of its own in any edition"
        )
        mend = Both("thêm", "add").before(' "level"')
        return Fault("figures/no-level", cause.after(f"{key} "), mend, place)
    return None


def _own_level(criterion: Criterion) -> Level | None:
    return next((lv for lv in criterion.levels.values() if lv is not Level.CARRIED_OVER), None)


def _confirmed(criterion: Criterion, file: FiguresFile) -> Criterion:
    found = [
        Confirmation(
            edition=given.edition,
            level=Level(given.level) if given.level else _own_level(criterion) or Level.MANDATORY,
            document=given.document,
            clause=given.clause,
            who=given.who,
            on=date.fromisoformat(given.date),
        )
        for given in file.confirm
        if criterion.id in given.criteria
    ]
    return criterion.model_copy(update={"confirmations": tuple(found)}) if found else criterion


def _with_figures(criterion: Criterion, file: FiguresFile) -> Criterion:
    if not any(figure.id in file.figures for figure in criterion.figures):
        return criterion
    figures = []
    for figure in criterion.figures:
        given = file.figures.get(figure.id)
        if given is None:
            figures.append(figure)
            continue
        official = GivenFigure(
            **given.model_dump(exclude={"date"}),
            on=date.fromisoformat(given.date),
        )
        figures.append(figure.model_copy(update={"given": official}))
    return criterion.model_copy(update={"figures": tuple(figures)})
