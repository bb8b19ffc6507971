"""Photographs as they may be shown: drawn anew, so that nothing a camera wrote beside the picture comes along."""

import io
import struct
import warnings
import zlib

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE = 1600
"""Dots: sharp on any screen, small on any line."""
MOST_DOTS = 50_000_000
"""More than any telephone takes at once; far more means a file made to fill the memory of who opens it."""
QUALITY = 82


class TooManyDots(ValueError):
    """A picture that would be too large in memory."""


class Unreadable(ValueError):
    """Bytes that are no picture after all, or a broken one."""


def drawn_anew(content: bytes) -> bytes:
    """Return a photograph as a JPEG of at most 1600 dots a side, upright, on white, with the picture and nothing else.

    No EXIF, place, comment, thumbnail or profile of the original is in it: the picture alone is copied onto an empty
    one. Of a moving picture the first frame is taken. Raises TooManyDots, Unreadable.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn(content)
    except TooManyDots:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyDots from error
    except (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, struct.error, zlib.error) as error:
        raise Unreadable from error


def _drawn(content: bytes) -> bytes:
    # The formats are named: the library knows many others that nobody here asked it to open.
    with Image.open(io.BytesIO(content), formats=FORMATS) as given:
        if given.width * given.height > MOST_DOTS:
            raise TooManyDots
        if given.mode.startswith(("I", "F")):  # 16 bits a dot: a measurement, not a photograph
            raise Unreadable
        whole = given.convert("RGBA") if given.mode in ("1", "P") else given
        whole.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        upright = ImageOps.exif_transpose(whole).convert("RGBA")
    empty = Image.new("RGB", upright.size, "white")
    empty.paste(upright, mask=upright.getchannel("A"))
    kept = io.BytesIO()
    empty.save(kept, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return kept.getvalue()
