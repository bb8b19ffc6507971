"""What everybody who speaks Vietnamese knows: words that carry no subject, abbreviations of office life, words of one
meaning. Nothing here is of one province, and no indicator depends on it: it only brings spellings together."""

from types import MappingProxyType


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


EMPTY = _set(
    """
    bao nhieu may nhiu gi nao sao the la thi ma cua cac nhung mot co duoc dat da dang se roi chua khong hay hoac
    va voi cho hoi xem biet giup toi minh em anh chi ong ba a oi nhe nhi vay di lay dum gium coi thu ve tren
    trong o tai tu den vao theo hien nay luc gio dia ban con nua lai ra tinh hinh so lieu thong ke ket qua cu
    tong cong dap cung bang muc ty le ti luong luot phan tram thuoc do kia ay day u ne ha ho oke ok vui long xin
    noi can muon bn bnhieu nhiêu dau chung ta cap nhat gan bay de diem ben bi tuc tham gia nha thoi lam luon
    ai vua it thang nhau xong kip nghe phai ngay buoi chieu sang cai nam nguoi chut bo vu viec deu khi gom ca len xuong
    what is are of in for how many much show me tell please was were an to at on does did by there give us
    """
)
"""Words that ask, join or are polite. In the name of an indicator they weigh as little as in a question."""

ABBREVIATIONS: MappingProxyType[str, str] = MappingProxyType(
    {
        "hs": "hồ sơ",
        "tthc": "thủ tục hành chính",
        "tt": "thủ tục",
        "dvc": "dịch vụ công",
        "dvctt": "dịch vụ công trực tuyến",
        "pakn": "phản ánh kiến nghị",
        "cchc": "cải cách hành chính",
        "cntt": "công nghệ thông tin",
        "cds": "chuyển đổi số",
        "attt": "an toàn thông tin",
        "bhyt": "bảo hiểm y tế",
        "bhxh": "bảo hiểm xã hội",
        "bhtn": "bảo hiểm thất nghiệp",
        "tngt": "tai nạn giao thông",
        "atgt": "an toàn giao thông",
        "sxh": "sốt xuất huyết",
        "nsnn": "ngân sách nhà nước",
        "ns": "ngân sách",
        "dtc": "đầu tư công",
        "xdcb": "xây dựng cơ bản",
        "dn": "doanh nghiệp",
        "htx": "hợp tác xã",
        "kcn": "khu công nghiệp",
        "xnk": "xuất nhập khẩu",
        "xk": "xuất khẩu",
        "nk": "nhập khẩu",
        "gd": "giáo dục",
        "gddt": "giáo dục đào tạo",
        "cqg": "chuẩn quốc gia",
        "noxh": "nhà ở xã hội",
        "cb": "cán bộ",
        "cbcc": "cán bộ công chức",
        "cbccvc": "cán bộ công chức viên chức",
        "ccvc": "công chức viên chức",
        "cq": "cơ quan",
        "cs": "chỉ số",
        "cts": "chứng thư số",
        "cks": "chữ ký số",
        "vb": "văn bản",
        "vbdt": "văn bản điện tử",
        "tk": "tài khoản",
        "nh": "ngân hàng",
        "tp": "thành phố",
        "ubnd": "ủy ban nhân dân",
        "hdnd": "hội đồng nhân dân",
        "csdl": "cơ sở dữ liệu",
        "httt": "hệ thống thông tin",
        "vphc": "vi phạm hành chính",
        "vp": "vi phạm",
        "pccc": "phòng cháy chữa cháy",
        "antt": "an ninh trật tự",
        "ntm": "nông thôn mới",
        "ld": "lao động",
        "gqtthc": "giải quyết thủ tục hành chính",
        "gq": "giải quyết",
        "dh": "đúng hạn",
        "qh": "quá hạn",
        "khgd": "kế hoạch giáo dục",
        "tncn": "thu nhập cá nhân",
        "gtgt": "giá trị gia tăng",
        "tmdt": "thương mại điện tử",
        "kt": "kinh tế",
        "xh": "xã hội",
        "ttt": "thanh toán trực tuyến",
        "tttt": "thông tin truyền thông",
        "pm": "phần mềm",
        "mt": "máy tính",
        "dtth": "doanh thu thu hút",
        "vdt": "vốn đầu tư",
        "sl": "số lượng",
        "bcvt": "bưu chính viễn thông",
        "hsm": "hồ sơ mới",
        "hgd": "hộ gia đình",
        "gplx": "giấy phép lái xe",
        "cccd": "căn cước công dân",
        "gcn": "giấy chứng nhận",
        "qsdd": "quyền sử dụng đất",
        "tnmt": "tài nguyên môi trường",
        "vsmt": "vệ sinh môi trường",
        "hdv": "hướng dẫn viên",
        "tv": "truyền hình",
        "dt": "điện tử",
        "ttdt": "thông tin điện tử",
        "kqxl": "kết quả xử lý",
        "nsld": "năng suất lao động",
        "bts": "trạm thu phát sóng di động bts",
        "ioc": "trung tâm điều hành thông minh ioc",
        "cp": "chính phủ",
    }
)
"""What officials write short -> in full. A question's own initials are read besides, from the names they stand for."""

SAME: tuple[tuple[str, ...], ...] = (
    ("tiếp nhận", "nhận", "nhận vào", "thu nhận", "gửi đến", "nộp vào", "đầu vào", "vô", "đưa tới", "received"),
    (
        "giải quyết",
        "xử lý",
        "xử lí",
        "làm xong",
        "giải quyết xong",
        "xử xong",
        "hoàn tất",
        "trả kết quả",
        "handled",
        "resolved",
    ),
    (
        "quá hạn",
        "trễ hạn",
        "trễ",
        "chậm",
        "chậm trễ",
        "muộn",
        "trễ hẹn",
        "quá hẹn",
        "lố hẹn",
        "lố hạn",
        "overdue",
        "late",
    ),
    ("đúng hạn", "đúng hẹn", "kịp hạn", "kịp thời", "on time"),
    ("trước hạn", "sớm hạn", "sớm hơn hạn", "sớm hẹn", "trước hẹn", "sớm", "early"),
    ("trực tuyến", "online", "qua mạng", "trên mạng", "internet"),
    (
        "thanh toán",
        "trả tiền",
        "đóng tiền",
        "nộp tiền",
        "chi trả",
        "đóng phí",
        "trả phí",
        "nộp phí",
        "đóng lệ phí",
        "nộp lệ phí",
        "chuyển khoản",
        "quẹt thẻ",
        "payment",
        "paid",
    ),
    ("hồ sơ", "đơn", "dossier", "dossiers"),
    ("doanh nghiệp", "công ty", "cty", "hãng", "enterprise", "enterprises"),
    ("người dân", "dân", "công dân", "bà con", "nhân dân", "dân số"),
    ("hài lòng", "ưng ý", "vừa lòng", "vừa ý", "thỏa mãn", "satisfaction"),
    ("vốn đầu tư trực tiếp nước ngoài", "fdi", "vốn ngoại", "đầu tư nước ngoài"),
    ("tai nạn giao thông", "đụng xe", "tông xe", "traffic accidents"),
    ("hộ nghèo", "nhà nghèo", "gia đình nghèo", "nghèo"),
    ("thu ngân sách", "thu ngân khố", "ngân sách thu"),
    ("trạm", "cột", "trụ"),
    ("di động", "điện thoại", "mobile"),
    ("camera", "cam", "máy quay", "mắt thần"),
    ("vi rút", "virus", "mã độc"),
    ("thư rác", "spam", "mail rác", "thư quảng cáo"),
    ("hộp thư", "email", "mail", "thư điện tử"),
    ("chứng thư số", "chữ ký số", "token"),
    ("tài khoản", "account", "acc"),
    ("phản ánh", "kiến nghị", "phản ảnh", "pa", "than phiền", "reports"),
    ("đào tạo", "tập huấn", "bồi dưỡng", "học"),
    ("công chức", "cán bộ", "viên chức", "nhân viên", "cán bộ công chức"),
    ("chuyển đổi số", "dti", "số hóa chính quyền"),
    ("số hóa", "scan", "quét", "digitised"),
    ("xếp hạng", "thứ hạng", "hạng", "thứ bậc", "ranking", "rank"),
    ("trung bình", "bình quân", "average"),
    ("máy tính", "máy vi tính", "computer", "computers"),
    ("hoàn thành", "làm xong", "xây xong"),
    ("thời gian", "thời gian chờ", "bao lâu", "mất bao lâu", "số ngày", "ngày"),
    ("thành lập mới", "mới thành lập", "lập mới", "đăng ký mới", "mở mới", "mới mở", "ra đời"),
    ("giải ngân", "tiêu tiền", "rót vốn"),
    ("tăng trưởng", "tăng", "lớn lên", "growth"),
    ("sự cố", "vụ tấn công", "tấn công", "bị hack"),
    ("an toàn thông tin", "an ninh mạng", "bảo mật", "an toàn mạng"),
    ("ngầm hóa", "hạ ngầm", "chôn", "đi ngầm", "ngầm"),
    ("băng rộng", "cáp quang", "wifi"),
    ("truyền hình", "tivi", "ti vi", "đài"),
    ("trường học", "trường", "trường lớp"),
    ("nhà ở xã hội", "nhà xã hội", "nhà giá rẻ", "nhà thu nhập thấp"),
    ("không khí", "bụi mịn", "ô nhiễm không khí"),
    ("sốt xuất huyết", "sxh", "dịch sốt"),
    ("bảo hiểm y tế", "thẻ bảo hiểm", "bảo hiểm sức khỏe"),
    ("xuất khẩu", "bán ra nước ngoài", "hàng xuất"),
    ("cung cấp", "đưa lên", "triển khai"),
    ("kích hoạt", "cài", "cài đặt", "bật"),
    ("phòng chống mã độc", "bảo vệ", "diệt virus", "chống virus", "chống vi rút"),
    ("cấp", "phát", "cấp phát"),
    ("vi phạm", "lỗi", "sai phạm", "bị phạt"),
)
"""Words that mean the same in these questions. The first is what names of indicators use most."""

FACETS: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {
        "rate": ("bao nhiêu phần trăm", "mấy phần trăm", "phần trăm", "tỷ lệ", "tỉ lệ", "%", "tỷ trọng", "percent"),
        "rank": ("hạng mấy", "thứ mấy", "xếp thứ", "hạng bao nhiêu", "đứng thứ", "xếp hạng", "thứ hạng", "what rank"),
        "money": ("bao nhiêu tiền", "số tiền", "tổng tiền", "bao nhiêu tỷ", "bao nhiêu đồng", "mấy tỷ", "mấy ngàn tỷ"),
        "duration": ("bao lâu", "bao nhiêu ngày", "mấy ngày", "thời gian", "bao nhiêu giờ", "lâu không", "how long"),
        "score": ("bao nhiêu điểm", "mấy điểm", "điểm số", "điểm"),
        "count": ("số lượng", "tổng số", "tổng cộng", "cả thảy", "bao nhiêu bộ", "mấy bộ", "how many"),
    }
)
"""Words that say what sort of number is asked for, in the order in which they are looked for."""

PARTS: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {
        "province": ("cấp tỉnh", "của tỉnh"),
        "district": ("cấp huyện", "các huyện", "ở huyện", "của huyện", "huyện", "district"),
        "commune": ("cấp xã", "các xã", "ở xã", "commune"),
        "department": ("cấp sở", "các sở", "sở ngành", "sở, ngành", "của sở", "ở sở", "department"),
        "specialised": ("chuyên ngành", "specialised"),
        "male": ("nam giới", "đàn ông"),
        "female": ("nữ", "phụ nữ"),
        "urban": ("thành thị", "đô thị"),
        "rural": ("nông thôn",),
    }
)
"""Part of a figure -> what people call it."""

SPELT = _words(
    """
    tháng trước quý năm ngoái nay này tuần qua gần nhất đây đầu cuối nửa ngày hôm kỳ cùng từ đến nhiều ít cao
    thấp bao nhiêu mấy phần trăm tỷ lệ chỉ tiêu mục kế hoạch so với sánh hơn kém tăng giảm thế nào ra sao vì tại
    nơi xếp hạng thứ đứng nghĩa gì tính bằng cách định đạt chưa còn thiếu nữa mới theo từng biến động diễn xu
    hướng huyện phường thành phố thị trấn toàn được không rồi những các dưới trên vượt hồ sơ
    """
)
"""Words of time, place and operation, which are put right before they are looked for when one letter went wrong."""
