"""The forms in which people say what is to be done, in letters without diacritics: any of some phrases, whole words."""

import re

NUMBER = r"(\d+(?:[.,]\d+)*)"
DIGITS_IN_WORDS = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "ten": 10,
}
COUNT = r"(\d{1,3}|" + "|".join(DIGITS_IN_WORDS) + ")"
OF_A_HUNDRED = re.compile(r"(?<!\w)cu (?:moi )?(?:100|10|mot tram|muoi|tram) (?:\w+ ){1,4}(?:thi|la|co|duoc|moi)")
PLACE_WORDS = (
    r"(?:don vi|dia phuong|huyen(?: thi)?|thi xa|thanh pho|quan|xa(?:,? ?phuong)?(?:,? ?thi tran)?|phuong(?:,? ?xa)?"
    r"|thi tran|so(?:,? ?(?:ban,? ?)?nganh)?|co quan|noi|cho|districts?|communes?|departments?|places?)"
)
_WHO = r"(?:noi nao|ben nao|cho nao|dia phuong nao|don vi nao|huyen nao|co quan nao|so nao|xa nao|phuong nao)"
_GOAL = r"(?:chi tieu|muc tieu|ke hoach|du toan|dich(?! vu| benh)|moc|nguong)"
_OF_GOAL = r"(?: (?:nam(?: nay)?|giao|de ra|dat ra|duoc giao|tinh giao|da de ra|top \d+))*"
_HOW = r"(?:the nao|ra sao|nhu the nao|nhu nao|bang cach nao|bang gi|sao|kieu gi|theo cach nao|lam sao)"


def any_of(*forms: str) -> re.Pattern[str]:
    """Return what finds any of some forms as whole words, in letters without diacritics; which one, its group says."""
    return re.compile("|".join(rf"(?P<form{at}>(?<!\w)(?:{form})(?!\w))" for at, form in enumerate(forms)))


EXPLAIN = any_of(
    r"vi sao",
    r"tai sao",
    r"vi dau",
    r"do dau",
    r"sao lai",
    r"(?:ly|li) do(?: gi| nao)?",
    r"nguyen (?:nhan|do)(?: gi| nao)?",
    r"do gi ma",
    r"li do",
    r"vi ly do gi",
    r"yeu to nao",
    r"do (?:nhung )?(?:dia phuong|dia ban|don vi|linh vuc|noi|huyen|so nganh|so|xa|phuong|co quan) nao"
    r"(?! (?:cham|tinh|cong bo|danh gia|xep|do|khao sat|phu trach|quan ly|chu tri|bao cao|chiu|ban hanh|lam))",
    r"(?:tap trung|chu yeu|phan lon|da phan)(?: \w+){0,4} (?:dia phuong|dia ban|don vi|linh vuc|noi|co quan|huyen) nao",
    r"co gi ma",
    r"why",
    r"what caused",
)
EXPLAIN_FIRST = re.compile(
    r"^\W*(?:the |vay |ma )?sao (?=.*(?<!\w)(?:tang|giam|thap|cao|cham|sut|nhieu|it|kem|khong|tut|len|xuong|tre)(?!\w))"
)
CHANGE = any_of(
    r"(?:lai )?(?:thap|cao|giam|tang|cham|sut|tut|len|xuong|nhieu|it|kem|khong tang|khong giam)"
    r"(?: (?:manh|the|vay|xuong|di|len|qua|hon|han|nhu vay|nhu the|the nay|du|ghe))*"
)
DEFINITION = any_of(
    r"(?:co )?nghia la (?:gi|sao)",
    r"y nghia(?: la)?(?: gi)?",
    r"la (?:cai |chi so |chi tieu |khai niem |con so )?gi",
    r"la sao",
    r"la the nao",
    r"dinh nghia(?: ra sao| the nao| la gi)?",
    r"cach (?:tinh|do|xac dinh|dem)(?: toan)?(?: the nao| ra sao)?",
    rf"(?:duoc )?(?:tinh|do|dem|xac dinh|do luong|tinh toan|cham|cham diem) {_HOW}",
    r"(?:duoc )?(?:tinh|dem)(?: \w+){0,2} (?:tren|tu|theo)"
    r" (?:mau so|co so|so lieu|nhung|cai|cong thuc|gi)(?: nao| gi)?",
    r"(?:do|tinh|dem|cham)(?: diem)? (?:cai |nhung )?gi",
    r"(?:the nao|nhu the nao) (?:thi |moi )?(?:la|duoc (?:tinh|coi|xem|goi|dem)(?: la)?)",
    r"la nhung (?:\w+ ){0,4}(?:nao|gi)(?: duoc (?:tinh|dem))?",
    r"(?:gom|bao gom|ke ca|tinh ca) (?:nhung )?(?:gi|cai gi|loai nao|nhung ai)",
    r"cong thuc(?: tinh)?(?: la gi| the nao)?",
    rf"(?:duoc )?hieu {_HOW}",
    r"khai niem",
    r"khi nao (?:thi )?(?:moi )?(?:bi |duoc )?(?:coi|tinh|xem|goi|dem)(?: la)?",
    r"(?:bi|duoc) (?:coi|tinh|xem|goi|dem) la (?:\w+ ){1,8}khi nao",
    r"dua (?:tren|vao) (?:nhung |cai )?(?:gi|dau|tieu chi nao)",
    r"ai (?:xep|cham|do|dem|tinh|danh gia|khao sat|cong bo)(?: (?:hang|diem))?",
    r"de lam gi",
    r"noi len (?:dieu )?(?:gi|chi)",
    r"cho biet (?:dieu )?(?:gi|chi)",
    r"phan anh (?:dieu )?gi",
    r"(?:do|tinh|dem) (?:cai )?chi",
    r"co (?:bi |duoc )?(?:tinh|gop|nam|tru|gom|bao gom|ke|dem)(?! trong muc)(?: ca| chung| vao| them| trong)? +"
    r"(?:\w+ +){0,9}(?:khong|hong|ko|chua)",
    r"la (?:lai )?(?:\w+ )?(?:\w+ )?(?:sim|loai|lam|kieu) (?:\w+ )?(?:gi|nao)",
    r"(?:tinh|dem|do|cham)(?: \w+){0,2} (?:theo|tren|o|vao) (?:\w+ ){1,3}nao",
    r"(?:la )?dem (?:nhung |cac )?(?:\w+ ){1,3}nao",
    r"noi ve (?:cai )?gi",
    r"khac (?:\w+ ){1,9}(?:o )?(?:diem|cho) nao",
    r"phan biet (?:giup|gium|ho|cho)(?: toi| em| minh)?",
    r"(?:thong ke|tinh|do|dem)(?: \w+){0,4} (?:theo kieu (?:gi|nao)|bang cach nao|theo cach nao)",
    r"(?:the nao|nhu the nao|cai gi|khi nao) (?:thi )?(?:moi )?(?:duoc |bi )?(?:goi|xep|tinh|coi|xem) la(?: mot)?",
    r"(?:cau thanh|hinh thanh|tong hop) tu (?:dau|gi|nhung gi)",
    r"la (?:\w+ ){1,2}gi(?= ?(?:vay|the|day|a|nhi|\W*$))",
    r"la loai (?:\w+ ){1,2}nao",
    r"gom (?:nhung )?(?:\w+ ){1,3}gi",
    r"hieu theo (?:nghia|kieu|cach) (?:nao|gi)",
    r"tinh tu (?:dau|luc nao|khi nao|ngay nao)",
    r"(?:chuan|tieu chuan|tieu chi|quy dinh) nao (?:duoc )?(?:dung|ap dung|de)(?: de)?(?: xac dinh)?",
    r"(?:the hien|bieu thi|dien ta) (?:dieu )?gi",
    r"(?:gom|co) (?:may|bao nhieu|nhung|cac) (?:thanh phan|tru cot|tieu chi|noi dung|nhom)(?: nao| gi)?",
    r"don vi (?:tinh|do)(?: luong)?(?: la)?(?: gi)?",
    r"can cu (?:vao )?(?:dau|gi|dieu gi|tieu chi nao)",
    r"(?:la )?viet tat(?: cua)?(?: tu| chu| cum tu)?(?: gi| nao)?",
    r"thang diem(?: la)? (?:may|bao nhieu|nao)",
    r"(?:do|boi) (?:ai|co quan nao|don vi nao|to chuc nao|bo nao|so nao) (?:\w+ ){0,2}"
    r"(?:cham|tinh|cong bo|danh gia|xep|khao sat|thuc hien|ban hanh|cung cap)",
    r"chia (?:cho )?(?:cai )?gi",
    r"(?:giai nghia|dien giai)",
    r"so voi (?:nhung )?(?:tinh|dia phuong|tinh thanh) nao",
    r"lay tu (?:nguon |he thong )?(?:nao|dau)",
    r"(?:nao|the nao) thi (?:moi )?duoc (?:dem|tinh|ghi nhan|coi|xem)(?: la)?",
    r"(?:tinh|lay|gop|cau thanh|gom|la) (?:tu )?nhung (?:ai|gi|\w+(?: \w+)? nao)",
    r"la (?:\w+ ){1,5}kieu gi",
    r"tinh theo (?:\w+ ){1,4}hay(?: \w+)?",
    r"khac nhau (?:o )?(?:cho|diem|dau)(?: nao)?",
    r"giai thich(?: giup)?(?: chi (?:so|tieu))?",
    r"phuong phap (?:tinh|do)",
    r"(?:do|cua) (?:ai|co quan nao|don vi nao|so nao)"
    r" (?:chiu trach nhiem|phu trach|chu tri|quan ly|bao cao|theo doi|cong bo)",
    r"(?:ai|co quan nao|don vi nao|so nao) (?:chiu trach nhiem|phu trach|chu tri|quan ly|cong bo|bao cao|tong hop)"
    r"(?: (?:chi tieu|chi so|so lieu|so))?(?: nay)?",
    r"lay (?:so lieu )?(?:tu|o) dau",
    r"nguon (?:so lieu|du lieu)(?: o dau| nao| la gi| tu dau)?",
    r"mau so (?:la )?(?:gi|nao)",
    r"tu so (?:la )?(?:gi|nao)",
    r"what is (?:the )?(?:meaning|definition)(?: of)?",
    r"what does .{0,60}mean",
    r"how is .{0,60}(?:calculated|computed|measured|defined)",
    r"define",
    r"definition of",
)
TARGET = any_of(
    r"(?:da |co )?(?:dat|du|vuot)(?: \w+){0,3} (?:de ra|dat ra|duoc giao|giao|yeu cau)(?: chua| khong| hay chua)*",
    r"(?:con )?(?:thieu hay (?:du|thua)|(?:du|thua) hay (?:con )?thieu)",
    r"(?:hut|thieu)(?: may| bao nhieu)?(?: \w+){0,2} (?:so voi|so) (?:chi tieu|muc tieu|ke hoach)",
    rf"(?:da |co |dang )?(?:dat|hoan thanh|vuot|ve|cham|can|du|kip|toi|den)(?: duoc| muc| qua)* {_GOAL}{_OF_GOAL}"
    r"(?: (?:chua|khong|hay chua|bao nhieu|may))*",
    rf"so voi {_GOAL}{_OF_GOAL}",
    rf"{_GOAL}{_OF_GOAL} (?:con|da|la|bao nhieu|dat|thi|chua|the nao|ra sao|duoc)",
    rf"{_GOAL} nam(?: nay)?",
    r"(?:con |dang |bi )?thieu (?:bao nhieu|may|nhieu)",
    rf"con (?:cach|kem|thua)(?: {_GOAL})?(?: (?:bao nhieu|may|bao xa|nhieu|xa))*",
    rf"(?:cach|kem|thua|hut) {_GOAL}(?: (?:bao nhieu|may|bao xa))?",
    r"con (?:phai |can )?(?:\w+ ){0,3}(?:bao nhieu|may|nhieu)(?: \w+){0,6} nua(?: thi| la| moi)?"
    r"(?: (?:dat|du|hoan thanh|xong|toi|ve dich|cham))?",
    rf"(?:bao nhieu|may)(?: \w+){{0,4}} (?:de|thi|moi) (?:dat|du|hoan thanh|cham|toi){_OF_GOAL}(?: {_GOAL})?",
    r"kip (?:chi tieu|ke hoach|tien do)",
    rf"(?:muc )?(?:hoan thanh|dat) (?:bao nhieu|may)(?: phan tram| ?%)? {_GOAL}",
    r"(?:vuot|qua|duoi|trong) muc (?:khong che|cho phep|de ra|giao|tran)",
    r"vuot nguong(?: muc tieu)?",
    r"(?:dat|co) yeu cau (?:chua|khong)",
    r"muc tieu (?:de ra|dat ra|duoc giao)?",
    r"chi tieu(?: (?:de ra|duoc giao|giao))?",
    r"(?:met|meet|reach(?:ed)?|miss(?:ed)?)(?: the| its| this year's)* target",
    r"(?:against|versus|from|below|above) (?:the )?target",
    r"targets?",
    rf"(?:dung|nhu|theo)(?: nhu| dung)? {_GOAL}{_OF_GOAL}",
    r"(?:nam )?trong muc (?:\w+ ){0,3}cho phep",
    rf"{_GOAL}(?: \w+){{0,3}} (?:thua|thieu|hut)(?: thieu)?",
)
SERIES = any_of(
    r"(?:theo|tung|hang|moi|qua(?: cac| tung)?|cac) (?:thang|quy|nam|tuan|ngay)",
    r"dien (?:bien|tien)(?: the nao| ra sao)?",
    r"bien (?:dong|doi|thien)(?: the nao| ra sao)?",
    r"xu (?:huong|the)",
    r"bieu do",
    r"(?:ve )?do thi",
    r"thay doi (?:the nao|ra sao|sao|qua)",
    r"(?:dang )?(?:tang|len|di len)(?: hay| hoac)? ?(?:la )?(?:giam|xuong|di xuong|tut)(?: the nao| ra sao)?",
    r"(?:tang|giam|len|xuong|chay|di) (?:the nao|ra sao)",
    r"(?:co )?(?:tang|giam) (?:khong|dan|deu)",
    r"chuoi so lieu",
    r"dong thai",
    r"len xuong(?: the nao| ra sao)?",
    r"lien tuc",
    r"trend",
    r"over time",
    r"by month",
    r"monthly",
    r"(?:each|per|every) month",
    r"by quarter",
)
RANK_OF = any_of(
    r"(?:dang )?(?:dung|xep|nam|giu|o|duoc xep)(?: o)?"
    r" (?:hang|thu|vi tri|thu hang|vi tri thu|thu bac|hang thu|top)(?: hang)? (?:may|bao nhieu|nao)",
    r"xep hang (?:thu )?(?:may|bao nhieu|nao)",
    r"(?:thu )?hang (?:thu )?(?:may|bao nhieu)",
    r"(?:dung|xep) thu may",
    r"thu may",
    r"vi tri (?:thu )?(?:may|nao|bao nhieu)",
    r"(?:co )?(?:dung |nam |lot )?(?:trong |vao )(?:top|nhom)(?: \d+)?(?: dau| cuoi)?(?: khong)?",
    r"xep thu(?: bao nhieu)?",
    r"dung hang",
    r"what rank",
    r"where does .{0,40} rank",
    r"rank of",
)
TOP = any_of(
    rf"top ?{COUNT}",
    rf"{COUNT} {PLACE_WORDS}(?: (?:nao|co|dung dau|dan dau))?",
    rf"{COUNT} (?=(?:\w+ ){{0,8}}(?:nhat|dung dau|dan dau))",
)
MOST = any_of(
    r"(?:nhieu|cao|lon|dong|manh|dai|rong|nang|day|o nhiem) nhat",
    r"(?:nhieu|cao|lon|dong)(?= (?:\w+ ){1,8}nhat(?! (?:tinh|tri)))",
    r"(?:dung|xep) dau",
    r"dan dau",
    r"(?:manh|gay|vuot|phat trien|giau|hut nhieu) nhat",
    r"dung nhat",
    r"quan quan",
    r"hang nhat",
    r"highest",
    r"most",
    r"largest",
    r"top",
)
LEAST = any_of(
    r"(?:it|thap|nho|ngan) nhat",
    r"(?:it|thap)(?= (?:\w+ ){1,8}nhat(?! (?:tinh|tri)))",
    r"(?:dung|xep)(?: o)? (?:cuoi|chot|bet)(?: bang)?",
    r"cuoi bang",
    r"bet bang",
    r"chot bang",
    r"lowest",
    r"fewest",
    r"least",
    r"smallest",
    r"bottom",
)
BEST = any_of(r"(?:tot|nhanh|gioi|kha) nhat", r"best", r"fastest")
WORST = any_of(r"(?:te|xau|cham|kem|yeu|tre|toi|lau) nhat", r"worst", r"slowest")
RANKING = any_of(
    r"bang xep hang",
    r"xep hang (?:cac|tung|theo|giua|ca)",
    r"xep (?:cac|tung)",
    r"thu tu (?:cac|cua cac)",
    r"sap xep",
    r"ranking of",
    r"rank (?:the |all )?",
)
COMPARE = any_of(
    r"so sanh(?: voi| giua)?",
    r"(?<!ho )(?<!chi )(?<!ky )(?<!hoa )so (?:voi|cung|vs)",
    r"gap (?:may|bao nhieu)(?: lan)?",
    r"hon thua(?: gi)?(?: voi)?",
    r"khac (?:nam|thang|quy) (?:truoc|ngoai)",
    r"rut ngan(?: duoc)? (?:bao nhieu|may)",
    r"doi chieu(?: voi)?",
    rf"(?:ai|{_WHO})(?: \w+){{0,8}} (?:cao|nhieu|lon|tot|thap|it|kem|nhanh|nho|cham) hon",
    r"(?:cao|nhieu|lon|tot|thap|it|kem|nhanh|nho|cham) hon(?: (?:hay|khong|bao nhieu|so voi))?",
    r"hon (?:hay )?kem(?: nhau)?(?: bao nhieu)?",
    r"chenh(?: lech| nhau)?(?: bao nhieu)?",
    r"khac (?:gi|nhau)",
    r"(?:tang|giam)(?: them)? (?:bao nhieu|may)(?: so voi)?",
    r"hon (?:bao nhieu|may)",
    r"compared?(?: with| to)?",
    r"versus",
    r"vs\.?",
    r"higher",
    r"lower",
    r"difference",
)
_ABOVE = (
    r"(tren|vuot(?: qua| muc)?|hon|cao hon|nhieu hon|lon hon|qua|above|over|more than|exceed\w*|>)"
    rf"(?: muc| nguong| moc)? ?{NUMBER}(?! dan)(?!\d)"
)
_AT_LEAST = (
    rf"(tu|dat) {NUMBER}(?: ?%| phan tram| \w+){{0,3}} tro len"
    rf"|(it nhat|toi thieu|at least|>=|dat tu|khong duoi) ?{NUMBER}"
)
_BELOW = (
    r"(duoi|thap hon|it hon|nho hon|kem hon|chua (?:toi|den|dat|duoc|du|qua)|chua (?:\w+ ){0,6}(?:toi|den|du|dat)"
    rf"|khong (?:toi|den|dat|duoc|du)|below|under|less than|<)(?: muc| nguong| moc)? ?{NUMBER}"
)
_AT_MOST = (
    rf"(khong qua|khong vuot(?: qua)?|toi da|nhieu nhat la|at most|<=) ?{NUMBER}"
    rf"|(tu) {NUMBER}(?: ?%| phan tram| \w+){{0,3}} tro xuong"
)
TESTS = tuple(
    (re.compile(rf"(?<!\w)(?:{form})"), sign)
    for form, sign in ((_AT_LEAST, ">="), (_AT_MOST, "<="), (_BELOW, "<"), (_ABOVE, ">"))
)
SCALE = re.compile(r" ?(nghin|ngan|trieu|ty|ti|k|%|phan tram|diem)(?!\w)")
SCALES = {"nghin": 10**3, "ngan": 10**3, "k": 10**3, "trieu": 10**6, "ty": 10**9, "ti": 10**9}
UNMET = any_of(
    rf"(?:chua|khong|khong the)(?: hoan thanh| dat(?: duoc)?| ve| du| toi) {_GOAL}",
    rf"duoi {_GOAL}",
    rf"(?:hut|thieu|truot|tre) {_GOAL}",
    r"(?<=nao )(?:con |van )?chua dat(?=\W*$)",
    rf"(?:thap|kem) hon {_GOAL}",
    r"miss(?:ed|ing)? (?:the |their )?target",
)
MET = any_of(
    rf"(?:da )?(?:dat|vuot|hoan thanh|du|can|cham|ve)(?: duoc| dich)* {_GOAL}",
    rf"tren {_GOAL}",
    r"met (?:the |their )?target",
)
OPINION = any_of(
    r"dang song",
    r"(?:co )?nen (?:mua|ban|dau tu|chuyen|dong cua|bo)(?: \w+){0,8}(?: khong)?",
    r"(?:suong|dep|vui) hon",
    r"lam viec (?:te|tot|kem|gioi|do|co tot|co te)",
    r"(?:duoc |hop |mat )long dan",
    r"(?:can bo|cong chuc|nhan vien|lanh dao|chu tich|giam doc|bi thu) nao",
    r"tai (?:ong|ba|anh|chi|nguoi) nao",
    r"(?:lanh dao|giam doc|chu tich|truong phong|bi thu|pho giam doc|pho chu tich)(?: \w+){0,6}"
    r" (?:gioi|tot|kem|yeu|te|do|tham nhung|luoi|dep trai|xinh|tai gioi|dang tin|giau)(?: nhat| hon| khong)?",
    r"(?:can bo|cong chuc|nhan vien)(?: nao| \w+){0,3}"
    r" (?:gioi|kem|te|luoi|tham nhung|hach sach|xau tinh)(?: nhat| hon| khong)?",
    r"(?:ai|nguoi nao|ong nao|ba nao) (?:la nguoi )?(?:gioi|te|kem|luoi|tham nhung|tot|co loi|lam sai|yeu)(?: nhat)?",
    r"(?:loi|toi) (?:cua|la do|tai|thuoc ve) ai",
    r"vi loi cua ai",
    r"do loi (?:cua )?ai",
    r"nen (?:cach chuc|ky luat|thay|sa thai|bo nhiem|duoi)",
    r"co nen tin",
    r"theo (?:ban|em|anh|y kien)(?: (?:thi|nghi))?",
    r"quy trach nhiem",
    r"(?:ai|nguoi nao) phai chiu",
    r"(?:noi dai|bia(?: ra)?|doan dai|che ra) (?:\w+ ){0,3}(?:so|con so|so lieu)",
    r"xung dang(?: lam)?",
    r"co tham nhung",
    r"ai chiu trach nhiem (?:viec|vu|chuyen|cho|vi)",
)
PERSONAL = any_of(
    r"(?:chu tich|giam doc|bi thu|pho giam doc|pho chu tich|truong phong)(?: \w+){0,4} luong",
    r"luong(?: thang)? (?:cua )?(?:pho )?(?:chu tich|giam doc|bi thu|can bo|lanh dao|truong phong)",
    r"danh sach (?:\w+ ){0,3}(?:ten|dia chi|so dien thoai|ho ten)",
    r"(?:so )?(?:dien thoai|dt|sdt|di dong|cccd|can cuoc|cmnd|ho chieu|luong|thu nhap|dia chi(?: nha)?|ngay sinh"
    r"|nam sinh|tuoi|benh an|so nha|nha rieng|tai khoan ngan hang)(?: rieng| ca nhan)?"
    r" (?:cua|nha) (?:nguoi|ong|ba|anh|chi|chu|co|em|giam doc|chu tich|bi thu|pho|truong|nguoi ten|can bo)",
    r"(?:ong|ba|anh) [\w ]{2,40}(?:song o dau|nha o dau|bao nhieu tuoi|luong bao nhieu|o dau the)",
    r"(?:nha|gia dinh|ho) (?:ong|ba|anh|chi|co|chu) (?!con)\w+",
    r"(?:ho so|don|giay to) cua (?:ong|ba|anh|chi) (?!con)\w+",
    r"ai (?:la nguoi|da|nop|gui)(?: \w+){0,6}(?:ten gi|so may|o dau)?(?: phan anh| don| ho so| khieu nai)",
    r"ten gi",
    r"thong tin ca nhan",
    r"danh sach (?:nguoi|ho ten|cong dan|so dien thoai)",
    r"phone number of (?:mr|mrs|ms)",
)
INSTRUCTION = any_of(
    r"(?:xoa|sua)(?: bot| giup| gium| lai)?(?: +\w+){1,12} +(?:di|giup|gium|ve|thanh)",
    r"(?:nang|ha|keo|chinh)(?: +\w+){2,14} +(?:len|xuong|thanh|ve) +\d+",
)
CAUSE = any_of(
    r"(?:co )?phai(?: la)? (?:do|vi|tai|boi)(?: \w+){1,10} (?:khong|chang|nen|ma)",
    r"co phai(?: \w+){1,8} nen (?:\w+ ){0,8}(?:khong|tang|giam)",
)
PREDICTION = any_of(
    r"du (?:bao|doan|kien se)",
    r"(?:sap toi|thoi gian toi|nam toi|thang toi|quy toi)(?: \w+){0,8} (?:khong|nua|chua)",
    r"(?:sap toi|nam toi|thang toi|quy toi|nam sau|sang nam)(?: \w+){0,6} se",
    r"(?:se|lieu)(?: \w+){0,2} (?:tang|giam|dat|con|len|xuong|the nao|ra sao|bao nhieu)",
    r"doan (?:xem|thu|giup)",
    r"lieu (?:\w+ ){1,12}(?:khong|chua)",
    r"forecast",
    r"predict",
    r"will (?:be|reach|rise|fall)",
)
ELLIPTIC = re.compile(
    r"^(?:nhu vay|nhu the|vay con|the con|con|the thi|the|vay thi|vay|roi|khong phai|doi (?:sang|qua)|what about"
    r"|how about|and)(?!\w)"
    r"|(?<!\w)(?:thi sao|nua|kia|luon)(?!\w)\W*$|^so (?:voi|cung)"
)
QUANTITY = any_of(r"bao nhieu", r"may", r"nhieu(?! nhat)", r"bn", r"nhiu", r"how (?:many|much)", r"so luong", r"la gi")
ANYWHERE = any_of(
    r"noi nao",
    r"cho nao",
    r"(?<!lam )o dau",
    r"ai(?= (?:\w+ ){0,3}(?:nhieu|it|cao|thap) nhat)",
    r"nhung noi",
    r"cac noi",
    r"where",
)
