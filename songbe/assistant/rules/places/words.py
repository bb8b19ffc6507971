"""Words of the language that stand beside names of places. No name of a place stands here: those are the pack's."""

TYPE_WORDS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("thành", "phố"), "city"),
    (("thị", "xã"), "town"),
    (("thị", "trấn"), "township"),
    (("khu", "vực"), "region"),
    (("t", "p"), "city"),
    (("tỉnh",), "province"),
    (("tp",), "city"),
    (("tx",), "town"),
    (("huyện",), "district"),
    (("h",), "district"),
    (("quận",), "urban_district"),
    (("q",), "urban_district"),
    (("phường",), "ward"),
    (("p",), "ward"),
    (("f",), "ward"),
    (("xã",), "commune"),
    (("x",), "commune"),
    (("tt",), "township"),
    (("nước",), "country"),
    (("vùng",), "region"),
)
"""Longest first."""

TIER_OF_TYPE = {
    "province": "province",
    "city": "district",
    "town": "district",
    "district": "district",
    "urban_district": "district",
    "ward": "commune",
    "commune": "commune",
    "township": "commune",
}

AMBIGUOUS_BARE = frozenset({"tinh", "xa", "nuoc", "vung", "quan", "phuong"})
"""Type words that without diacritics are another word too: far, to reckon, to look after, a direction."""

SHORTENED = {
    "ubnd": ("ủy", "ban", "nhân", "dân"),
    "hđnd": ("hội", "đồng", "nhân", "dân"),
    "hdnd": ("hội", "đồng", "nhân", "dân"),
    "vp": ("văn", "phòng"),
    "ql": ("quản", "lý"),
    "bql": ("ban", "quản", "lý"),
    "kcn": ("khu", "công", "nghiệp"),
    "bhxh": ("bảo", "hiểm", "xã", "hội"),
    "ttr": ("thanh", "tra"),
}

FILLERS = frozenset({"và", "các", "của", "-"})
"""Words of an agency's name that people leave out."""

COMMITTEES = (("ủy", "ban", "nhân", "dân"), ("ubnd",), ("ủy", "ban"), ("hđnd", "ubnd"), ("chính", "quyền"))
"""Behind these words a unit means itself: its figures stand by unit."""

LINKS = (
    ("trên", "địa", "bàn"),
    ("trực", "thuộc"),
    ("thuộc",),
    ("của",),
    ("ở",),
    ("tại",),
    ("trong",),
)

CUES = (
    ("so", "với"),
    ("với",),
    ("ở",),
    ("tại",),
    ("của",),
    ("hơn",),
    ("bằng",),
    ("thuộc",),
    ("địa", "bàn"),
    ("còn",),
    ("thế",),
    ("sang",),
    ("từ",),
)
"""Words behind which a name of a place is to be expected."""

ORDINARY = tuple(
    tuple(phrase.split())
    for phrase in (
        "bình an",
        "an bình",
        "hòa bình",
        "thái bình",
        "thống nhất",
        "bình minh",
        "tán thành",
        "tự động hóa",
        "đồng hóa",
        "đại từ",
        "kiến tường",
        "chợ mới",
        "tây nam",
        "đông nam",
        "đầu tiên",
        "bên các",
        "bình thường",
        "định hóa",
        "an định",
        "phụ hoa",
        "thành tuyến",
        "thành hội",
        "tân binh",
        "tần lập",
        "năm định",
        "vinh tân",
        "hải dương học",
        "đồng việt nam",
        "tổ quốc việt nam",
        "tiếng việt nam",
        "đã nâng",
        "đa năng",
        "công an",
        "công ăn",
        "thanh tra",
        "bảo hiểm xã hội",
        "bưu điện",
        "ngân hàng",
        "liên đoàn",
        "trung tâm",
        "văn phòng",
        "ủy ban",
        "tổng công ty",
        "công ty",
        "số lao động",
        "số thông tin",
        "số tài nguyên",
        "số văn hóa",
        "số kế hoạch",
    )
)
"""What anybody says without meaning a place; a capital, a type word or another diacritic makes it a name."""

CROSSING = tuple(
    tuple(phrase.split())
    for phrase in (
        "quy định",
        "xác định",
        "ổn định",
        "nhất định",
        "quyết định",
        "giám định",
        "kiểm định",
        "thẩm định",
        "gia định",
        "bệnh án",
        "dự án",
        "đề án",
        "phương án",
        "đồ án",
        "án phí",
        "chính phủ",
        "bao phủ",
        "phụ nữ",
        "điện tử",
        "điện thoại",
        "điện năng",
        "an toàn",
        "an ninh",
        "an sinh",
        "công an",
        "thanh toán",
        "thanh tra",
        "thanh niên",
        "thanh lý",
        "thành lập",
        "thành viên",
        "thành tích",
        "trung bình",
        "bình quân",
        "bình chọn",
        "hòa giải",
        "tự động",
        "lao động",
        "hoạt động",
        "hành động",
        "vận động",
        "di động",
        "biến động",
        "xã hội",
        "hội nghị",
        "tân tiến",
        "mỹ thuật",
        "lập hồ",
        "thái độ",
        "long trọng",
        "phước lành",
    )
)
"""Ordinary words that end or begin inside a name in small letters: then it is none."""

THING_BEFORE = frozenset({"hồ", "sông", "cầu", "chợ", "núi", "cảng", "suối", "rạch", "hẻm"})
"""Before a name these make it the name of a thing."""

_NO_NAME = """
bao bị cao cho chua chưa co con cua cung còn có cũng của da dat den doan dung duoc duoi dưới dẫn giai giải
gồm hay hoac hoi hoặc hội it khong khác không kia la lo ly là lộ lỵ may minh moi mình mấy mới nam nao ngay
ngoài ngày nhan nhat nhieu nhiều nhu nhà như nhất nhận ntm nào này nông năm quy quý ra rồi sao so số ta tai
tat thang thap theo thi thong thu thuoc thuộc tháng thì thông thấp thế tiep tiếp tren trong truc truong
trên trưởng trực tu tại tất từ uy va ve vien viên voi và vẫn về với xep xếp ít đang đoàn đã đó được đạt đến
đội đứng ở ủy
"""
NO_NAME = frozenset(_NO_NAME.split())
"""Words behind a type word that begin no name."""

NOT_BODY_BEFORE = frozenset({"cơ", "trụ", "co", "tru"})
"""Before the word for a department these make another word: a basis, a seat."""

NUMBER_BEFORE = frozenset({"ky", "thu", "doi", "chi", "he", "ma", "hoa", "con", "tong", "tri", "bao", "nhieu"})
"""Before ``so`` without diacritics these make it a number, a digit or digital."""

BODY_WORDS = ((("sở",), "department"), (("cục",), "vertical"))
"""Words before the name of an agency, which is unknown only where it has capitals: the words are common."""

WIDE = (
    ("cả", "nước"),
    ("toàn", "quốc"),
    ("thế", "giới"),
    ("trung", "bình", "cả", "nước"),
    ("các", "tỉnh", "thành", "phố"),
    ("các", "tỉnh", "thành"),
    ("các", "tỉnh", "khác"),
    ("các", "tỉnh"),
    ("tỉnh", "thành", "phố"),
    ("tỉnh", "thành"),
    ("tỉnh", "khác"),
    ("tỉnh", "nào"),
    ("tỉnh", "bạn"),
)
"""More than the province, by no name of its own. Longest first where they begin alike."""

WHOLE = (
    ("trên", "địa", "bàn", "tỉnh"),
    ("địa", "bàn", "tỉnh"),
    ("toàn", "tỉnh"),
    ("cả", "tỉnh"),
    ("nguyên", "tỉnh"),
    ("khắp", "tỉnh"),
    ("tỉnh", "ta"),
    ("tỉnh", "mình"),
    ("tỉnh", "nhà"),
    ("của", "tỉnh"),
    ("trong", "tỉnh"),
    ("ủy", "ban", "nhân", "dân", "tỉnh"),
    ("ubnd", "tỉnh"),
    ("ioc", "tỉnh"),
)
"""The whole province, even without diacritics."""

NOT_WHOLE_BEFORE = frozenset({"cấp", "liên", "ngoại", "ngoài", "các", "những", "mỗi", "đường", "nhiều", "hiểu"})
NOT_WHOLE_AFTER = frozenset({"nào", "khác", "thành", "lỵ", "lộ", "ủy", "đoàn", "táo", "bạn", "giấc"})
