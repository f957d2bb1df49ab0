"""What can go wrong, said in words: one exception, one table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field or component of a request."""

    field: str
    code: str
    vi: str
    en: str


TABLE: dict[str, tuple[int, str, str]] = {
    "invalid-request": (422, "Dữ liệu gửi lên không hợp lệ", "The request is not valid"),
    "malformed-request": (400, "Yêu cầu không đúng định dạng", "The request is malformed"),
    "form-not-ours": (
        403,
        "Biểu mẫu không do trang này tạo ra hoặc đã cũ; hãy tải lại trang rồi gửi lại",
        "The form was not made by this page, or is stale; reload the page and send it again",
    ),
    "login-required": (401, "Cần đăng nhập", "Login required"),
    "session-ended": (401, "Phiên làm việc đã hết hạn hoặc bị thu hồi", "The session has ended"),
    "wrong-credentials": (
        401,
        "Tên đăng nhập hoặc mật khẩu không đúng",
        "Wrong user name or password",
    ),
    "account-locked": (
        403,
        "Tài khoản tạm khóa do nhập sai mật khẩu nhiều lần",
        "The account is locked after repeated wrong passwords",
    ),
    "account-idle": (
        403,
        "Tài khoản đã bị vô hiệu hóa vì 45 ngày không sử dụng; liên hệ quản trị để mở lại",
        "The account is disabled: idle for 45 days; ask the administrator to enable it",
    ),
    "account-disabled": (403, "Tài khoản đã bị vô hiệu hóa", "The account is disabled"),
    "forbidden": (403, "Không có quyền thực hiện", "Not permitted"),
    "not-found": (404, "Không tìm thấy", "Not found"),
    "dossier-not-found": (404, "Không tìm thấy hồ sơ", "Dossier not found"),
    "procedure-not-found": (404, "Không tìm thấy thủ tục hành chính", "Procedure not found"),
    "illegal-transition": (
        409,
        "Hồ sơ đang ở trạng thái không cho phép thao tác này",
        "The dossier's state does not allow this action",
    ),
    "conflict": (409, "Dữ liệu vừa được người khác thay đổi", "Changed by somebody else meanwhile"),
    "procedure-incomplete": (
        422,
        "Thủ tục thiếu nội dung bắt buộc nên không được mở tiếp nhận",
        "The procedure lacks mandatory content and cannot be opened",
    ),
    "dossier-incomplete": (
        422,
        "Hồ sơ chưa đầy đủ theo quy định",
        "The dossier is not complete",
    ),
    "dossier-not-editable": (
        409,
        "Hồ sơ đã nộp, không sửa được",
        "The dossier has been submitted and cannot be edited",
    ),
    "paper-not-digitised": (
        422,
        "Hồ sơ giấy phải được số hóa trước khi tiếp nhận",
        "A paper dossier must be scanned before acceptance",
    ),
    "channel-not-offered": (
        422,
        "Thủ tục không tiếp nhận qua hình thức này",
        "The procedure is not offered through this channel",
    ),
    "supplement-already-requested": (
        409,
        "Chỉ được yêu cầu bổ sung một lần ở mỗi giai đoạn",
        "A supplement may be asked only once at this stage",
    ),
    "supplement-too-late": (
        409,
        "Đã quá thời hạn thông báo bổ sung hồ sơ",
        "The time for a supplement notice has passed",
    ),
    "item-not-published": (
        422,
        "Giấy tờ yêu cầu bổ sung không có trong thành phần hồ sơ đã công bố",
        "The item is not in the published components and no legal basis is given",
    ),
    "reason-required": (422, "Phải nêu rõ lý do", "A reason is required"),
    "already-extended": (
        409,
        "Chỉ được hẹn lại không quá một lần",
        "A new date may be set at most once",
    ),
    "extension-too-late": (
        409,
        "Phải xin lỗi và hẹn lại chậm nhất 01 ngày trước ngày hẹn trả",
        "The apology is due at the latest one day before the appointed date",
    ),
    "date-not-later": (
        422,
        "Ngày hẹn mới phải sau ngày hẹn cũ",
        "The new date must be later than the old one",
    ),
    "not-in-transit": (
        409,
        "Hồ sơ không đang chờ xác nhận nhận",
        "The dossier is not in transit",
    ),
    "work-has-begun": (
        409,
        "Hồ sơ đã được phân công xử lý",
        "The dossier is already being worked on",
    ),
    "opinions-outstanding": (
        409,
        "Còn ý kiến phối hợp chưa được trả lời; im lặng không phải là đồng ý",
        "Opinions are outstanding; silence is not consent",
    ),
    "tasks-outstanding": (
        409,
        "Cơ quan phối hợp chưa hoàn thành phần việc",
        "A participating agency has not finished its task",
    ),
    "wrong-order": (
        409,
        "Chưa đến lượt cơ quan này xử lý",
        "It is not yet the turn of this agency",
    ),
    "not-responsible": (
        403,
        "Hồ sơ được phân công cho người khác",
        "The dossier is assigned to somebody else",
    ),
    "no-proposal": (409, "Chưa có đề xuất kết quả", "No result has been proposed"),
    "self-approval": (
        403,
        "Người đề xuất không được tự phê duyệt",
        "Whoever proposed may not approve",
    ),
    "free-of-charge": (
        409,
        "Thủ tục được miễn phí, không được yêu cầu nộp tiền",
        "The procedure is free; no payment may be demanded",
    ),
    "amount-not-published": (
        422,
        "Số tiền yêu cầu nộp khác mức phí, lệ phí đã công bố",
        "The amount differs from the published fee",
    ),
    "fee-unpaid": (409, "Chưa hoàn thành nghĩa vụ tài chính", "A fee has not been paid"),
    "already-paid": (409, "Khoản này đã được nộp", "This fee has already been paid"),
    "authorisation-required": (
        422,
        "Người nhận thay phải có giấy ủy quyền",
        "A proxy needs an authorisation",
    ),
    "originals-not-returned": (
        422,
        "Phải trả lại bản chính đã thu để đối chiếu",
        "Originals taken for comparison must be given back",
    ),
    "early-result-not-announced": (
        409,
        "Phải thông báo trước cho người nộp khi có kết quả sớm",
        "An early result must be announced beforehand",
    ),
    "receipt-exists": (409, "Giấy tiếp nhận đã được cấp", "The receipt has already been issued"),
    "not-immediate": (
        409,
        "Thủ tục không thuộc loại trả kết quả ngay",
        "The procedure is not one with an immediate result",
    ),
    "not-finished": (409, "Hồ sơ chưa kết thúc", "The dossier is not finished"),
    "already-rated": (409, "Hồ sơ đã được đánh giá", "The dossier has already been rated"),
    "result-not-ready": (404, "Chưa có kết quả", "There is no result yet"),
    "file-too-large": (413, "Tệp vượt quá dung lượng cho phép", "The file is too large"),
    "file-type-refused": (
        415,
        "Loại tệp không được chấp nhận hoặc nội dung không khớp với loại tệp",
        "The type of file is not accepted, or the content does not match it",
    ),
    "file-empty": (422, "Tệp rỗng", "The file is empty"),
    "code-numbers-exhausted": (
        503,
        "Đã hết số hồ sơ trong ngày",
        "The numbers of the day are exhausted",
    ),
    "idempotency-mismatch": (
        422,
        "Khóa chống trùng đã dùng cho yêu cầu khác",
        "The idempotency key was used for another request",
    ),
    "user-exists": (409, "Tên đăng nhập đã tồn tại", "The user name is taken"),
    "version-exists": (409, "Phiên bản đã tồn tại", "The version exists already"),
    "method-not-allowed": (405, "Phương thức không được hỗ trợ", "Method not allowed"),
    "internal": (500, "Lỗi hệ thống", "Internal error"),
}


class ProblemError(Exception):
    """A request that cannot be granted; ``code`` is a key of ``TABLE``."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        fields: tuple[FieldProblem, ...] = (),
        status: int | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.http_status, self.vi, self.en = TABLE[code]
        self.detail = detail
        self.fields = fields
        self.dossier_status = status


def missing(field: str, vi: str, en: str) -> FieldProblem:
    """Return the problem of a required ``field`` that was not given."""
    return FieldProblem(field, "missing", vi, en)
