"""The lunar calendar of Viet Nam: its days in the civil calendar, and the names of its years."""

from datetime import date, timedelta

from lunar_vn import convert_lunar_to_solar

from songbe.kernel.vietnamese import fold

FIRST_LUNAR_YEAR, LAST_LUNAR_YEAR = 1901, 2099

STEMS = ("giáp", "ất", "bính", "đinh", "mậu", "kỷ", "canh", "tân", "nhâm", "quý")
BRANCHES = ("tý", "sửu", "dần", "mão", "thìn", "tỵ", "ngọ", "mùi", "thân", "dậu", "tuất", "hợi")
_OTHER_SPELLINGS = {"ti": ("tý", "tỵ"), "meo": ("mão",), "ki": ("kỷ",)}


def civil_day(lunar_year: int, month: int, day: int) -> date:
    """Return the civil day of a lunar day; of the regular month, if the year has it twice.

    Conjunctions are those of UTC+7, so Tết may fall a day or a month from the new year of calendars kept in UTC+8.
    Raises ValueError for a day that the month does not have, and outside the lunar years 1901-2099.
    Source: Hồ Ngọc Đức's algorithm, as the library lunar-vn has it.
    """
    if not (FIRST_LUNAR_YEAR <= lunar_year <= LAST_LUNAR_YEAR and 1 <= month <= 12 and 1 <= day <= 30):
        raise ValueError(f"no such lunar day: {day}/{month}/{lunar_year}")
    found = convert_lunar_to_solar(day, month, lunar_year)
    if day == 30 and found > month_end(lunar_year, month):
        raise ValueError(f"that lunar month has 29 days: {month}/{lunar_year}")
    return found


def month_start(lunar_year: int, month: int) -> date:
    """Return the civil day of the first of a lunar month."""
    return civil_day(lunar_year, month, 1)


def month_end(lunar_year: int, month: int) -> date:
    """Return the civil day of the last of a lunar month: its 30th, if that is not the first of another month."""
    last = convert_lunar_to_solar(29, month, lunar_year)
    after = last + timedelta(days=1)
    return last if after in _new_moons_near(lunar_year, month) else after


def _new_moons_near(lunar_year: int, month: int) -> set[date]:
    following = (lunar_year + month // 12, month % 12 + 1)
    starts = {convert_lunar_to_solar(1, following[1], following[0])}
    try:
        starts.add(convert_lunar_to_solar(1, month, lunar_year, 1))
    except ValueError:
        # The month is not a month that comes twice.
        return starts
    return starts


def new_year(lunar_year: int) -> date:
    """Return the civil day of mùng 1 Tết, in the civil year of the same number."""
    return civil_day(lunar_year, 1, 1)


def year_named(stem: str, branch: str, now: date) -> int:
    """Return the lunar year of a name such as Quý Mão, among the sixty of which most are over.

    Raises ValueError for two words that no year bears together.
    """
    for y in range(now.year + 9, now.year - 51, -1):
        if _is(stem, STEMS[(y - 4) % 10]) and _is(branch, BRANCHES[(y - 4) % 12]):
            return y
    raise ValueError(f"no year is named so: {stem} {branch}")


def _is(said: str, name: str) -> bool:
    return fold(said) == fold(name) if fold(said) not in _OTHER_SPELLINGS else name in _OTHER_SPELLINGS[fold(said)]
