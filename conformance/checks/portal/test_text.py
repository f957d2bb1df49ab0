"""Vietnamese text goes in and comes back whole, in every view (UIX-06)."""

from __future__ import annotations

import unicodedata

import pytest

from conformance.candidate import facts as f
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.portal.given import with_text
from conformance.instruments.name_corpus import name_corpus
from conformance.instruments.text_damage import find_damage
from conformance.instruments.vietnamese_text import to_nfc
from conformance.words import Text

_LONG = "Công Tằng Tôn Nữ Hoàng Phương Thảo Nguyên Khánh Huyền Trân"
TEXTS: dict[str, str] = {
    "plain": "Nguyễn Thị Mỹ Duyên, đường Đặng Tất, Quỹ Nhất",
    "all-tones": "ằắẳẵặ ầấẩẫậ ềếểễệ ồốổỗộ ờớởỡợ ừứửữự ỳýỷỹỵ Đđ ƯưƠơ",
    "capitals": "NGUYỄN THỊ NGOẶN, QUẬN CẦU GIẤY, ẤP ĐƯỜNG ỬNG",
    "decomposed": unicodedata.normalize("NFD", "Trận Văn Ứng, xã Nghĩa Hưởng"),
    "half-decomposed": "Nguy\u00ea\u0303n Thi\u0323 Ho\u0300a",
    "minority": "Y Bhăm Êban, buôn Čư̆ Êbur; H'Hen Niê",
    "long": " ".join([_LONG] * 2),
    "signs": "“Nhà số 5/12-A” – ngõ 7 & hẻm 9; 50% lô đất; số №",
}


def _equal_to(text: str) -> Text:
    shown = text if len(text) < 120 else text[:117] + "…"
    return Text(vi=f"nguyên văn: {shown}", en=f"unchanged: {shown}")


@verifies(
    "UIX-06",
    vi="Chữ Việt khai trong biểu mẫu trả lại nguyên vẹn cho người nộp và cho cán bộ",
    of=("dossier.submit", "dossier.read-own", "dossier.read"),
)
@pytest.mark.parametrize("sample", list(TEXTS))
def test_form_text_comes_back_whole(portal: OneStop, data: TestBench, sample: str) -> None:
    """Vietnamese text typed into a form comes back whole to the applicant and to the officer."""
    text = f"{TEXTS[sample]} {data.word()}"
    procedure, form = with_text(data, text)
    person = data.person(Role.CITIZEN)
    dossier = portal.citizen.submit(
        procedure.code, person.applicant(), form, data.papers(procedure)
    )
    for view in (portal.citizen.read(dossier), portal.receiver.read(dossier)):
        values = [to_nfc(value) for value in view.form_values]
        expect(values, "portal-text-whole").satisfies(
            lambda seen: to_nfc(text) in seen, _equal_to(to_nfc(text))
        )
        expect(view.applicant_name, "portal-name-whole").same_text(person.name)


@verifies(
    "UIX-06",
    vi="Ký tự ngoài mặt phẳng cơ bản (chữ Nôm, biểu tượng) hoặc bị từ chối rõ ràng, hoặc trả lại "
    "nguyên vẹn, không biến thành ký tự lạ",
    of=("dossier.submit", "dossier.read-own"),
)
@pytest.mark.parametrize(
    "sample", ["\U00021a38 chữ Nôm", "Cảm ơn \U0001f64f"], ids=["nom", "emoji"]
)
def test_rare_characters_are_kept_or_refused(portal: OneStop, data: TestBench, sample: str) -> None:
    """Characters beyond the basic plane are refused in an orderly way or come back unharmed."""
    plain = f"Chữ thường {data.word()}"
    person = data.person(Role.CITIZEN)
    procedure, form = with_text(data, plain)
    papers = data.papers(procedure)
    first = portal.citizen.submit(procedure.code, person.applicant(), form, papers)
    expect(portal.citizen.read(first).form_values, "portal-text-whole").contains(plain)
    text = f"{sample} {data.word()}"
    _, form = with_text(data, text)
    reply = portal.citizen.attempt(
        "dossier.submit",
        procedure_code=procedure.code,
        applicant=person.applicant(),
        form=form,
        files=papers,
    )
    if reply.refused:
        return
    expect(reply.accepted, "portal-rare-characters").equals(True)
    assert isinstance(reply.record, f.Acknowledgement)
    dossier = portal.opened(OpenDossier(reply.record.id, kept=reply.kept))
    for view in (portal.citizen.read(dossier), portal.receiver.read(dossier)):
        expect(view.form_values, "portal-text-whole").satisfies(
            lambda seen: text in seen, _equal_to(text)
        )


@verifies(
    "UIX-06",
    vi="Tên người Việt ghi tại quầy hiện nguyên vẹn trong hồ sơ, giấy tiếp nhận, danh sách và tìm "
    "ra được",
    of=("sheet.read", "dossier.queue"),
)
@pytest.mark.parametrize("trait", ["d-stroke", "decomposed", "long", "minority", "hyphen"])
def test_names_are_whole_in_every_view(portal: OneStop, data: TestBench, trait: str) -> None:
    """A name taken down at the desk is whole in dossier, receipt and list, and can be found."""
    sample = next(n for n in name_corpus().names if trait in n.traits)
    word = data.word().title()
    entered, stored = f"{sample.entered} {word}", f"{sample.stored} {word}"
    procedure = data.procedure("counter", "free", "working-days")
    person = data.stranger().model_copy(update={"name": entered})
    dossier, seen = portal.receiver.receive(
        procedure.code, person.applicant(), "1", data.papers(procedure), procedure.form
    )
    receipt = portal.receiver.sheet(dossier, "receipt")
    for name in (seen.applicant_name, receipt.applicant_name):
        expect(name, "portal-name-whole").same_text(stored)
    for keyword in (stored, unicodedata.normalize("NFD", stored)):
        lines = [d for d in portal.receiver.find(keyword=keyword) if d.code == dossier.code]
        expect(len(lines), "portal-name-found").equals(1)
        expect(lines[0].applicant_name, "portal-name-whole").same_text(stored)


@verifies(
    "UIX-06",
    vi="Danh mục công bố bằng Unicode, mã hóa UTF-8, chữ không bị hỏng",
    of=("procedure.search", "procedure.read"),
    smoke=True,
)
def test_published_text_is_sound_utf8(portal: OneStop, data: TestBench) -> None:
    """The catalogue is published in UTF-8 with sound Vietnamese letters."""
    listed = portal.anyone.search()
    expect(listed, "portal-catalogue").present()
    page = portal.anyone.procedure(data.procedure("online").code)
    texts = [s.name or "" for s in listed]
    texts += [v for v in page.shown().values() if isinstance(v, str)]
    broken = [d.seen for text in texts for d in find_damage(text) if d.certain]
    expect(broken, "portal-text-damaged").absent()
    for exchange in portal.tape.exchanges:
        if exchange.response is None:
            continue
        expect(exchange.response.body.base64, "portal-utf8-bytes", exchange=exchange.ref).absent()
        kind = {n.lower(): v.lower() for n, v in exchange.response.headers}
        declared = kind.get("content-type", "")
        expect(declared, "portal-utf8-declared", exchange=exchange.ref).satisfies(
            _says_utf8, Text(vi="UTF-8 (JSON, hoặc charset=utf-8)", en="UTF-8 (JSON or charset)")
        )


def _says_utf8(media_type: str) -> bool:
    """Tell whether a media type means UTF-8: said, or the only one that JSON knows (RFC 8259)."""
    kind, _, rest = media_type.partition(";")
    charset = rest.replace('"', "").replace(" ", "").partition("charset=")[2]
    if charset:
        return charset.partition(";")[0] in {"utf-8", "utf8"}
    return kind.strip().endswith("json")
