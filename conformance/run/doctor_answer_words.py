"""What the doctor says of an answer to a reading operation, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.candidate.operations import Operation
from conformance.run.doctor_words import start_of
from conformance.words import Text


def works(operation: Operation, count: int | None) -> Text:
    """The operation does what the binding says."""
    if count is None:
        return Text(vi=f"{operation.title.vi}: được", en=f"{operation.title.en}: works")
    return Text(
        vi=f"{operation.title.vi}: được, {count} bản ghi",
        en=f"{operation.title.en}: works, {count} records",
    )


def no_answer(operation: Operation, detail: Text) -> Text:
    """Nothing came back."""
    return Text(
        vi=f"{operation.title.vi}: không có câu trả lời; {detail.vi}",
        en=f"{operation.title.en}: no answer; {detail.en}",
    )


def not_accepted(operation: Operation, said: str) -> Text:
    """The candidate did not do it."""
    return Text(
        vi=f"{operation.title.vi}: không thực hiện được ({said})",
        en=f"{operation.title.en}: not done ({said})",
    )


def no_such_thing(operation: Operation, said: str) -> Text:
    """The candidate does not know what the test data name."""
    return Text(
        vi=f"hệ thống không có giá trị này ({operation.title.vi}: {said})",
        en=f"the candidate has no such thing ({operation.title.en}: {said})",
    )


def none_of_the_codes(count: int, said: str) -> Text:
    """None of the procedures is there: rather the call is wrong than every code."""
    return Text(
        vi=f"không đọc được thủ tục nào trong {count} mã thủ tục đã khai ({said})",
        en=f"none of the {count} procedure codes can be read ({said})",
    )


def not_this_api(url: str, tried: int, said: Text) -> Text:
    """Something answers at the address, but not this API."""
    return Text(
        vi=f"{url} có trả lời nhưng không phải API mà tệp mô tả: không thao tác nào trong {tried} "
        f"thao tác đọc thực hiện được (ví dụ: {said.vi})",
        en=f"{url} answers, but not as the API that the file describes: none of {tried} reading "
        f"operations works (for example: {said.en})",
    )


def always_breaks(url: str, tried: int) -> Text:
    """The candidate fails at everything."""
    return Text(
        vi=f"{url}: cả {tried} thao tác đọc đều bị lỗi phía hệ thống (5xx)",
        en=f"{url}: all {tried} reading operations fail on the system's side (5xx)",
    )


def empty_list(operation: Operation, expression: str, keys: str) -> Text:
    """A list came back empty that never is."""
    return Text(
        vi=f"{operation.title.vi}: danh sách tại {expression} rỗng; các khóa: {keys}",
        en=f"{operation.title.en}: the list at {expression} is empty; the keys are: {keys}",
    )


def no_fields(operation: Operation) -> Text:
    """The binding maps nothing of the answer."""
    return Text(
        vi=f"{operation.title.vi}: chưa ánh xạ trường nào, nên không phép kiểm tra nào đọc được",
        en=f"{operation.title.en}: no field is mapped, so that no check can read anything",
    )


def all_empty(operation: Operation, expression: str, keys: str) -> Text:
    """Every mapped field came back empty."""
    return Text(
        vi=f"{operation.title.vi}: mọi trường đều trống trong bản ghi tại {expression}; "
        f"các khóa ở đó: {keys}",
        en=f"{operation.title.en}: every field is empty in the record at {expression}; "
        f"the keys there are: {keys}",
    )


def empty_fields(operation: Operation, empty: Mapping[str, str], keys: str) -> Text:
    """Some mapped fields came back empty."""
    listed = ", ".join(f"{name} ← {path}" for name, path in empty.items())
    return Text(
        vi=f"{operation.title.vi}: không có gì tại {listed}; các khóa ở đó: {keys}",
        en=f"{operation.title.en}: there is nothing at {listed}; the keys there are: {keys}",
    )


def garbled_field(operation: Operation, name: str, path: str, said: str, keys: str) -> Text:
    """A field came back in a form that it cannot have."""
    return Text(
        vi=f"{operation.title.vi}: trường {name} ({path}) không đọc được: {said}; các khóa: {keys}",
        en=f"{operation.title.en}: field {name} ({path}) cannot be read: {said}; keys: {keys}",
    )


def nothing_there(operation: Operation, expression: str, keys: str) -> Text:
    """The record, or the list, is not where the binding says."""
    return Text(
        vi=f"{operation.title.vi}: không có bản ghi tại {expression}; các khóa: {keys}",
        en=f"{operation.title.en}: there is no record at {expression}; the keys are: {keys}",
    )


def not_json(operation: Operation, status: int | None, raw: str) -> Text:
    """The answer is no JSON."""
    start = start_of(raw)
    vi = f"«{start}»" if start else "nội dung rỗng"
    en = f"“{start}”" if start else "an empty body"
    return Text(
        vi=f"{operation.title.vi}: HTTP {status} nhưng không phải JSON: {vi}",
        en=f"{operation.title.en}: HTTP {status}, but not JSON: {en}",
    )


def redirects(operation: Operation, status: int) -> Text:
    """The answer is a redirect."""
    return Text(
        vi=f"{operation.title.vi}: bị chuyển hướng (HTTP {status}), thường là đến trang đăng nhập",
        en=f"{operation.title.en}: redirected (HTTP {status}), most often to a login page",
    )


def no_success(operation: Operation, status: int | None, keys: str) -> Text:
    """The success expression does not hold."""
    return Text(
        vi=f"{operation.title.vi}: HTTP {status} nhưng biểu thức success không đúng; các khóa: "
        f"{keys}",
        en=f"{operation.title.en}: HTTP {status}, but the success expression does not hold; the "
        f"keys are: {keys}",
    )


def other_code(found: str) -> Text:
    """Another procedure came back than was asked for."""
    return Text(
        vi=f"hỏi mã này nhưng hệ thống trả về thủ tục mã {found}",
        en=f"asked for this code, the candidate returns the procedure {found}",
    )


MEND_CALL = Text(
    vi="đối chiếu lời gọi (đường dẫn, tham số, success) với tài liệu API của hệ thống",
    en="hold the call (path, parameters, success) against the system's API documents",
)
MEND_ITEM = Text(
    vi="sửa biểu thức JMESPath item hoặc items cho đúng chỗ có bản ghi",
    en="mend the JMESPath item or items so that it points at the record",
)
MEND_ITEMS = Text(
    vi="sửa items nếu danh sách ở chỗ khác; hoặc nạp dữ liệu thử vào hệ thống",
    en="mend items if the list is elsewhere; or load test data into the system",
)
MEND_FIELDS = Text(
    vi="sửa JMESPath của các trường này theo các khóa ở trên; trường mà hệ thống không có thì bỏ",
    en="mend the JMESPath of these fields after the keys above; leave out what it does not show",
)
MEND_FIELD = Text(
    vi="sửa path, date hoặc map của trường này",
    en="mend path, date or map of this field",
)
MEND_CODE = Text(
    vi="sửa mã, hoặc nạp dữ liệu này vào hệ thống thử nghiệm",
    en="mend the code, or load it into the system under test",
)
MEND_RIGHTS = Text(
    vi="cấp quyền cho tài khoản này, hoặc chỉ tài khoản khác bằng role của thao tác",
    en="give this account the right, or name another account with the operation's role",
)
MEND_SYSTEM = Text(
    vi="xem nhật ký lỗi của hệ thống; tệp khai báo có thể vẫn đúng",
    en="look at the system's own error log; the candidate file may be right",
)
MEND_ABSENT = Text(
    vi="sửa lời gọi; nếu hệ thống không có chức năng này, khai absent kèm lý do (chức năng bắt "
    "buộc mà thiếu là không đạt)",
    en="mend the call; if the system lacks the function, say absent with the reason (a mandatory "
    "one that is lacking fails)",
)
MEND_ADDRESS = Text(
    vi="sửa địa chỉ (máy chủ, cổng, đường dẫn gốc) trong bases",
    en="mend the address (host, port, root path) in bases",
)
