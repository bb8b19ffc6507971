"""What a gazetteer finds in a question, written short enough for a table."""

from datetime import date

from songbe.assistant.rules.places import PlacesFound
from songbe.assistant.rules.text import said
from tests.assistant.places.packs import gazetteer_of

DAY = date(2023, 12, 31)


def read(question: str, on: date = DAY, *, cased: bool = True, pack: str = "binhduong") -> PlacesFound:
    """Return what is found in a question. cased: whether its capitals may be evidence."""
    return gazetteer_of(pack).find(said(question), on, raw=question if cased else "")


def codes(question: str, on: date = DAY, *, cased: bool = True) -> str:
    """Return the codes of all that is found, homonyms joined by ``|``, places elsewhere by name behind ``@``."""
    found = read(question, on, cased=cased).found
    return " ".join("|".join(each.codes) if each.codes else f"@{each.outside}" for each in found)


def groups(question: str) -> str:
    """Return the groups of a question: code, types behind ``:``, unit they lie in behind ``<``."""
    return " ".join(
        each.code + (":" + ",".join(each.types) if each.types else "") + (f"<{each.within}" if each.within else "")
        for each in read(question).groups
    )
