"""Each fault of a candidate file names its line and how to mend it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from conformance.candidate.reading import copy_candidate, load_adapter, read_candidate
from conformance.candidate.soundness import faults_of
from conformance.data import data_folder
from conformance.errors import ConfigurationFault, Fault
from conformance.yaml_source import read_source

GOOD = """\
motcua: "1"
candidate:
  id: small
  name: {vi: "Cổng nhỏ", en: "Small portal"}
edition: legacy-2019
sandbox: true
bases:
  portal: "http://portal.example/o/rest/v2/"
test_data:
  accounts:
    citizen: {username: dan, password: {public: "x"}}
binding:
  auth:
    default:
      kind: bearer
      login:
        - call: POST /login
          json: {u: "{account.username}", p: "{account.password}"}
      token: body.token
  maps:
    status: {total: "1", new: "2"}
  operations:
    agency.list:
      call: GET /agencies
      items: body.data
      fields: {code: ma, name: ten}
    dossier.read-own:
      call: GET /dossiers/{dossier.id}
      item: body.data
      fields:
        code: ma
        status: {path: trangThai, map: status}
        due_at: {path: han, date: dd/MM/yyyy}
        attachments: {list: tep, each: {name: ten}}
    dossier.read: {call: "GET /dossiers/{dossier.id}", fields: dossier.read-own}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "candidate.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> list[Fault]:
    with pytest.raises(ConfigurationFault) as raised:
        read_candidate(write(folder, text))
    assert raised.value.exit_code == 3
    return list(raised.value.faults)


def line_of(text: str, part: str) -> int:
    return 1 + text[: text.index(part)].count("\n")


def test_a_good_file_is_read_with_its_digest_and_shared_fields(tmp_path: Path) -> None:
    seen = read_candidate(write(tmp_path, GOOD))
    assert seen.file.first_base == "http://portal.example/o/rest/v2"
    assert len(seen.digest) == 64
    assert seen.folder == tmp_path
    operations = seen.file.binding.operations
    assert operations["dossier.read"].fields == operations["dossier.read-own"].fields
    assert load_adapter(seen) is None


MISTAKES = [
    (
        "fields: {code: ma, name: ten}",
        "fields: {cod: ma, name: ten}",
        "cod:",
        "candidate/field",
        "code",
    ),
    ("agency.list:", "agency.lst:", "agency.lst", "candidate/shape", "agency.list"),
    ("dossier.read-own:\n", "dossier.read-my:\n", "dossier.read:", "candidate/shape", ""),
    (
        "{dossier.id}\n      item",
        "{dosier.id}\n      item",
        "call: GET /dossiers/{dosier",
        "candidate/template",
        "dossier",
    ),
    (
        "{dossier.id}\n      item",
        "{dossier.ident}\n      item",
        "{dossier.ident}",
        "candidate/template",
        "dossier",
    ),
    (
        "{dossier.id}\n      item",
        "{dossier.id\n      item",
        "GET /dossiers/{dossier.id\n",
        "candidate/template",
        "",
    ),
    (
        "{dossier.id}\n      item",
        "{captured.id}\n      item",
        "{captured.id}",
        "candidate/template",
        "",
    ),
    (
        "{dossier.id}\n      item",
        "{dossier.id|map:no}\n      item",
        "map:no",
        "candidate/template",
        "",
    ),
    ("{account.password}", "{account.pass}", "p: ", "candidate/template", "account"),
    ("{account.password}", "{password}", "p: ", "candidate/template", "account"),
    ("items: body.data", "items: body.[", "items: body.[", "candidate/expression", "JMESPath"),
    (
        "items: body.data",
        "items: first(body.data)",
        "items: first",
        "candidate/expression",
        "JMESPath",
    ),
    ("token: body.token", "token: 'body.'", "token: 'body.'", "candidate/expression", "JMESPath"),
    (
        "{path: trangThai, map: status}",
        "{path: 'tt[', map: status}",
        "status: {path",
        "candidate/expression",
        "",
    ),
    ("map: status}", "map: stat}", "map: stat}", "candidate/map", "status"),
    ("date: dd/MM/yyyy", "date: dd/MM/yy", "date: dd/MM/yy", "candidate/date", "epoch-ms"),
    ("each: {name: ten}", "each: {nam: ten}", "each: {nam", "candidate/field", "name"),
    (
        "{list: tep, each: {name: ten}}",
        "tep",
        "attachments: tep",
        "candidate/field",
        "reference.yaml",
    ),
    ("  maps:", "  zone: Asia/Hanoi\n  maps:", "zone: Asia/Hanoi", "candidate/zone", "Ho_Chi_Minh"),
    ("sandbox: true\n", "", "motcua", "candidate/shape", "add"),
    ("sandbox: true", "sandbox: perhaps", "sandbox: perhaps", "candidate/shape", "schema"),
    ("edition: legacy-2019", "edition: 2019-legacy", "edition: 2019", "candidate/shape", "schema"),
    ("  id: small", "  id: SMALL!", "id: SMALL!", "candidate/shape", "schema"),
    ("call: GET /agencies", "call: FETCH /agencies", "call: FETCH", "candidate/shape", "schema"),
    (
        "call: GET /agencies",
        "call: GET /agencies\n      jsn: {}",
        "jsn:",
        "candidate/shape",
        "mend",
    ),
    (
        "http://portal.example/o/rest/v2/",
        "portal.example",
        'portal: "portal',
        "candidate/shape",
        "",
    ),
    (
        "http://portal.example/o/rest/v2/",
        "http://a:99999/",
        "http://a:99999",
        "candidate/shape",
        "",
    ),
    ("fields: dossier.read-own", "fields: dossier.queue", "dossier.read:", "candidate/shape", ""),
    ('password: {public: "x"}', "password: {}", "password: {}", "candidate/shape", ""),
    (
        'password: {public: "x"}',
        'password: {public: "x"}, auth: sso',
        "citizen:",
        "candidate/shape",
        "",
    ),
    (
        '"GET /dossiers/{dossier.id}", fields',
        '"GET /d", role: boss, fields',
        "dossier.read:",
        "candidate/shape",
        "",
    ),
    (
        '"GET /dossiers/{dossier.id}", fields',
        '"GET /d", auth: sso, fields',
        "dossier.read:",
        "candidate/shape",
        "",
    ),
    (
        '"GET /dossiers/{dossier.id}", fields',
        '"GET /d", base: pay, fields',
        "dossier.read:",
        "candidate/shape",
        "",
    ),
    (
        '"GET /dossiers/{dossier.id}", fields',
        '"GET /d", when: kind=x, fields',
        "dossier.read:",
        "candidate/condition",
        "dossier",
    ),
    (
        "call: GET /agencies",
        "call: GET /agencies\n      until: 'body.['",
        "until:",
        "candidate/expression",
        "JMESPath",
    ),
    (
        "call: GET /agencies",
        "call: GET /agencies\n      until: body.x\n      at_most: 200",
        "agency.list:",
        "candidate/wait",
        "budgets.check_s",
    ),
    (
        "call: GET /agencies",
        "call: GET /agencies\n      every: 2",
        "agency.list:",
        "candidate/shape",
        "",
    ),
    (
        "call: GET /agencies",
        "call: GET /agencies\n      capture: {t: {meta: a, cookie: b}}",
        "capture:",
        "candidate/shape",
        "",
    ),
    (
        "call: GET /agencies",
        "call: GET /agencies\n      capture: {t: {metta: a}}",
        "capture:",
        "candidate/shape",
        "",
    ),
    (
        "call: GET /agencies",
        "call: GET /agencies\n      capture: {t: {path: 'a['}}",
        "capture:",
        "candidate/expression",
        "JMESPath",
    ),
    (
        "items: body.data",
        "items: body.data\n      more: 'body.'",
        "more:",
        "candidate/expression",
        "",
    ),
    (
        "items: body.data",
        "items: body.data\n      page_size: 0",
        "page_size:",
        "candidate/shape",
        "",
    ),
    (
        "token: body.token",
        "token: body.token\n      anti_forgery: {cookie: a, path: b, header: X}",
        "anti_forgery:",
        "candidate/shape",
        "",
    ),
    (
        "token: body.token",
        "token: body.token\n      anti_forgery: {cookie: a, header: X, "
        'renew_by: {call: "GET /t/{account.username}"}}',
        "anti_forgery:",
        "candidate/template",
        "session",
    ),
    (
        "token: body.token",
        "token: body.token\n      anti_forgery: {cookie: a, header: X, "
        "renew_by: {call: GET /t, when: x}}",
        "anti_forgery:",
        "candidate/unheeded",
        "remove",
    ),
    (
        "token: body.token",
        "token: body.token\n      anti_forgery: {cookie: a, header: X, "
        "renew_by: {call: GET /t, base: pay}}",
        "default:",
        "candidate/shape",
        "",
    ),
    (
        "- call: POST /login",
        "- call: POST /login\n          until: body.ready",
        "until: body.ready",
        "candidate/unheeded",
        "remove",
    ),
    (
        "test_data:",
        "tls: {portal: {ca: ca.pem}}\ntest_data:",
        "tls:",
        "candidate/shape",
        "",
    ),
    (
        "test_data:",
        "tls: {portl: {ca: ca.pem}}\ntest_data:",
        "tls:",
        "candidate/shape",
        "",
    ),
    (
        "test_data:",
        "tls: {portal: {client_key: {env: A}}}\ntest_data:",
        "tls:",
        "candidate/shape",
        "",
    ),
    (
        "  auth:",
        "  headers: {apikey: {env: A, public: b}}\n  auth:",
        "headers:",
        "candidate/shape",
        "",
    ),
    ("  auth:", "  auth :\n  auth:", "  auth:\n    default", "file/duplicate-key", "remove"),
    ("sandbox: true", "sandbox: [true", "bases:", "file/yaml", "quotes"),
    ("  portal:", "  8080:", "  8080:", "file/unquoted-key", "quotes"),
]


@pytest.mark.parametrize(
    ("old", "new", "at", "code", "mend"), MISTAKES, ids=[f"{m[3]}:{m[1][:30]}" for m in MISTAKES]
)
def test_each_mistake_names_line_and_mend(
    tmp_path: Path, old: str, new: str, at: str, code: str, mend: str
) -> None:
    assert GOOD.count(old) >= 1
    text = GOOD.replace(old, new, 1)
    found = [fault for fault in faults(tmp_path, text) if fault.code == code]
    assert found, faults(tmp_path, text)
    places = [int(fault.place.rsplit(":", 1)[1]) for fault in found]
    assert line_of(text, at) in places, (found, line_of(text, at))
    assert all(fault.cause and fault.mend for fault in found)
    assert any(mend in fault.mend for fault in found), found


def test_letters_that_are_not_composed_are_found(tmp_path: Path) -> None:
    text = GOOD.replace("Cổng nhỏ", unicodedata.normalize("NFD", "Cổng nhỏ"))
    (fault,) = faults(tmp_path, text)
    assert (fault.code, fault.place.rsplit(":", 1)[1]) == ("file/not-nfc", "4")


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("items: body.data", "items: body.[").replace("{code: ma,", "{cod: ma,")
    text = text.replace("{account.password}", "{account.pass}")
    assert {f.code for f in faults(tmp_path, text)} == {
        "candidate/expression",
        "candidate/field",
        "candidate/template",
    }


def test_a_shared_mistake_is_told_once(tmp_path: Path) -> None:
    text = GOOD.replace("        code: ma\n", "        cod: ma\n")
    assert [f.code for f in faults(tmp_path, text)] == ["candidate/field"]


def test_a_map_word_that_looks_like_an_expression_key_is_no_expression(tmp_path: Path) -> None:
    text = GOOD.replace('{total: "1", new: "2"}', '{total: "không [có", text: "a b", path: "("}')
    assert read_candidate(write(tmp_path, text)).file.binding.maps["status"]["path"] == "("


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "chỉ một dòng", "motcua: 1\n"])
def test_what_is_no_candidate_file_at_all(tmp_path: Path, text: str) -> None:
    assert faults(tmp_path, text)


def test_no_such_file_and_no_utf8(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationFault, match="no such file"):
        read_candidate(tmp_path / "nowhere.yaml")
    path = tmp_path / "latin.yaml"
    path.write_bytes(GOOD.encode("utf-16"))
    with pytest.raises(ConfigurationFault, match="UTF-8"):
        read_candidate(path)


def test_addresses_can_be_replaced_by_their_names_only(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    moved = read_candidate(path, {"portal": "http://127.0.0.1:8000"})
    assert moved.file.first_base == "http://127.0.0.1:8000"
    with pytest.raises(ConfigurationFault, match="portl") as raised:
        read_candidate(path, {"portl": "http://127.0.0.1:8000"})
    assert "portal" in raised.value.faults[0].mend
    with pytest.raises(ConfigurationFault, match="http"):
        read_candidate(path, {"portal": "ftp://x"})


ADAPTER = GOOD.replace("binding:", "adapter: own.py:Own\nbinding:", 1).replace(
    "    agency.list:\n      call: GET /agencies\n      items: body.data\n",
    "    agency.list:\n      python: true\n",
)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (None, "FileNotFoundError"),
        ("class Other: pass", "Own"),
        ("class Own: pass", "perform"),
        ("class Own(: pass", "SyntaxError"),
        ("raise RuntimeError('ôi')", "RuntimeError"),
    ],
)
def test_an_adapter_that_cannot_be_loaded(tmp_path: Path, code: str | None, said: str) -> None:
    if code is not None:
        (tmp_path / "own.py").write_text(code, encoding="utf-8")
    candidate = read_candidate(write(tmp_path, ADAPTER))
    with pytest.raises(ConfigurationFault, match=said) as raised:
        load_adapter(candidate)
    assert raised.value.faults[0].code == "candidate/adapter"


def test_an_adapter_is_loaded_from_beside_the_file(tmp_path: Path) -> None:
    code = "class Own:\n    def perform(self, *given):\n        return None\n"
    (tmp_path / "own.py").write_text(code, encoding="utf-8")
    made = load_adapter(read_candidate(write(tmp_path, ADAPTER)))
    assert type(made).__name__ == "Own"


def test_a_copy_takes_its_adapter_along(tmp_path: Path) -> None:
    code = "class Own:\n    def perform(self, *given):\n        return None\n"
    (tmp_path / "own.py").write_text(code, encoding="utf-8")
    (tmp_path / "run").mkdir()
    copy_candidate(read_candidate(write(tmp_path, ADAPTER)), tmp_path / "run" / "kept.yaml")
    kept = read_candidate(tmp_path / "run" / "kept.yaml")
    assert type(load_adapter(kept)).__name__ == "Own"


def test_python_without_an_adapter_is_a_fault(tmp_path: Path) -> None:
    text = ADAPTER.replace("adapter: own.py:Own\n", "")
    assert any("adapter" in fault.cause for fault in faults(tmp_path, text))


def test_a_secret_is_given_in_exactly_one_way(tmp_path: Path) -> None:
    for password in ('{public: "x", env: X}', "{}"):
        text = GOOD.replace('{public: "x"}', password)
        assert any("exactly one" in fault.cause for fault in faults(tmp_path, text))


@pytest.mark.parametrize(
    "path", sorted((data_folder("fixtures") / "candidates").rglob("*.yaml")), ids=lambda p: p.stem
)
def test_bundled_candidate_files_hold_together(path: Path) -> None:
    candidate = read_candidate(path)
    source, wrong = read_source(path, path.name)
    assert wrong == []
    assert source is not None
    assert faults_of(source, candidate.file) == []
    load_adapter(candidate)


def test_a_copy_takes_the_authorities_along_but_no_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ca.pem", "own.pem", "client.key"):
        (tmp_path / name).write_text("PEM", encoding="ascii")
    monkeypatch.setenv("MOTCUA_TEST_KEY", str(tmp_path / "client.key"))
    own = "{ca: own.pem, client_certificate: {env: A}, client_key: {env: MOTCUA_TEST_KEY}}"
    text = GOOD.replace("http://portal", "https://portal")
    text = text.replace("test_data:", f"private_ca: ca.pem\ntls: {{portal: {own}}}\ntest_data:")
    (tmp_path / "run").mkdir()
    copy_candidate(read_candidate(write(tmp_path, text)), tmp_path / "run" / "kept.yaml")
    assert sorted(p.name for p in (tmp_path / "run").iterdir()) == [
        "ca.pem", "kept.yaml", "own.pem",
    ]  # fmt: skip
    absent = text.replace("private_ca: ca.pem", "private_ca: ../elsewhere.pem")
    copy_candidate(read_candidate(write(tmp_path, absent)), tmp_path / "run" / "kept.yaml")
    assert not (tmp_path / "elsewhere.pem").exists()
