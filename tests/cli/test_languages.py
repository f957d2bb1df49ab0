"""Where a language was chosen, everything on the screen is in it, errors too."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.cli.main import main
from conformance.data import data_folder

VIETNAMESE = re.compile(
    r"[ăâđêôơưĂÂĐÊÔƠƯàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]+"
)
ENGLISH = re.compile(
    r"(?<![.\w-])(?:the|is|are|of|cannot|not|with|write|mend|there|this|should|must|please|missing|invalid|"
    r"choose|expected|input|value|unknown|known|give|file is|no such)(?![.\w-])",
    re.IGNORECASE,
)
REFERENCE = data_folder("fixtures") / "candidates" / "reference.yaml"
Said = Callable[..., tuple[int, str]]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Said:
    """Run a command; return its exit code and all that it printed."""
    for name in ("MOTCUA_LANG", "LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object) -> tuple[int, str]:
        code = main([str(each) for each in arguments])
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    return run


def candidate(tiny: Any, write: Any, **changes: Any) -> Path:
    path: Path = write(tiny.file_for(**changes))
    return path


def yaml_slip(_tiny: Any, write: Any) -> list[object]:
    return ["plan", write("motcua: '1'\ncandidate: {id: x\n")]


def not_utf8(_tiny: Any, write: Any) -> list[object]:
    path: Path = write("")
    path.write_bytes("name: 'Cổng'\n".encode("utf-16"))
    return ["plan", path]


def doubled_key(_tiny: Any, write: Any) -> list[object]:
    return ["plan", write("a: 1\na: 2\n1: x\n")]


def unknown_operation(tiny: Any, write: Any) -> list[object]:
    data = tiny.file_for()
    data["binding"]["operations"]["procedure.serach"] = {"call": "GET /api/tim"}
    return ["plan", write(data)]


def wrong_shapes(tiny: Any, write: Any) -> list[object]:
    data = tiny.file_for("ftp://x")
    data["budgets"] = {"parallel": "many", "deadline_s": -1, "nonsense": 1}
    data["edition"] = "legacy-1066"
    data["test_data"]["accounts"]["citizen"]["password"] = {}
    del data["candidate"]["name"]
    return ["plan", write(data)]


def broken_binding(tiny: Any, write: Any) -> list[object]:
    data = tiny.file_for()
    search = data["binding"]["operations"]["procedure.search"]
    search["items"] = "body.["
    search["query"] = {"q": "{nothing}", "r": "{keyword|map:none}", "s": "{"}
    search["fields"]["nme"] = "x"
    data["binding"]["date"] = "qq"
    data["binding"]["zone"] = "Nowhere/None"
    return ["plan", write(data)]


def no_login_scheme(tiny: Any, write: Any) -> list[object]:
    data = tiny.file_for()
    data["binding"]["auth"] = {}
    return ["plan", write(data)]


def wrong_host(tiny: Any, write: Any) -> list[object]:
    path = candidate(tiny, write, url="http://cong-mot-cua.invalid")
    return ["evaluate", path, "--runs", path.parent / "runs", "--quiet"]


def nothing_listens(tiny: Any, write: Any) -> list[object]:
    path = candidate(tiny, write)
    return ["evaluate", path, "--runs", path.parent / "runs", "--quiet"]


def no_environment(tiny: Any, write: Any) -> list[object]:
    data = tiny.file_for()
    data["test_data"]["accounts"]["citizen"]["password"] = {"env": "MOTCUA_NOT_THERE"}
    path = write(data)
    return ["evaluate", path, "--runs", path.parent / "runs", "--quiet"]


def wrong_base_name(tiny: Any, write: Any) -> list[object]:
    return ["plan", candidate(tiny, write), "--set-base", "khac=http://x"]


def wrong_waivers(_tiny: Any, write: Any) -> list[object]:
    entry = "{criterion: OSS-999, reason: '', granted_by: 1, granted_on: mai, until: x, z: 1}"
    path = write(f"waivers: [{entry}]\n")
    return ["evaluate", REFERENCE, "--waivers", path, "--runs", path.parent / "runs", "--quiet"]


def wrong_figures(_tiny: Any, write: Any) -> list[object]:
    path = write("figures: {PRF-99.x: {value: 'a', unit: 1, nonsense: 2}}\nconfirm: 3\n")
    return ["plan", REFERENCE, "--figures", path]


def a_folder(_tiny: Any, write: Any) -> list[object]:
    return ["plan", write("a: 1\n").parent]


def no_run(_tiny: Any, _write: Any) -> list[object]:
    return ["replay", "no-such-run"]


def no_criterion(_tiny: Any, _write: Any) -> list[object]:
    return ["criteria", "show", "OSS-018"]


def no_review(_tiny: Any, _write: Any) -> list[object]:
    return ["criteria", "review", "ABC-01", "--by", "X"]


USES: list[list[object]] = [
    ["evaluate"], ["evaluat"], ["evaluate", "--nope"], ["evaluate", "x", "--seed", "a"],
    ["evaluate", "x", "--parallel", "0"], ["evaluate", "x", "--edition", "2030"],
    ["evaluate", "--runs"], ["evaluate", "--quiet=1", "x"], ["doctor"], ["doctor", "a", "b"],
    ["evaluate", "x", "--runs", "/etc/passwd"], ["evaluate", "x", "--deadline", "1/2"],
    ["evaluate", "x", "--format", "docx"], ["evaluate", "x", "--set-base", "a"],
    ["evaluate", "x", "--waivers", "none.yaml"], ["plan", "none.yaml"], ["criteria", "nope"],
]  # fmt: skip
SCENES = [
    yaml_slip, not_utf8, doubled_key, unknown_operation, wrong_shapes, broken_binding,
    no_login_scheme, wrong_host, nothing_listens, no_environment, wrong_base_name, wrong_waivers,
    wrong_figures, a_folder, no_run, no_criterion, no_review,
]  # fmt: skip


def only_in(language: str, text: str) -> list[str]:
    """Return the words of ``text`` that are not in ``language``."""
    bare = re.sub(r"'[^']*'|“[^”]*”|«[^»]*»|`[^`]*`", "", text)
    bare = re.sub(r"\[[\w/-]+\]|/\S+|--[\w-]+", "", bare)
    other = {"vi": ENGLISH, "en": VIETNAMESE}[language]
    return other.findall(bare)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_an_error_is_in_the_language_that_was_chosen(
    said: Said, write: Any, tiny_portal: Any, scene: Any, language: str
) -> None:
    code, text = said("--lang", language, *scene(tiny_portal, write))
    assert code in {3, 4, 5}
    assert only_in(language, text) == [], text


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("use", USES, ids=lambda use: " ".join(map(str, use)))
def test_wrong_use_is_said_in_the_language_that_was_chosen(
    said: Said, use: list[object], language: str
) -> None:
    code, text = said("--lang", language, *use)
    assert code == 3
    assert only_in(language, text) == [], text


def test_an_error_is_in_both_languages_where_nobody_chose_one(
    said: Said, write: Any, tiny_portal: Any
) -> None:
    _, text = said(*unknown_operation(tiny_portal, write))
    assert "không có thao tác này: procedure.serach / " in text
    assert "no such operation: procedure.serach" in text


def test_wrong_password_in_either_language(said: Said, write: Any, tiny_portal: Any) -> None:
    accounts = {"citizen": tiny_portal.account(password="cu-roi-khong-dung")}
    with tiny_portal.serving() as portal:
        path = write(tiny_portal.file_for(portal.url, test_data__accounts=accounts))
        for language in ("vi", "en"):
            code, text = said(
                "--lang", language, "evaluate", path, "--runs", path.parent / "runs", "--quiet"
            )
            assert code == 3
            assert only_in(language, text.replace("Sai mật khẩu", "")) == [], text


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "mode", ["well", "any-password", "html", "empty", "broken", "alike", "other-api", "kind"]
)
def test_the_doctor_speaks_one_language(
    said: Said, write: Any, tiny_portal: Any, mode: str, language: str
) -> None:
    with tiny_portal.serving(mode) as portal:
        _, text = said("--lang", language, "doctor", write(tiny_portal.file_for(portal.url)))
    assert only_in(language, text.replace("Sai mật khẩu", "")) == [], text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_plan_speaks_one_language(said: Said, language: str) -> None:
    code, text = said("--lang", language, "plan", REFERENCE)
    assert code == 0
    law = re.compile(r"NĐ-CP|QĐ-TTg|NQ-CP|TT-\w+|QĐ-\w+")
    assert only_in(language, law.sub("", text)) == [], text
