"""What the columns of facts and the words in them are called, for people. One list for every screen and sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy, override

from songbe.kernel.numbers import Locale

COLUMN_NAMES = {
    "id": gettext_lazy("Mã"),
    "agency": gettext_lazy("Cơ quan xử lý"),
    "unit": gettext_lazy("Đơn vị hành chính"),
    "sector": gettext_lazy("Lĩnh vực"),
    "source": gettext_lazy("Nguồn"),
    "simulated": gettext_lazy("Mô phỏng"),
    "procedure": gettext_lazy("Thủ tục"),
    "procedure_tier": gettext_lazy("Cấp thực hiện"),
    "receiving_agency": gettext_lazy("Nơi tiếp nhận"),
    "channel": gettext_lazy("Kênh"),
    "online_level": gettext_lazy("Mức trực tuyến"),
    "received_at": gettext_lazy("Tiếp nhận"),
    "due_at": gettext_lazy("Hẹn trả lần đầu"),
    "due_now_at": gettext_lazy("Hẹn trả hiện hành"),
    "overdue_at": gettext_lazy("Quá hạn từ"),
    "finished_at": gettext_lazy("Giải quyết xong"),
    "returned_at": gettext_lazy("Trả kết quả"),
    "state": gettext_lazy("Trạng thái"),
    "working_days": gettext_lazy("Số ngày làm việc"),
    "supplements": gettext_lazy("Số lần bổ sung"),
    "new_dates": gettext_lazy("Số lần hẹn lại"),
    "digitised_in_at": gettext_lazy("Số hóa hồ sơ"),
    "digitised_out_at": gettext_lazy("Số hóa kết quả"),
    "reused": gettext_lazy("Dùng lại giấy tờ số"),
    "fee_vnd": gettext_lazy("Phí, lệ phí (đồng)"),
    "paid_vnd": gettext_lazy("Đã nộp (đồng)"),
    "paid_online_at": gettext_lazy("Thanh toán trực tuyến"),
    "rating": gettext_lazy("Điểm đánh giá"),
    "applicant": gettext_lazy("Người nộp"),
    "post_return": gettext_lazy("Trả qua bưu chính"),
    "essential": gettext_lazy("Dịch vụ thiết yếu"),
    "internal": gettext_lazy("Nội bộ"),
    "linked": gettext_lazy("Liên thông"),
    "from_on": gettext_lazy("Từ ngày"),
    "to_on": gettext_lazy("Đến ngày"),
    "tier": gettext_lazy("Cấp"),
    "published": gettext_lazy("Đã công khai"),
    "payable": gettext_lazy("Có thu phí"),
    "digitisable": gettext_lazy("Phải số hóa"),
    "digitisation_flow": gettext_lazy("Có quy trình số hóa"),
    "fee_free": gettext_lazy("Miễn phí"),
    "named": gettext_lazy("Được nêu tên"),
    "category": gettext_lazy("Loại"),
    "acknowledged_at": gettext_lazy("Xác nhận"),
    "answered_at": gettext_lazy("Trả lời"),
    "agencies": gettext_lazy("Số cơ quan cùng xử lý"),
    "reopened": gettext_lazy("Số lần mở lại"),
    "duplicate": gettext_lazy("Trùng"),
    "public": gettext_lazy("Công khai"),
    "missed": gettext_lazy("Bị nhỡ"),
    "wait_seconds": gettext_lazy("Chờ máy (giây)"),
    "dossier": gettext_lazy("Hồ sơ"),
    "purpose": gettext_lazy("Nội dung thu"),
    "method": gettext_lazy("Cách thanh toán"),
    "amount_vnd": gettext_lazy("Số tiền (đồng)"),
    "created_at": gettext_lazy("Lập lúc"),
    "paid_at": gettext_lazy("Thanh toán lúc"),
    "register": gettext_lazy("Sổ"),
    "entry": gettext_lazy("Mục trong sổ"),
    "detail": gettext_lazy("Chi tiết"),
    "quantity": gettext_lazy("Số lượng"),
    "counter": gettext_lazy("Bộ đếm"),
    "on_date": gettext_lazy("Ngày"),
    "item": gettext_lazy("Loại tin"),
    "topic": gettext_lazy("Chủ đề"),
    "language": gettext_lazy("Ngôn ngữ"),
    "published_on": gettext_lazy("Ngày đăng"),
    "feedback": gettext_lazy("Có góp ý"),
    "views": gettext_lazy("Lượt xem"),
    "answered": gettext_lazy("Đã trả lời"),
}

WORDS = {
    "online": gettext_lazy("trực tuyến"),
    "online_assisted": gettext_lazy("trực tuyến, nộp hộ"),
    "counter": gettext_lazy("tại quầy"),
    "postal": gettext_lazy("bưu chính"),
    "phone": gettext_lazy("điện thoại"),
    "web": gettext_lazy("trang web"),
    "app": gettext_lazy("ứng dụng di động"),
    "zalo": gettext_lazy("Zalo"),
    "email": gettext_lazy("thư điện tử"),
    "fanpage": gettext_lazy("trang mạng xã hội"),
    "full": gettext_lazy("toàn trình"),
    "partial": gettext_lazy("một phần"),
    "info": gettext_lazy("cung cấp thông tin"),
    "registered": gettext_lazy("mới đăng ký"),
    "processing": gettext_lazy("đang giải quyết"),
    "supplement": gettext_lazy("chờ bổ sung"),
    "financial": gettext_lazy("chờ nghĩa vụ tài chính"),
    "stopped": gettext_lazy("tạm dừng"),
    "finished": gettext_lazy("đã xong"),
    "returned": gettext_lazy("đã trả kết quả"),
    "refused": gettext_lazy("từ chối"),
    "withdrawn": gettext_lazy("người nộp rút"),
    "received": gettext_lazy("đã tiếp nhận"),
    "assigned": gettext_lazy("đã chuyển xử lý"),
    "answered": gettext_lazy("đã trả lời"),
    "closed": gettext_lazy("đã đóng"),
    "rejected": gettext_lazy("không tiếp nhận"),
    "citizen": gettext_lazy("người dân"),
    "enterprise": gettext_lazy("doanh nghiệp"),
    "organisation": gettext_lazy("tổ chức"),
    "foreigner": gettext_lazy("người nước ngoài"),
    "province": gettext_lazy("cấp tỉnh"),
    "district": gettext_lazy("cấp huyện"),
    "commune": gettext_lazy("cấp xã"),
    "settled": gettext_lazy("đã thanh toán"),
    "created": gettext_lazy("đã lập"),
    "failed": gettext_lazy("không thành công"),
    "refunded": gettext_lazy("đã hoàn"),
    "national_platform": gettext_lazy("cổng thanh toán quốc gia"),
    "bank": gettext_lazy("ngân hàng"),
    "qr": gettext_lazy("mã QR"),
    "cash": gettext_lazy("tiền mặt"),
}
"""Words that every province shares; a word of a pack stands as it is."""

SHARED = frozenset({"channel", "online_level", "state", "applicant", "procedure_tier", "tier", "method"})
"""Columns whose words may be those that every province shares."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language. own: (column, word) -> the pack's name for it in Vietnamese and in English."""

    locale: Locale
    own: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    def column(self, column: str) -> str:
        """Return a column's name; the column itself if it has none yet."""
        with override(self.locale):
            return str(COLUMN_NAMES.get(column, column))

    def value(self, column: str, word: str) -> str:
        """Return what a word of a column means; the word itself if nobody named it."""
        named = self.own.get((column, word))
        if named:
            return named[self.locale == "en"]
        if column not in SHARED:
            return word
        with override(self.locale):
            return str(WORDS.get(word, word))
