"""Photographs as telephones send them, made for the purpose: with a place, words and a thumbnail beside the picture."""

import io
import struct
import zlib

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

SECRET = b"nha-rieng-10.9805"
"""Stands in every place beside the picture where a camera or a program may write."""


def camera(
    size: tuple[int, int] = (2400, 1800), colour: str = "teal", kind: str = "JPEG", orientation: int = 1
) -> bytes:
    """A photograph with a red top left corner, and beside it where and with what it was taken."""
    image = Image.new("RGB", size, colour)
    image.paste("red", (0, 0, size[0] // 4, size[1] // 4))
    exif = Image.Exif()
    exif[Base.Make] = exif[Base.ImageDescription] = SECRET.decode()
    exif[Base.Orientation] = orientation
    place = exif.get_ifd(IFD.GPSInfo)
    place[GPS.GPSLatitudeRef], place[GPS.GPSLatitude] = "N", (10.0, 58.0, 49.8)
    place[GPS.GPSLongitudeRef], place[GPS.GPSLongitude] = "E", (106.0, 39.0, 6.8)
    beside: dict[str, object] = {"exif": exif, "xmp": b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"}
    if kind == "JPEG":
        beside |= {"comment": SECRET, "icc_profile": SECRET}
    return written(image, kind, **beside)


def written(image: Image.Image, kind: str, **beside: object) -> bytes:
    """An image as a file."""
    file = io.BytesIO()
    image.save(file, kind, **beside)
    return file.getvalue()


def claiming(width: int, height: int) -> bytes:
    """A tiny PNG that says it is as large as you like."""
    small = written(Image.new("L", (8, 8)), "PNG")
    header = b"IHDR" + struct.pack(">II", width, height) + small[24:29]
    return small[:12] + header + struct.pack(">I", zlib.crc32(header)) + small[33:]
