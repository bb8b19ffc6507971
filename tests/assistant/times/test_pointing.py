"""Times that point: from now, from the question before, from what they are compared with."""

from datetime import date

import pytest

from tests.assistant.times.asking import understood


@pytest.mark.parametrize(
    ("question", "meaning"),
    [
        ("hôm nay", "2023-12-29"),
        ("hôm qua", "2023-12-28"),
        ("hôm kia", "2023-12-27"),
        ("ngày mai", "2023-12-30, future"),
        ("tuần này", "2023-12-25/2023-12-29, running"),
        ("tuần trước", "2023-W51"),
        ("tuần qua", "2023-W51"),
        ("tuần trước nữa", "2023-W50"),
        ("cuối tuần trước", "2023-12-23/2023-12-24"),
        ("tháng này", "2023-12-01/2023-12-29, running"),
        ("trong tháng", "2023-12-01/2023-12-29, running"),
        ("tháng trước", "2023-11"),
        ("tháng vừa qua", "2023-11"),
        ("tháng rồi", "2023-11"),
        ("tháng sau", "2024-01, future"),
        # without diacritics it is not taken for the sixth
        ("thang sau", "2024-01, future"),
        ("quý này", "2023-10-01/2023-12-29, running"),
        ("quy nay", "2023-10-01/2023-12-29, running"),
        ("quý trước", "2023-Q3"),
        ("năm nay", "2023-01-01/2023-12-29, running"),
        ("năm ngoái", "2022"),
        ("nam ngoai", "2022"),
        ("năm ngoài", "2022"),
        ("năm trước", "2022"),
        ("năm rồi", "2022"),
        ("năm kia", "2021"),
        ("cách đây 2 năm", "2021"),
        ("3 tháng trước", "2023-09"),
        ("từ đầu năm", "2023-01-01/2023-12-29, running"),
        ("từ đầu năm đến nay", "2023-01-01/2023-12-29, running"),
        ("lũy kế", "2023-01-01/2023-12-29, running"),
        ("luỹ kế đến nay", "2023-01-01/2023-12-29, running"),
        ("tính đến nay", "2023-01-01/2023-12-29, running"),
        ("lũy kế quý 3", "2023-01/2023-09"),
        ("tu thang 9 toi nay", "2023-09-01/2023-12-29, running"),
        ("tháng gần nhất", "2023-11"),
        ("từ tháng 9 đến nay", "2023-09-01/2023-12-29, running"),
        ("kể từ năm 2021", "2021-01-01/2023-12-29, running"),
        ("đầu năm 2022", "2022-Q1"),
        ("giữa năm ngoái", "2022-04/2022-09"),
        ("cuối năm ngoái", "2022-Q4"),
        ("trước tháng 9", "2023-01/2023-08"),
        ("sau tháng 9", "2023-10-01/2023-12-29, running"),
        ("thứ hai tuần trước", "2023-12-18"),
        ("ngày 5 tháng trước", "2023-11-05"),
        ("15 ngày đầu tháng 8", "2023-08-01/2023-08-15, by day"),
        ("từ Tết đến nay", "2023-01-21/2023-12-29, running"),
        ("đầu tháng 8", "2023-08-01/2023-08-10"),
        ("cuối tháng trước", "2023-11-21/2023-11-30"),
        ("nửa đầu tháng 8", "2023-08-01/2023-08-15"),
    ],
)
def test_from_now(question: str, meaning: str) -> None:
    assert understood(question) == meaning


@pytest.mark.parametrize(
    ("question", "meaning"),
    [
        # whole units before the one that runs; days end today
        ("6 tháng gần nhất", "2023-06/2023-11, by month"),
        ("6 tháng qua", "2023-06/2023-11, by month"),
        ("6 tháng gần đây", "2023-06/2023-11, by month"),
        ("sáu tháng trở lại đây", "2023-06/2023-11, by month"),
        ("mấy tháng gần đây", "2023-06/2023-11, by month"),
        ("nửa năm qua", "2023-06/2023-11, by month"),
        ("2 quý gần nhất", "2023-04/2023-09, by quarter"),
        ("3 năm gần đây", "2020-01/2022-12, by year"),
        ("năm năm qua", "2018-01/2022-12, by year"),
        ("4 tuần gần đây", "2023-11-27/2023-12-24, by week"),
        ("7 ngày qua", "2023-12-23/2023-12-29, by day"),
    ],
)
def test_the_last_of_many(question: str, meaning: str) -> None:
    assert understood(question) == meaning


@pytest.mark.parametrize(
    ("question", "meaning"),
    [
        ("từng tháng năm 2022", "2022, by month!"),
        ("theo quý năm 2022", "2022, by quarter!"),
        ("qua các năm", "by year!"),
        ("mỗi tuần trong tháng 8", "2023-08, by week!"),
        ("tháng nào nhiều nhất năm 2022", "2022, by month!"),
        ("quý nào", "by quarter!"),
        ("các tháng đầu năm", "2023-01-01/2023-12-29, by month, running"),
        ("hiện nay có bao nhiêu", "the latest"),
        ("từ trước đến nay", "the latest"),
    ],
)
def test_grains_and_the_present_name_no_period(question: str, meaning: str) -> None:
    assert understood(question) == meaning


@pytest.mark.parametrize(
    ("question", "before", "meaning"),
    [
        ("Tháng trước đó thì sao?", "2023-08", "2023-07"),
        ("tháng sau đó", "2023-08", "2023-09"),
        ("tháng sau thì sao", "2023-08", "2023-09"),
        ("thang sau thi sao", "2023-08", "2023-09"),
        ("quý trước đó", "2023-Q3", "2023-Q2"),
        ("quý trước đó", "2023-08", "2023-Q2"),
        # a quarter that ran when it was asked for
        ("quý trước đó", "2023-10-01/2023-12-29", "2023-Q3"),
        ("năm trước đó", "2023-08", "2022"),
        ("năm trước đó", "2022", "2021"),
        ("kỳ trước", "2023-08", "2023-07"),
        ("kỳ trước", "2023-10-01/2023-12-29", "2023-Q3"),
        ("6 tháng trước đó", "2023-08", "2023-02/2023-07, by month"),
        ("cùng kỳ thì sao?", "2023-08", "2022-08"),
        ("cùng kỳ năm 2021", "2023-08", "2021-08"),
        ("so với cùng kỳ thì sao?", "2023-08", "2023-08, against 2022-08"),
        ("so với tháng trước thì sao?", "2023-08", "2023-08, against 2023-07"),
        # without a question before they count from now
        ("tháng trước đó", None, "2023-11"),
        ("kỳ trước", None, "2023-11"),
        ("cùng kỳ", None, "2022-01-01/2022-12-29"),
    ],
)
def test_from_the_question_before(question: str, before: str | None, meaning: str) -> None:
    assert understood(question, before=before) == meaning


@pytest.mark.parametrize(
    ("question", "meaning"),
    [
        ("tháng 11 so cùng kỳ", "2023-11, against 2022-11"),
        ("thang 11 so cung ky", "2023-11, against 2022-11"),
        ("thang 11 so voi cung ki", "2023-11, against 2022-11"),
        ("9 tháng đầu năm so với cùng kỳ năm ngoái", "2023-01/2023-09, against 2022-01/2022-09, by month"),
        ("quý 3 so với cùng kỳ năm 2021", "2023-Q3, against 2021-Q3"),
        ("quý 3 so với quý 2", "2023-Q3, against 2023-Q2"),
        ("quý 3/2022 so với quý 2", "2022-Q3, against 2022-Q2"),
        ("quý 2 so với quý trước", "2023-Q2, against 2023-Q1"),
        ("tháng 11 so với tháng trước", "2023-11, against 2023-10"),
        ("tháng 11 so với đầu năm", "2023-11, against 2023-01"),
        ("tháng 8 so với năm 2021", "2023-08, against 2021-08"),
        # the one just before, though a later one of that name has begun
        ("tháng 1 so với tháng 12", "2023-01, against 2022-12"),
        ("quý 1 so với quý 4", "2023-Q1, against 2022-Q4"),
        ("tháng 11 so với cuối năm ngoái", "2023-11, against 2022-12"),
        ("tháng 11 so với trung bình 6 tháng gần nhất", "2023-11, against 2023-06/2023-11, by month"),
        ("Tết so với năm ngoái", "2023-01-21/2023-01-26, against 2022-01-31/2022-02-05"),
        ("11T/2023 so ck", "2023-01/2023-11, against 2022-01/2022-11, by month"),
        # of several the first
        ("quý III so với cùng kỳ và so với quý II", "2023-Q3, against 2022-Q3"),
        (
            "tháng này so với tháng trước và cùng kỳ",
            "2023-12-01/2023-12-29, against 2023-11-01/2023-11-29, running",
        ),
        ("tháng 8/2022 so với năm trước", "2022-08, against 2021-08"),
        ("năm 2022 so với 2021", "2022, against 2021"),
        ("T8 so T7", "2023-08, against 2023-07"),
        ("tháng 8 cao hơn tháng 7 bao nhiêu", "2023-08, against 2023-07"),
        ("so sánh tháng 8 với tháng 7", "2023-08, against 2023-07"),
        ("So với năm ngoái, tháng 8 tăng bao nhiêu?", "2023-08, against 2022-08"),
        # two that are named beside each other are both asked
        ("so sánh quý 1 và quý 2", "2023-Q1 and 2023-Q2"),
        # what runs is compared with as many days
        ("năm nay so với năm ngoái", "2023-01-01/2023-12-29, against 2022-01-01/2022-12-29, running"),
        ("tháng này so với tháng trước", "2023-12-01/2023-12-29, against 2023-11-01/2023-11-29, running"),
        ("quý này so với quý trước", "2023-10-01/2023-12-29, against 2023-07-01/2023-09-28, running"),
        # unless the other is named in full
        ("quý này so với quý 3", "2023-10-01/2023-12-29, against 2023-Q3, running"),
        ("năm nay so với năm 2022", "2023-01-01/2023-12-29, against 2022, running"),
        # only the other side is named: what is compared is the same unit, as it runs
        ("tăng bao nhiêu so với tháng trước?", "2023-12-01/2023-12-29, against 2023-11-01/2023-11-29, running"),
        ("tăng bao nhiêu so với cùng kỳ?", "2023-01-01/2023-12-29, against 2022-01-01/2022-12-29, running"),
        # a place is compared, not a time
        ("Phước An so với Bình Hòa tháng 8", "2023-08"),
    ],
)
def test_comparisons(question: str, meaning: str) -> None:
    assert understood(question) == meaning


@pytest.mark.parametrize(
    "question",
    [
        *["điểm 8/10", "tỷ lệ 1/3", "bình quân 1 tháng"],
        *["tổng đài 1022", "trạm 3G, 4G, 5G", "25 dịch vụ", "trên 100 dân", "15 tuổi", "nam 18 tuổi", "top 5"],
        *["24/7", "quyết định 766", "766/QĐ-TTg", "12/2023/NĐ-CP", "nghị định 2020", "mức độ 4", "cấp độ 3"],
        *["lần 2", "quận 1", "phường 5", "năm dịch vụ", "năm xã nhiều nhất", "xếp thứ mấy", "quỹ 3"],
        *["quy định 2", "quy trình 3", "quý vị", "quy hoạch 1", "2000 hồ sơ", "hơn 2022 hồ sơ", "5/9 huyện"],
        *["đường 30/4", "Cách mạng tháng Tám", "miền nam này", "thời hạn 6 tháng", "trễ hạn 5 ngày"],
        *["hồ sơ trước hạn", "giải quyết trong ngày", "chỉ tiêu năm chưa", "may chu"],
    ],
)
def test_what_is_no_time_is_left_alone(question: str) -> None:
    assert understood(question) == "no time"


@pytest.mark.parametrize(
    ("question", "meaning"),
    [
        ("How many dossiers last month?", "2023-11"),
        ("Q3 2023", "2023-Q3"),
        ("in August 2023", "2023-08"),
        ("15 August 2023", "2023-08-15"),
        ("this year", "2023-01-01/2023-12-29, running"),
        ("year to date", "2023-01-01/2023-12-29, running"),
        ("last year", "2022"),
        ("first half of 2022", "2022-H1"),
        ("second quarter of 2022", "2022-Q2"),
        ("last 6 months", "2023-06/2023-11, by month"),
        ("from March to August 2023", "2023-03/2023-08"),
        ("between March and August 2023", "2023-03/2023-08"),
        ("by month in 2022", "2022, by month!"),
        ("August 2023 compared with the same period last year", "2023-08, against 2022-08"),
        (
            "this year compared with last year",
            "2023-01-01/2023-12-29, against 2022-01-01/2022-12-29, running",
        ),
        ("2023年8月", "2023-08"),
        ("去年", "2022"),
        ("上个月", "2023-11"),
        ("2022年第三季度", "2022-Q3"),
        ("2023年8月与去年同期相比", "2023-08, against 2022-08"),
        ("先月", "2023-11"),
        ("昨年", "2022"),
        ("2023년 8월", "2023-08"),
        ("2022년 3분기", "2022-Q3"),
        ("지난달", "2023-11"),
        ("올해", "2023-01-01/2023-12-29, running"),
    ],
)
def test_other_languages(question: str, meaning: str) -> None:
    assert understood(question) == meaning


def test_in_january_last_month_and_last_quarter_are_of_the_year_before() -> None:
    assert understood("tháng trước", date(2024, 1, 10)) == "2023-12"
    assert understood("quý trước", date(2024, 1, 10)) == "2023-Q4"
