"""What the doctor says, in both languages."""

from __future__ import annotations

from conformance.candidate.operations import Role
from conformance.words import Text

_SHOWN = 80


def start_of(text: str) -> str:
    """Return the start of an answer on one line, cut where it grows too long to show."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def signs_in(role: Role) -> Text:
    """The account is well."""
    return Text(vi=f"tài khoản {role.value} đăng nhập được", en=f"account {role.value} signs in")


def nothing_to_ask(role: Role) -> Text:
    """No reading operation shows whether the account is well."""
    return Text(
        vi=f"không có thao tác đọc nào để thử tài khoản {role.value}",
        en=f"there is no reading operation to try account {role.value} with",
    )


def refused(role: Role, said: str) -> Text:
    """The login was refused."""
    return Text(
        vi=f"tài khoản {role.value} không đăng nhập được ({said})",
        en=f"account {role.value} cannot sign in ({said})",
    )


def locked(role: Role, status: int) -> Text:
    """The account is locked, or the candidate wants fewer attempts."""
    return Text(
        vi=f"tài khoản {role.value} đang bị khóa hoặc bị giới hạn số lần thử (HTTP {status})",
        en=f"account {role.value} is locked or limited in attempts (HTTP {status})",
    )


def no_login_call(called: str, status: int) -> Text:
    """There is no login call at that path."""
    return Text(
        vi=f"không có lời gọi đăng nhập này: {called} trả lời HTTP {status}",
        en=f"there is no such login call: {called} answers HTTP {status}",
    )


def login_breaks(status: int) -> Text:
    """The candidate fails at the login."""
    return Text(
        vi=f"hệ thống bị lỗi khi đăng nhập (HTTP {status})",
        en=f"the system fails at the login (HTTP {status})",
    )


def login_not_json(status: int, text: str) -> Text:
    """The login answers something that is not the API's."""
    start = start_of(text)
    return Text(
        vi=f"đăng nhập trả lời HTTP {status} nhưng không phải JSON: «{start}»"
        if start
        else f"đăng nhập trả lời HTTP {status} với nội dung rỗng",
        en=f"the login answers HTTP {status}, but not JSON: “{start}”"
        if start
        else f"the login answers HTTP {status} with an empty body",
    )


def login_page_again(role: Role, status: int) -> Text:
    """The login form comes back in answer to itself."""
    return Text(
        vi=f"tài khoản {role.value}: biểu mẫu đăng nhập được trả lời bằng một trang "
        f"(HTTP {status}), không được tính là đăng nhập thành công",
        en=f"account {role.value}: the login form is answered with a page (HTTP {status}), which"
        " does not count as success",
    )


def no_token(expression: str, keys: str) -> Text:
    """The login's answer holds no token where the binding says."""
    return Text(
        vi=f"câu trả lời đăng nhập không có gì tại {expression}; các khóa trong đó: {keys}",
        en=f"the login's answer has nothing at {expression}; its keys are: {keys}",
    )


def login_redirects(status: int) -> Text:
    """The login answers with a redirect, which the binding does not call a success."""
    return Text(
        vi=f"đăng nhập trả lời bằng chuyển hướng (HTTP {status}), không được tính là thành công",
        en=f"the login answers with a redirect (HTTP {status}), which does not count as success",
    )


def no_answer_to_login(role: Role, detail: Text) -> Text:
    """No answer to the login."""
    return Text(
        vi=f"đăng nhập tài khoản {role.value} không được trả lời: {detail.vi}",
        en=f"no answer to the login of account {role.value}: {detail.en}",
    )


def budget(total: int) -> Text:
    """All requests are used up."""
    return Text(
        vi=f"đã dùng hết {total} yêu cầu cho phép",
        en=f"all {total} requests that are allowed have been used",
    )


def wrong_refused(role: Role) -> Text:
    """A wrong password is refused, as it should be."""
    return Text(
        vi=f"mật khẩu cố ý sai của tài khoản {role.value} bị từ chối",
        en=f"a deliberately wrong password of account {role.value} is refused",
    )


def wrong_accepted(role: Role) -> Text:
    """A wrong password is accepted."""
    return Text(
        vi=f"mật khẩu cố ý sai của tài khoản {role.value} vẫn đăng nhập được",
        en=f"a deliberately wrong password of account {role.value} signs in",
    )


WRONG_UNTRIED = Text(
    vi="chưa thử được mật khẩu cố ý sai", en="a deliberately wrong password could not be tried"
)
MEND_PASSWORD = Text(
    vi="sửa tên đăng nhập hoặc mật khẩu của tài khoản này (hoặc biến môi trường mà nó chỉ đến)",
    en="mend the user name or the password of this account (or the variable that it points to)",
)
MEND_FORM_LOGIN = Text(
    vi="sửa tên đăng nhập hoặc mật khẩu; nếu trang này nghĩa là đăng nhập được, sửa success của "
    "bước đăng nhập",
    en="mend the user name or the password; if this page means that the login worked, mend the "
    "success expression of the login step",
)
MEND_CAPTURE = Text(
    vi="sửa tên trường, thẻ meta hoặc tham số theo mã nguồn của trang; hoặc sửa đường dẫn của bước "
    "này nếu đó là trang khác",
    en="mend the name of the field, meta or parameter after the page's source; or mend the path of "
    "this step if it is another page",
)
MEND_LOCKED = Text(
    vi="mở khóa tài khoản, hoặc chờ hết thời gian khóa rồi chạy lại",
    en="unlock the account, or wait until the lock ends and run again",
)
MEND_LOGIN_CALL = Text(
    vi="sửa đường dẫn và thân của lời gọi đăng nhập theo tài liệu API của hệ thống, hoặc sửa bases",
    en="mend path and body of the login call after the system's API documents, or mend bases",
)
MEND_TOKEN = Text(
    vi="sửa biểu thức JMESPath cho đúng chỗ có mã phiên trong câu trả lời",
    en="mend the JMESPath expression so that it points at the token in the answer",
)
MEND_SUCCESS = Text(
    vi="nếu chuyển hướng nghĩa là đăng nhập được, khai success cho kiểu xác thực này, ví dụ: "
    "status == `302`; nếu không, sửa mật khẩu",
    en="if a redirect means that the login worked, give this scheme a success expression, e.g. "
    "status == `302`; if not, mend the password",
)
MEND_TEMPLATE = Text(
    vi="sửa mẫu {…} trong lời gọi đăng nhập", en="mend the {…} template of the login call"
)
MEND_BUDGET = Text(vi="tăng budgets.requests_total", en="raise budgets.requests_total")
MEND_CANDIDATE = Text(
    vi="xem nhật ký lỗi của hệ thống; tệp khai báo có thể vẫn đúng",
    en="look at the system's own error log; the candidate file may be right",
)
MEND_ANY_PASSWORD = Text(
    vi="nếu biểu thức success hoặc token của kiểu xác thực quá rộng thì sửa; nếu không, hệ thống "
    "chấp nhận mọi mật khẩu và mọi kết quả sẽ không có giá trị chứng minh",
    en="if the scheme's success or token expression is too wide, mend it; if not, the system takes "
    "any password, and then nothing that it answers proves much",
)
