"""Random walks against the model of a dossier's life (``docs/decisions/0015``).

Each check walks for one criterion. What deviates is shrunk to the shortest walk, which is then
walked once more; only what is seen again fails.
"""

from __future__ import annotations

from conformance.candidate.people import OneStop
from conformance.checks.handling.given import roomy
from conformance.checks.kit import Violation, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.law import Law
from conformance.checks.kit.walks import Walks
from conformance.checks.life.deciding import decide
from conformance.checks.life.lenses import DueDates, History, OneStatus, SignedResult
from conformance.checks.life.walking import Walker

Told = tuple[Violation, ...]
"""What was seen once, was not seen again, and decides nothing."""


@verifies(
    "OSS-06",
    vi="Đi qua hồ sơ theo đường ngẫu nhiên, đúng và trái quy trình: sau mỗi thao tác cán bộ, người "
    "nộp và nhật ký thấy cùng một trạng thái",
    of=("dossier.read", "dossier.read-own", "dossier.history-own"),
)
def test_walks_show_one_status(portal: OneStop, law: Law, data: TestBench, walks: Walks) -> Told:
    """On random ways, lawful and unlawful, all sides see one status after each move."""
    return decide(Walker("OSS-06", law, data, roomy(data), OneStatus()), portal, walks)


@verifies(
    "OSS-08",
    vi="Đi qua hồ sơ theo đường ngẫu nhiên: bước đúng trình tự đi được, bước trái trình tự bị từ "
    "chối và trạng thái giữ nguyên, dù trước đó đã qua những bước nào",
    of=("dossier.forward", "result.return"),
)
def test_walks_keep_to_the_process(
    portal: OneStop, law: Law, data: TestBench, walks: Walks
) -> Told:
    """On random ways steps in order go through and steps against it are refused, whatever went
    before.
    """
    return decide(Walker("OSS-08", law, data, roomy(data)), portal, walks)


@verifies(
    "OSS-32",
    vi="Đi qua hồ sơ theo đường ngẫu nhiên: bổ sung khi thẩm định xong thì thời hạn tính lại từ "
    "đầu, dù trước đó đã qua những bước nào",
    of=("dossier.appraisal-supplement", "dossier.supplement"),
)
def test_walks_restart_the_limit(portal: OneStop, law: Law, data: TestBench, walks: Walks) -> Told:
    """On random ways the limit starts from zero after a supplement on appraisal, whatever went
    before.
    """
    procedure = roomy(data)
    lens = DueDates("OSS-32", law, procedure)
    return decide(Walker("OSS-32", law, data, procedure, lens), portal, walks)


@verifies(
    "OSS-37",
    vi="Đi qua hồ sơ theo đường ngẫu nhiên: mỗi hồ sơ hẹn lại nhiều nhất một lần, ngày hẹn trả "
    "không tự đổi, dù trước đó đã qua những bước nào",
    of=("dossier.extend",),
)
def test_walks_extend_once(portal: OneStop, law: Law, data: TestBench, walks: Walks) -> Told:
    """On random ways a dossier gets a new date at most once and no date moves by itself, whatever
    went before.
    """
    procedure = roomy(data)
    lens = DueDates("OSS-37", law, procedure)
    return decide(Walker("OSS-37", law, data, procedure, lens), portal, walks)


@verifies(
    "OSS-38",
    vi="Đi qua hồ sơ theo đường ngẫu nhiên: chỉ kết quả đã trình và chưa bị trả lại mới được phê "
    "duyệt; đã phê duyệt thì không sửa, không đổi được",
    of=("result.approve", "result.propose"),
)
def test_walks_approve_what_was_proposed(
    portal: OneStop, law: Law, data: TestBench, walks: Walks
) -> Told:
    """On random ways only what lies proposed is approved, and what is approved stays."""
    return decide(Walker("OSS-38", law, data, roomy(data), SignedResult()), portal, walks)


@verifies(
    "OSS-42",
    vi="Đi qua hồ sơ theo đường ngẫu nhiên: rút được khi chưa có kết quả, không rút được khi đã "
    "có; đã rút, đã dừng thì không nhận thêm thao tác",
    of=("dossier.withdraw", "dossier.stop"),
)
def test_walks_end_where_they_were_ended(
    portal: OneStop, law: Law, data: TestBench, walks: Walks
) -> Told:
    """On random ways a dossier can be withdrawn until there is a result; withdrawn or stopped it
    takes no more.
    """
    return decide(Walker("OSS-42", law, data, roomy(data)), portal, walks)


@verifies(
    "OSS-45",
    vi="Đi qua hồ sơ theo đường ngẫu nhiên: mỗi bước thêm dòng nhật ký, không dòng nào mất, bước "
    "bị từ chối không thành bước",
    of=("dossier.history",),
)
def test_walks_leave_their_lines(portal: OneStop, law: Law, data: TestBench, walks: Walks) -> Told:
    """On random ways each step adds a line, no line is lost, and what was refused is no step."""
    return decide(Walker("OSS-45", law, data, roomy(data), History()), portal, walks)


@verifies(
    "SEC-11",
    vi="Đi qua hồ sơ theo đường ngẫu nhiên: cán bộ không đúng vai trò, không đúng cơ quan bị từ "
    "chối ở mọi trạng thái và hồ sơ giữ nguyên",
)
def test_walks_keep_to_the_roles(portal: OneStop, law: Law, data: TestBench, walks: Walks) -> Told:
    """On random ways officers of another role or agency are refused in every state, and the
    dossier stays as it was.
    """
    return decide(Walker("SEC-11", law, data, roomy(data)), portal, walks)
