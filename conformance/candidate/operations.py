"""The operations that a check may ask of any one-stop portal.

An operation is named with the field's terms, says who asks, what goes in and which fact comes
out. How a candidate offers it is said by its binding, never here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from conformance.candidate import coordination_facts as c
from conformance.candidate import facts as f
from conformance.candidate import figure_facts as g
from conformance.words import Text


class Role(StrEnum):
    """Who asks (the accounts that the candidate file lends to the evaluator)."""

    ANYONE = "anyone"
    CITIZEN = "citizen"
    OTHER_CITIZEN = "other-citizen"
    BUSINESS = "business"
    RECEIVER = "receiver"
    OTHER_RECEIVER = "other-receiver"
    CENTRE_RECEIVER = "centre-receiver"
    HANDLER = "handler"
    OTHER_HANDLER = "other-handler"
    PARTNER_HANDLER = "partner-handler"
    LEADER = "leader"
    OTHER_LEADER = "other-leader"
    PARTNER_LEADER = "partner-leader"
    ONE_STOP_HEAD = "one-stop-head"
    ADMIN = "admin"


class Shape(StrEnum):
    """What an operation gives back."""

    NOTHING = "nothing"
    ONE = "one"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that a check can ask of a portal.

    ``takes`` are the canonical names of what goes in (a trailing ``?`` marks optional ones);
    ``gives`` is the fact that comes out. ``reads`` means that asking changes nothing.
    """

    id: str
    title: Text
    role: Role
    takes: tuple[str, ...]
    gives: type[f.Fact] | None
    shape: Shape
    reads: bool

    @property
    def required(self) -> frozenset[str]:
        """Names that must be given."""
        return frozenset(n for n in self.takes if not n.endswith("?"))

    @property
    def known(self) -> frozenset[str]:
        """All names that may be given."""
        return frozenset(n.rstrip("?") for n in self.takes)


def _op(
    id_: str,
    role: Role,
    takes: str,
    gives: type[f.Fact] | None,
    vi: str,
    en: str,
    *,
    many: bool = False,
    reads: bool = False,
) -> Operation:
    shape = Shape.NOTHING if gives is None else Shape.MANY if many else Shape.ONE
    names = tuple(takes.split())
    return Operation(id_, Text(vi=vi, en=en), role, names, gives, shape, reads)


PAGING = frozenset({"page", "page_size", "page0", "row_start", "row_end"})
"""Names of the place of a page, in every style (``interfaces.md`` D.1, point 5)."""

R = Role
_ALL = (
    # Published to anyone
    _op("procedure.search", R.ANYONE, "keyword? field? level? agency? page? page_size?",
        f.ProcedureSummary, "Tra cứu thủ tục hành chính", "Search procedures",
        many=True, reads=True),
    _op("procedure.read", R.ANYONE, "procedure_code", f.Procedure,
        "Xem chi tiết thủ tục", "Read a procedure", reads=True),
    _op("code-table.list", R.ANYONE, "table", f.CodeItem,
        "Xem danh mục điện tử dùng chung", "List a shared code table", many=True, reads=True),
    _op("agency.list", R.ANYONE, "", f.Agency,
        "Xem danh sách cơ quan, đơn vị", "List agencies", many=True, reads=True),
    _op("lookup.public", R.ANYONE, "dossier_code factor?", f.PublicView,
        "Tra cứu công khai hồ sơ", "Look a dossier up without signing in", reads=True),
    _op("result.verify", R.ANYONE, "result_code", f.Result,
        "Tra cứu, kiểm tra kết quả điện tử", "Look up and verify an e-result", reads=True),
    _op("result.verify-copy", R.ANYONE, "result_code file", f.Result,
        "Kiểm tra chữ ký số trên bản sao của kết quả", "Verify the signature on a copy of a result",
        reads=True),
    _op("statistics.five", R.ANYONE, "procedure_code year", g.FiveFigures,
        "Xem 5 số liệu từ đầu năm của dịch vụ", "Five year-to-date figures of a service",
        reads=True),
    _op("rating.form", R.ANYONE, "", f.RatingForm,
        "Xem nội dung phiếu đánh giá", "Contents of the rating form", many=True, reads=True),
    _op("rating.published", R.ANYONE, "procedure_code? agency?", f.RatingSummary,
        "Xem kết quả đánh giá công khai", "Published ratings", reads=True),
    _op("session.try", R.ANYONE, "username password", f.Account,
        "Đăng nhập bằng một tài khoản vừa được cấp", "Sign in with an account that was just made"),
    _op("page.visit", R.ANYONE, "", None,
        "Mở một trang của cổng", "Open a page of the portal", reads=True),
    # The applicant
    _op("session.who", R.CITIZEN, "", f.Account,
        "Xem tài khoản đang đăng nhập", "Who is signed in", reads=True),
    _op("dossier.draft", R.CITIZEN, "procedure_code applicant form?", f.Dossier,
        "Tạo hồ sơ điện tử (chưa nộp)", "Create an e-dossier, not yet submitted"),
    _op("dossier.attach", R.CITIZEN, "dossier file component_code?", f.Attachment,
        "Đính kèm tệp vào hồ sơ", "Attach a file"),
    _op("attachment.download", R.CITIZEN, "dossier attachment", None,
        "Tải tệp đính kèm của hồ sơ", "Download a file of a dossier", reads=True),
    _op("dossier.submit-draft", R.CITIZEN, "dossier", f.Acknowledgement,
        "Nộp hồ sơ đã tạo", "Submit a draft"),
    _op("dossier.submit", R.CITIZEN, "procedure_code applicant form? files? key? return_channel?",
        f.Acknowledgement, "Nộp hồ sơ trực tuyến", "Submit a dossier online"),
    _op("dossier.list-own", R.CITIZEN, "page? page_size?", f.Dossier,
        "Xem hồ sơ của tôi", "List own dossiers", many=True, reads=True),
    _op("dossier.read-own", R.CITIZEN, "dossier", f.Dossier,
        "Người nộp xem hồ sơ", "The applicant's view of a dossier", reads=True),
    _op("dossier.history-own", R.CITIZEN, "dossier", f.HistoryEntry,
        "Người nộp xem quá trình xử lý", "The applicant's view of the history",
        many=True, reads=True),
    _op("notice.list", R.CITIZEN, "dossier?", f.Notice,
        "Xem thông báo đã gửi", "Notices sent to the applicant", many=True, reads=True),
    _op("dossier.supplement", R.CITIZEN, "dossier note? files?", None,
        "Nộp bổ sung hồ sơ", "Answer a request for supplement"),
    _op("dossier.withdraw", R.CITIZEN, "dossier reason", None,
        "Rút hồ sơ", "Withdraw a dossier"),
    _op("payment.read", R.CITIZEN, "dossier", f.Payment,
        "Xem yêu cầu thanh toán", "The demand for payment", many=True, reads=True),
    _op("payment.pay", R.CITIZEN, "dossier payment amount", f.Payment,
        "Thanh toán phí, lệ phí", "Pay a fee"),
    _op("dossier.rate", R.CITIZEN, "dossier level contents comment?", None,
        "Đánh giá mức độ hài lòng", "Rate the handling"),
    _op("result.read-own", R.CITIZEN, "dossier", f.Result,
        "Người nộp nhận kết quả điện tử", "The applicant's e-result", many=True, reads=True),
    _op("result.download", R.CITIZEN, "dossier result?", None,
        "Tải kết quả điện tử", "Download the e-result", reads=True),
    # The one-stop desk
    _op("dossier.queue", R.RECEIVER,
        "status? keyword? dossier_code? procedure_code? from_day? to_day? page? page_size?",
        f.Dossier, "Tìm kiếm hồ sơ trong phạm vi quyền", "Search dossiers within one's rights",
        many=True, reads=True),
    _op("dossier.read", R.RECEIVER, "dossier", f.Dossier,
        "Cán bộ xem hồ sơ", "An officer's view of a dossier", reads=True),
    _op("dossier.history", R.RECEIVER, "dossier", f.HistoryEntry,
        "Xem nhật ký xử lý hồ sơ", "The recorded history", many=True, reads=True),
    _op("dossier.receive-at-counter", R.RECEIVER,
        "procedure_code applicant channel files? form? wants_receipt? received_at? agency? "
        "return_channel? submitter? originals?",
        f.Dossier, "Tiếp nhận tại quầy hoặc qua bưu chính", "Receive at the counter or by post"),
    _op("dossier.accept", R.RECEIVER, "dossier", f.Dossier,
        "Tiếp nhận hồ sơ trực tuyến", "Accept an online dossier"),
    _op("dossier.request-supplement", R.RECEIVER, "dossier items reason guidance",
        None, "Yêu cầu bổ sung khi tiếp nhận", "Request a supplement at reception"),
    _op("dossier.refuse", R.RECEIVER, "dossier reason", None,
        "Từ chối tiếp nhận", "Refuse reception"),
    _op("dossier.forward", R.RECEIVER, "dossier agency? note?", f.Dossier,
        "Chuyển hồ sơ đến cơ quan giải quyết", "Forward to the deciding agency"),
    _op("dossier.redirect", R.RECEIVER, "dossier agency reason", f.Dossier,
        "Chuyển hồ sơ khác thẩm quyền", "Forward to the competent agency"),
    _op("result.notify-early", R.RECEIVER, "dossier message", None,
        "Báo trước khi có kết quả sớm", "Announce an early result"),
    _op("result.return", R.RECEIVER,
        "dossier recipient proxy? authorisation? originals_returned?", f.Dossier,
        "Trả kết quả", "Hand the result over"),
    _op("result.on-the-spot", R.RECEIVER, "dossier content", None,
        "Ghi kết quả giải quyết ngay tại quầy", "Record a result given at once at the desk"),
    _op("sheet.list", R.RECEIVER, "dossier", f.Sheet,
        "Xem các biểu mẫu đã lập", "Forms issued for a dossier", many=True, reads=True),
    _op("sheet.read", R.RECEIVER, "dossier kind", f.Sheet,
        "Xem một biểu mẫu", "Read one form", reads=True),
    _op("register.read", R.RECEIVER, "from_day? to_day?", f.RegisterLine,
        "Xem sổ theo dõi hồ sơ", "The tracking book", many=True, reads=True),
    _op("notice.inbox", R.HANDLER, "dossier?", f.Notice,
        "Cán bộ xem thông báo gửi đến mình", "Notices sent to an officer",
        many=True, reads=True),
    # Handling
    _op("dossier.assign", R.LEADER, "dossier assignee note?", None,
        "Phân công xử lý", "Assign an officer"),
    _op("assignment.list", R.LEADER, "dossier", f.Assignment,
        "Xem lịch sử phân công", "History of assignments", many=True, reads=True),
    _op("dossier.appraisal-supplement", R.HANDLER, "dossier items reason guidance",
        None, "Yêu cầu bổ sung khi thẩm định", "Request a supplement after appraisal"),
    _op("verification.record", R.HANDLER,
        "dossier outcome invited? attended_at? place? participants? discussed?", c.Verification,
        "Ghi kết quả thẩm tra, xác minh", "Record a verification"),
    _op("verification.list", R.HANDLER, "dossier", c.Verification,
        "Xem kết quả thẩm tra, xác minh", "The verifications of a dossier", many=True, reads=True),
    _op("opinion.request", R.HANDLER, "dossier agency? subject? reply_by?", c.Opinion,
        "Lấy ý kiến cơ quan, đơn vị khác", "Ask another agency for its opinion"),
    _op("opinion.list", R.HANDLER, "dossier", c.Opinion,
        "Xem các yêu cầu lấy ý kiến", "The opinions asked for a dossier", many=True, reads=True),
    _op("opinion.answer", R.OTHER_HANDLER, "dossier opinion answer agrees?", None,
        "Trả lời ý kiến", "Answer a request for an opinion"),
    _op("opinion.report-silence", R.HANDLER, "dossier opinion", None,
        "Báo người đứng đầu Bộ phận Một cửa về ý kiến quá hạn trả lời",
        "Report an opinion that did not come to the head of the one-stop unit"),
    _op("task.list", R.RECEIVER, "dossier", c.Task,
        "Xem phần việc của từng cơ quan", "The part of each agency", many=True, reads=True),
    _op("task.complete", R.PARTNER_HANDLER, "dossier task outcome", None,
        "Hoàn thành phần việc của cơ quan mình", "Finish the part of one's agency"),
    _op("transfer.list", R.RECEIVER, "dossier", c.Transfer,
        "Xem các lần luân chuyển hồ sơ", "The sendings of a dossier", many=True, reads=True),
    _op("transfer.acknowledge", R.LEADER, "dossier", None,
        "Xác nhận đã nhận hồ sơ chuyển đến", "Acknowledge a dossier that was sent"),
    _op("transfer.send-back", R.LEADER, "dossier reason", None,
        "Trả lại hồ sơ chuyển nhầm", "Send back a dossier that came to the wrong place"),
    _op("dossier.demand-payment", R.HANDLER, "dossier amount", None,
        "Yêu cầu nghĩa vụ tài chính", "Demand payment"),
    _op("dossier.extend", R.HANDLER, "dossier new_due_at reason", None,
        "Xin lỗi và hẹn lại ngày trả kết quả", "Apologise and set a new date"),
    _op("dossier.stop", R.HANDLER, "dossier reason ground", None,
        "Dừng giải quyết", "Stop handling"),
    _op("dossier.refuse-resolution", R.HANDLER, "dossier reason", None,
        "Từ chối giải quyết sau thẩm định", "Refuse after appraisal"),
    _op("result.propose", R.HANDLER, "dossier summary content", None,
        "Trình kết quả", "Propose a result"),
    _op("result.approve", R.LEADER, "dossier", None,
        "Phê duyệt kết quả", "Approve a result"),
    _op("result.send-back", R.LEADER, "dossier reason", None,
        "Trả lại kết quả trình", "Send a proposed result back"),
    _op("result.read", R.HANDLER, "dossier", f.Result,
        "Cán bộ xem kết quả", "An officer's view of the result", many=True, reads=True),
    _op("tracking.list", R.LEADER, "kind", f.Dossier,
        "Theo dõi hồ sơ sắp hạn, quá hạn", "Dossiers near due or overdue", many=True, reads=True),
    _op("statistics.report", R.LEADER, "from_day to_day agency? procedure_code?", g.Report,
        "Báo cáo tình hình giải quyết", "Report of a period", reads=True),
    _op("statistics.drill", R.LEADER, "figure from_day to_day agency? procedure_code?",
        g.DossierCode, "Truy đến mã hồ sơ", "Dossier codes behind a figure",
        many=True, reads=True),
    _op("evaluation.indices", R.LEADER, "from_day to_day officer? agency?", g.Evaluation,
        "Xem 9 chỉ số đánh giá của cán bộ, cơ quan", "The nine indices of an officer or agency",
        reads=True),
    _op("evaluation.scores", R.LEADER, "from_day to_day officer? agency?", g.DossierScore,
        "Truy đến điểm từng hồ sơ của đánh giá", "Points of each dossier behind an evaluation",
        many=True, reads=True),
    _op("evaluation.declare", R.LEADER,
        "agency from_day to_day posted petitions petitions_in_time petitions_prolonged", None,
        "Kê khai niêm yết và phản ánh, kiến nghị trong kỳ",
        "Declare posting and petitions of a period"),
    _op("evaluation.unit", R.LEADER, "agency from_day to_day", g.UnitWork,
        "Xem đánh giá nội bộ của đơn vị", "Internal evaluation of a unit", reads=True),
    _op("evaluation.unit-codes", R.LEADER, "figure agency from_day to_day", g.DossierCode,
        "Truy số liệu đánh giá nội bộ đến mã hồ sơ", "Dossier codes behind a unit's figure",
        many=True, reads=True),
    _op("statistics.metrics", R.LEADER, "by from_day to_day", g.Metric,
        "Xem các chỉ số đo lường theo dịch vụ, chủ thể, bước",
        "Measures by service, actor or step", many=True, reads=True),
    _op("statistics.index", R.LEADER, "from_day to_day agency?", g.ServiceIndex,
        "Xem dữ liệu bộ chỉ số theo Quyết định 766/QĐ-TTg",
        "Data for the index of Decision 766/QĐ-TTg", reads=True),
    _op("statistics.index-codes", R.LEADER, "figure from_day to_day agency?", g.DossierCode,
        "Truy dữ liệu bộ chỉ số đến mã hồ sơ", "Dossier codes behind a figure of the index",
        many=True, reads=True),
    # Administration
    _op("procedure.publish", R.ADMIN, "procedure_code changes", f.Procedure,
        "Công bố phiên bản thủ tục", "Publish a new version of a procedure"),
    _op("procedure.versions", R.ADMIN, "procedure_code", f.Procedure,
        "Xem các phiên bản thủ tục", "Versions of a procedure", many=True, reads=True),
    _op("procedure.read-version", R.ADMIN, "procedure_code version", f.Procedure,
        "Xem lại một phiên bản thủ tục", "Read a given version of a procedure", reads=True),
    _op("form.add-field", R.ADMIN, "procedure_code key label kind required", None,
        "Thêm trường vào biểu mẫu điện tử và ban hành", "Issue an e-form with one more field"),
    _op("form.drop-field", R.ADMIN, "procedure_code key", None,
        "Bỏ trường khỏi biểu mẫu điện tử và ban hành", "Issue an e-form without a field"),
    _op("form.retire", R.ADMIN, "procedure_code", None,
        "Thu hồi biểu mẫu điện tử", "Retire an e-form"),
    _op("workflow.read", R.ADMIN, "procedure_code", f.WorkflowStep,
        "Xem quy trình điện tử", "The electronic process of a procedure", many=True, reads=True),
    _op("account.list", R.ADMIN, "keyword?", f.Account,
        "Xem danh sách tài khoản", "List accounts", many=True, reads=True),
    _op("account.create", R.ADMIN, "username password full_name roles agency", f.Account,
        "Cấp tài khoản cán bộ", "Create an officer's account"),
    _op("account.disable", R.ADMIN, "account reason", None,
        "Thu hồi tài khoản", "Disable an account"),
    _op("account.set-roles", R.ADMIN, "account roles reason", None,
        "Đổi vai trò của tài khoản", "Set the roles of an account"),
    _op("audit.list", R.ADMIN, "dossier? account? from_day? to_day? page? page_size?", f.AuditEntry,
        "Xem nhật ký hệ thống", "The system's log", many=True, reads=True),
    _op("visits.report", R.ADMIN, "from_day to_day", f.Visits,
        "Xem thống kê truy cập theo khoảng thời gian", "Statistics of access of a period",
        many=True, reads=True),
    _op("clock.read", R.ADMIN, "", f.ClockReading,
        "Xem đồng hồ thử nghiệm", "Read the test clock", reads=True),
    _op("clock.set", R.ADMIN, "now", f.ClockReading,
        "Đặt đồng hồ thử nghiệm", "Set the test clock"),
    _op("clock.tick", R.ADMIN, "", None,
        "Chạy ngay các việc định kỳ của hệ thống thử nghiệm",
        "Run at once what the test system does from time to time"),
    _op("clock.release", R.ADMIN, "", None,
        "Trả đồng hồ về giờ thật", "Give the clock back"),
)  # fmt: skip

OPERATIONS: dict[str, Operation] = {operation.id: operation for operation in _ALL}
