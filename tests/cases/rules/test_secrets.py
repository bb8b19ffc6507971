"""Which texts and names bear the mark of a state secret, and which only speak of honey."""

import pytest

from songbe.cases.rules.secrets import Mark, mark_in, mark_in_name

MARKS = (Mark("TUYỆT MẬT", ("TUYET MAT",)), Mark("TỐI MẬT"), Mark("MẬT"))


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("MẬT", "MẬT"),
        ("Ủy ban nhân dân\nTỐI MẬT\nBáo cáo", "TỐI MẬT"),
        ("TUYỆT MẬT: kế hoạch", "TUYỆT MẬT"),
        ("[MẬT]", "MẬT"),
        ("Báo cáo quý (MẬT)", "MẬT"),
        ("MẬT - số 12", "MẬT"),
        ("Độ mật: Tối mật", "TỐI MẬT"),
        ("độ mật mật", "MẬT"),
        ("MA\u0323\u0302T", "MẬT"),  # letters and their marks apart
        ("Tôi giữ bí mật", None),
        ("BÍ MẬT KINH DOANH", None),
        ("mật ong rừng", None),
        ("MẬT ONG RỪNG", None),
        ("Mật", None),  # honey is sold under that name
        ("Bán mật, sáp", None),
        ("Mật độ dân cư cao", None),
        ("MẬT ĐỘ XÂY DỰNG", None),
        ("mật khẩu bị lộ", None),
        ("Họp kín, tối mật trời", None),
        ("", None),
    ],
)
def test_a_text_bears_a_mark_where_marks_stand(text: str, mark: str | None) -> None:
    assert mark_in(text, MARKS) == mark


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("MẬT.pdf", "MẬT"),
        ("MẬT_bao-cao.pdf", "MẬT"),
        ("MẬT-12.pdf", "MẬT"),
        ("MẬT - ke hoach.pdf", "MẬT"),
        ("TỐI MẬT.pdf", "TỐI MẬT"),
        ("TUYET_MAT_2023.pdf", "TUYỆT MẬT"),
        ("ke hoach (MẬT).pdf", "MẬT"),
        ("mat truoc cccd.jpg", None),  # the front of the identity card
        ("MAT_TRUOC.jpg", None),
        ("TOI_MAT_THE.pdf", None),  # I lost my card
        ("MẬT ONG.png", None),
        ("mật-ong.png", None),
        ("bi mat kinh doanh.pdf", None),
        ("BÍ MẬT.pdf", None),
        ("giay-chung-sinh.png", None),
    ],
)
def test_the_name_of_a_file_bears_a_mark_at_its_beginning(name: str, mark: str | None) -> None:
    assert mark_in_name(name, MARKS) == mark
