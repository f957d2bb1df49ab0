"""Help, languages and the commands that need no candidate."""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys

import pytest
import yaml

from conformance.catalogue import load_catalogue
from conformance.cli.main import main
from conformance.cli.words import Words, lang_option, words_for
from conformance.data import data_folder
from conformance.words import Edition
from tests.sure import sure

COMMANDS = [
    ("evaluate",), ("doctor",), ("plan",), ("replay",), ("report",), ("criteria",),
    ("criteria", "list"), ("criteria", "show"), ("criteria", "trace"), ("criteria", "check"),
    ("criteria", "review"), ("reference",),
]  # fmt: skip
REFERENCE = data_folder("fixtures") / "candidates" / "reference.yaml"


def cli_messages():
    path = data_folder("reports") / "messages" / "cli.yaml"
    return yaml.safe_load(path.read_text("utf-8"))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_command_explains_itself_in_both_languages(run, command, language):
    code, out, err = run("--lang", language, *command, "--help")
    assert (code, err) == (0, "")
    own = {"vi": "Cách dùng: ", "en": "Usage: "}
    assert out.startswith(f"{own[language]}motcua {' '.join(command)}")
    assert ("Xem hướng dẫn này rồi thoát." in out) is (language == "vi")
    assert ("Show this message" in out) is (language == "en")


def test_every_message_is_in_both_languages_and_holds_the_same_places():
    places = re.compile(r"\{(\w+)\}")
    for key, words in cli_messages().items():
        assert set(words) == {"vi", "en"}, key
        assert words["vi"].strip(), key
        assert set(places.findall(words["vi"])) == set(places.findall(words["en"])), key


def test_every_message_that_the_code_says_exists():
    known = set(cli_messages())
    code = "\n".join(
        path.read_text("utf-8")
        for path in (data_folder("fixtures").parent / "conformance/cli").glob("*.py")
    )
    said = set(re.findall(r'words\(\s*"([\w.-]+)"', code))
    assert len(said) > 60
    assert {f"cli.{key}" for key in said} <= known


@pytest.mark.parametrize(
    ("arguments", "environment", "expected", "of_faults"),
    [
        ([], {}, "en", None),
        ([], {"LANG": "C.UTF-8"}, "en", None),
        ([], {"LANG": "fr_FR.UTF-8"}, "en", None),
        ([], {"LANG": "vi_VN.UTF-8"}, "vi", "vi"),
        ([], {"LANG": "en_GB.UTF-8"}, "en", "en"),
        ([], {"LANG": "en_US.UTF-8", "MOTCUA_LANG": "vi"}, "vi", "vi"),
        ([], {"LANG": "vi_VN.UTF-8", "LC_ALL": "C"}, "en", None),
        (["plan", "x", "--lang", "vi"], {"MOTCUA_LANG": "en"}, "vi", "vi"),
        (["--lang=en", "plan"], {"MOTCUA_LANG": "vi"}, "en", "en"),
    ],
)
def test_language_by_option_then_variable_then_locale(arguments, environment, expected, of_faults):
    words = words_for(arguments, environment)
    assert (words.language, words.of_faults) == (expected, of_faults)


def test_the_language_option_is_found_wherever_it_stands():
    assert lang_option(["plan", "x", "--lang", "vi"]) == ("vi", ["--lang", "vi", "plan", "x"])
    assert lang_option(["a", "--", "--lang", "vi"]) == (None, ["a", "--", "--lang", "vi"])


def test_an_unknown_language_is_refused(run):
    code, _, err = run("--lang", "fr", "plan", "x")
    assert code == 3
    assert "fr" in err


def test_a_message_that_is_missing_is_our_fault():
    with pytest.raises(KeyError):
        Words("vi")("no.such.message")


def test_help_is_there_at_once():
    spent = []
    for _ in range(4):  # processor time: other work on the machine does not count
        begun = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "conformance.cli.main", "--help"],
            check=True,
            capture_output=True,
        )
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime)
    heavy = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "conformance.cli.main", "--help"],
        check=True, capture_output=True, text=True,
    ).stderr  # fmt: skip
    assert not re.search(r"\| +(pydantic|requests|rich|pytest|jinja2)$", heavy, re.MULTILINE)
    assert min(spent) < 0.35


def test_list_filters_by_edition_group_level_and_means(run):
    catalogue = load_catalogue()
    code, out, err = run(
        "criteria", "list", "--edition", "current-2025", "--group", "oss", "--level", "mandatory",
        "--means", "check",
    )  # fmt: skip
    ids = [line.split("\t")[0] for line in out.splitlines()]
    assert code == 0
    assert ids
    assert f"{len(ids)} criteria" in err
    for id_ in ids:
        criterion = sure(catalogue.get(id_))
        assert criterion.group.value == "OSS"
        assert criterion.levels[Edition.CURRENT_2025].value == "mandatory"
        assert "check" in {plan.means.value for plan in criterion.parts}
    _, everything, _ = run("criteria", "list")
    assert len(everything.splitlines()) == len(catalogue)


def test_list_finds_words_with_and_without_diacritics(run):
    _, marked, _ = run("criteria", "list", "--text", "đánh giá")
    _, bare, _ = run("criteria", "list", "--text", "danh gia")
    assert marked == bare
    assert 0 < len(marked.splitlines()) < len(load_catalogue())


def test_list_as_json_can_be_read_back(run):
    _, out, _ = run("criteria", "list", "--group", "EVA", "--json")
    assert {item["group"] for item in json.loads(out)} == {"EVA"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_show_says_demand_bases_levels_parts_and_place(run, language):
    criterion = sure(load_catalogue().get("OSS-18"))
    code, out, _ = run("--lang", language, "criteria", "show", "oss-18")
    assert code == 0
    assert criterion.requirement.in_language(language) in out
    for basis in criterion.bases:
        assert basis.cite(language) in out
    for edition in criterion.levels:
        assert edition.value in out
    assert criterion.place in out


def test_show_of_a_near_id_says_what_was_meant(run):
    code, _, err = run("criteria", "show", "OSS-018")
    assert code == 3
    assert "did you mean: OSS-" in err


def test_trace_goes_from_a_clause_to_checks_and_back(run):
    code, out, _ = run("criteria", "trace", "OSS-18")
    rows = [line.split("\t") for line in out.splitlines()]
    assert code == 0
    assert {row[1] for row in rows} == {"OSS-18"}
    check = next(row[3] for row in rows if "::" in row[3]).split(", ")[0]
    _, back, _ = run("criteria", "trace", check)
    assert "OSS-18" in back
    document = sure(load_catalogue().get("OSS-18")).bases[0].document.number
    _, forward, _ = run("criteria", "trace", document)
    assert "OSS-18" in forward


def test_trace_of_nothing_is_no_success(run):
    code, out, _ = run("criteria", "trace", "khong-co-gi")
    assert code == 3
    assert "khong-co-gi" in out


def test_trace_is_written_and_a_stale_copy_is_red(run, tmp_path, monkeypatch):
    criteria = tmp_path / "criteria"
    criteria.symlink_to(data_folder("criteria").resolve())
    real = data_folder

    def moved(name):
        return criteria if name == "criteria" else real(name)

    monkeypatch.setattr("conformance.data.data_folder", moved)
    assert run("criteria", "trace", "--check")[0] == 5
    assert run("criteria", "trace", "--write")[0] == 0
    written = tmp_path / "docs" / "trace.md"
    assert run("criteria", "trace", "--check")[0] == 0
    written.write_text(written.read_text("utf-8") + "x", encoding="utf-8")
    code, _, err = run("criteria", "trace", "--check")
    assert code == 5
    assert "stale" in err


def test_check_exits_by_the_faults_of_the_catalogue(run, monkeypatch):
    from conformance.catalogue import trace as traced
    from conformance.run.checks_of import registered_checks

    code, out, err = run("criteria", "check")
    faults = traced(load_catalogue(), registered_checks()).faults
    assert code == (5 if faults else 0)
    assert f"{len(load_catalogue())} criteria" in out
    monkeypatch.setattr("conformance.run.checks_of.registered_checks", lambda: ())
    code, _, err = run("criteria", "check")
    assert code == 5
    assert "trace/no-check" in err


@pytest.mark.parametrize("language", ["vi", "en"])
def test_plan_says_what_will_happen_and_sends_nothing(run, language, monkeypatch):
    def forbidden(*_, **__):
        raise AssertionError("the plan sends nothing")

    monkeypatch.setattr("socket.socket.connect", forbidden)
    code, out, _ = run("--lang", language, "plan", REFERENCE)
    said = {
        "vi": ("Phép kiểm tra tự động: ", "chỉ là ước tính"),
        "en": ("Automatic checks: ", "an estimate only"),
    }
    assert code == 0
    for words in said[language]:
        assert words in out
    code, every, _ = run("--lang", language, "plan", REFERENCE, "--all")
    assert len(every.splitlines()) > 300
    assert code == 0


def test_plan_lists_the_operations(run):
    code, out, _ = run("plan", "--operations")
    assert code == 0
    assert "dossier.submit: Submit a dossier online" in out


def test_plan_as_json_is_the_plan(run):
    _, out, _ = run("plan", REFERENCE, "--json")
    plan = json.loads(out)
    assert plan["candidate"] == "reference"
    assert plan["checks"]


def test_text_of_a_candidate_cannot_reach_the_terminal_raw(run, write, tiny_portal):
    data = tiny_portal.file_for()
    data["candidate"]["name"] = {"vi": "X", "en": "Portal \u202e\u0007evil"}
    code, out, _ = run("plan", write(data))
    assert code == 0
    assert "\u202e" not in out
    assert "\u0007" not in out


def test_main_can_be_called_without_arguments_of_its_own(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["motcua", "--lang", "vi", "--version"])
    assert main() == 0
    assert "motcua" in capsys.readouterr().out
