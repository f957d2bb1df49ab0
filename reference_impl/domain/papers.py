"""The lawful forms (biểu mẫu), keyed by name: their numbers moved between the two circulars."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reference_impl.domain.codes import Regime


class PaperKind(StrEnum):
    """What a form says, whatever its number."""

    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"
    APOLOGY = "apology"
    STOP = "stop"
    CONTROL = "control-slip"
    REGISTER = "register"


@dataclass(frozen=True, slots=True)
class PaperTitle:
    """Number (``None`` where the circular has no such form), title and sheet of a form."""

    number: str | None
    title: str
    sheet: str = "A5"


_STOP = "Thông báo dừng giải quyết hồ sơ"
_CONTROL = "Phiếu kiểm soát quá trình giải quyết hồ sơ"
_RECEIPT = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
_SUPPLEMENT = "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"
_REFUSAL = "Phiếu từ chối tiếp nhận giải quyết hồ sơ"

TITLES: dict[Regime, dict[PaperKind, PaperTitle]] = {
    "P2018": {
        PaperKind.RECEIPT: PaperTitle("01", _RECEIPT),
        PaperKind.SUPPLEMENT: PaperTitle("02", _SUPPLEMENT),
        PaperKind.REFUSAL: PaperTitle("03", _REFUSAL),
        PaperKind.APOLOGY: PaperTitle("04", "Phiếu xin lỗi và hẹn lại ngày trả kết quả"),
        PaperKind.STOP: PaperTitle(None, _STOP),
        PaperKind.CONTROL: PaperTitle("05", _CONTROL),
        PaperKind.REGISTER: PaperTitle("06", "Sổ theo dõi hồ sơ", "A4"),
    },
    "P2025": {
        PaperKind.RECEIPT: PaperTitle("01", _RECEIPT),
        PaperKind.SUPPLEMENT: PaperTitle("02", _SUPPLEMENT),
        PaperKind.REFUSAL: PaperTitle("03", _REFUSAL),
        PaperKind.APOLOGY: PaperTitle(
            "04", "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết"
        ),
        PaperKind.STOP: PaperTitle("05", _STOP),
        PaperKind.CONTROL: PaperTitle("06", _CONTROL),
        PaperKind.REGISTER: PaperTitle("07", "Sổ theo dõi hồ sơ", "A4"),
    },
}
