"""What a checkout publishes of a whole self-test: the result, ``docs/proof.md``, README's figures.

All of it is made from the committed result file, so a test can hold the texts against it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pydantic import ValidationError

import conformance
from conformance.errors import Both, ConfigurationFault, Fault, system_words
from conformance.reporting.files import write_atomically
from conformance.reporting.formats import VIETNAM, day
from conformance.selftest.figures import figure_lines, share
from conformance.selftest.judging import Fate
from conformance.selftest.panel import Mode
from conformance.selftest.result import BrokenResult, LawfulResult, SelftestResult
from conformance.shape_words import shape_words

BEGIN = "<!-- selftest: made by `motcua selftest --write`, not edited by hand -->"
END = "<!-- /selftest -->"
_BLOCK = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)


def checkout() -> Path:
    """Return the folder of the checkout; raise ``ConfigurationFault`` in an installed wheel."""
    root = Path(conformance.__file__).resolve().parents[1]
    if not (root / "tests" / "proof").is_dir() or not (root / "README.md").is_file():
        raise ConfigurationFault(
            Fault(
                "selftest-write",
                Both(
                    "--write chỉ dùng trong mã nguồn của motcua",
                    "--write is for a checkout of motcua only",
                ),
                Both("dùng", "use").before(": --json FILE --html FILE"),
            )
        )
    return root


def result_file(root: Path) -> Path:
    """Return where the committed result is kept."""
    return root / "tests" / "proof" / "last.json"


def result_json(result: SelftestResult) -> bytes:
    """Return the result as UTF-8 JSON; the same result always gives the same bytes."""
    data = result.model_dump(mode="json", exclude_none=True)
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False)
    return (text + "\n").encode("utf-8", "backslashreplace")


def load_result(path: Path) -> SelftestResult:
    """Read a result; raise ``ConfigurationFault`` for a file that is none."""
    try:
        return SelftestResult.model_validate_json(path.read_bytes())
    except OSError as error:
        cause = system_words(error)
    except ValidationError as error:
        first = error.errors()[0]
        cause = shape_words(first).after(f"{'.'.join(map(str, first['loc'])) or '–'}: ")
    raise ConfigurationFault(
        Fault(
            "selftest-result",
            cause.following("không phải kết quả tự kiểm", "this is no result of a self-test"),
            Both("làm lại", "make it anew").before(": make proof"),
            str(path),
        )
    )


def refuse_part(*, mode: Mode, selected: bool) -> None:
    """Raise ``ConfigurationFault`` when what was asked is not the whole."""
    if selected or mode is Mode.TARGETED:
        raise ConfigurationFault(
            Fault(
                "selftest-write-part",
                Both(
                    "--write chỉ nhận lần chạy toàn bộ",
                    "--write takes a run of the whole only",
                ),
                Both(
                    "bỏ tên cổng, --criterion và --targeted",
                    "leave out names, --criterion and --targeted",
                ),
            )
        )


def publish(result: SelftestResult, costs: Mapping[str, int], root: Path) -> tuple[Path, ...]:
    """Write the result, the costs of checks, and the texts; return the paths."""
    kept = root / "fixtures" / "selftest" / "costs.json"
    listed = json.dumps(dict(sorted(costs.items())), indent=1) + "\n"
    return (
        write_atomically(result_file(root), result_json(result)),
        write_atomically(kept, listed.encode()),
        *write_texts(result, root),
    )


def write_texts(result: SelftestResult, root: Path) -> tuple[Path, ...]:
    """Write ``docs/proof.md`` and the block of the README; return the paths."""
    readme = root / "README.md"
    return (
        write_atomically(root / "docs" / "proof.md", proof_text(result).encode()),
        write_atomically(readme, with_block(readme.read_text("utf-8"), result).encode()),
    )


def with_block(readme: str, result: SelftestResult) -> str:
    """Return the README with its block of figures anew; raise ``ValueError`` without the marks."""
    if len(_BLOCK.findall(readme)) != 1:
        raise ValueError("README.md needs the marks of the self-test once")
    return _BLOCK.sub(lambda _: readme_block(result), readme)


def readme_block(result: SelftestResult) -> str:
    """Return the README's figures, in both languages, between their marks."""
    found = result.summary
    on_vi, on_en = day(_ended(result), "vi"), day(_ended(result), "en")
    rows = [
        ("cổng hỏng có chủ đích", "portals broken on purpose", found.portals),
        ("bắt đúng phép kiểm tra và đúng lý do", "killed by the right check for the right reason",
         f"{found.right} ({share(found, 'en')} %)"),
        ("bắt được do ngẫu nhiên", "killed by accident", found.accident),
        ("không bắt được", "survived", found.survived),
        (f"báo động sai trên cổng đúng luật, {found.seeds} hạt giống",
         f"false alarms on the lawful portal, {found.seeds} seeds", found.lawful_alarms),
        (f"báo động sai trên {found.variants} biến thể đúng luật",
         f"false alarms on {found.variants} lawful variants", found.variant_alarms),
        ("báo động sai trên cổng hỏng", "false alarms on broken portals", found.broken_alarms),
    ]  # fmt: skip
    lines = [
        BEGIN,
        f"| Tự kiểm {on_vi}, motcua {result.suite_version} "
        f"| Self-test of {on_en}, motcua {result.suite_version} | |",
        "|---|---|---:|",
        *(f"| {vi} | {en} | {value} |" for vi, en, value in rows),
        END,
    ]
    return "\n".join(lines)


def proof_text(result: SelftestResult) -> str:
    """Return ``docs/proof.md``."""
    lines = [
        "# Proof: what the suite catches",
        "",
        "Made by `motcua selftest --write` (`make proof`), not edited by hand. The same as a page "
        "that can be filtered: `motcua selftest --html FILE`. What counts as what: "
        "[decision 0014](decisions/0014-what-counts-as-a-kill.md).",
        "",
        f"motcua {result.suite_version}, {day(_ended(result), 'en')}; "
        f"scope: {result.mode.value}; {result.jobs} at a time.",
        "",
        *(f"- {line}" for line in figure_lines(result, "en")),
        "",
        *_not_right(result.broken),
        "## Broken portals",
        "",
        "Each breaks one clause. *Failed by* names the checks that failed it and what they looked "
        "at, the right ones first.",
        "",
        "| Broken portal | What it does wrong | Must fail | Tied | Failed by | Fate | Alarms |",
        "|---|---|---|---|---|---|---|",
        *(_broken_row(each) for each in result.broken),
        "",
        "## Portals that conform",
        "",
        "| Portal | How it differs | Edition | Seed | Checks | Passed | Alarms | Could not tell |",
        "|---|---|---|---:|---:|---:|---:|---:|",
        *(_lawful_row(each) for each in result.lawful),
    ]
    return "\n".join(lines) + "\n"


def _ended(result: SelftestResult) -> date:
    return result.ended_at.astimezone(VIETNAM).date()


def _not_right(broken: tuple[BrokenResult, ...]) -> list[str]:
    lines: list[str] = []
    for title, fate in (("Survivors", Fate.SURVIVED), ("Killed by accident", Fate.ACCIDENT)):
        found = [each for each in broken if each.fate is fate]
        lines += [f"## {title}", ""]
        lines += [
            f"- `{b.name}`: {b.says.en} ({b.clause}). {_cell(b.why.en if b.why else '')}"
            for b in found
        ] or ["None."]
        lines.append("")
    return lines


def _broken_row(each: BrokenResult) -> str:
    failed = [
        f"`{check.id}` · {', '.join(dict.fromkeys(f.reason for f in check.findings))}"
        for check in each.failed[:3]
    ]
    more = len(each.failed) - len(failed) + each.more_failed
    if more:
        failed.append(f"… +{more}")
    tied = ", ".join(tie.criterion for tie in each.tied)
    cells = (
        f"`{each.name}`",
        _cell(each.says.en),
        ", ".join(each.kills),
        tied or "–",
        "<br>".join(failed) or "–",
        each.fate.value,
        ", ".join(each.alarms) or "–",
    )
    return f"| {' | '.join(cells)} |"


def _lawful_row(each: LawfulResult) -> str:
    edition = each.edition.value if each.edition else "default"
    unsure = ", ".join(f"`{one.id}`" for one in each.unsure) or "0"
    alarms = ", ".join(each.alarms) or "0"
    return (
        f"| `{each.name}` | {_cell(each.says.en)} | {edition} | {each.seed} | {each.checks} "
        f"| {each.passed} | {alarms} | {unsure} |"
    )


def _cell(text: str) -> str:
    """Return a text that stays inside its cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")
