"""A photograph is drawn anew: the picture stays, whatever stood beside it goes, and nothing fills the memory."""

import io

import pytest
from PIL import Image

from songbe.cases.rules.photographs import LONGEST_SIDE, TooManyDots, Unreadable, drawn_anew
from tests.cases.pictures import SECRET, camera, claiming, written


def opened(content: bytes) -> Image.Image:
    """A picture read back."""
    return Image.open(io.BytesIO(content))


def red(content: bytes, x: int, y: int) -> bool:
    """Whether a dot of a picture is red."""
    dot = opened(content).convert("RGB").getpixel((x, y))
    return isinstance(dot, tuple) and dot[0] > 200 and dot[1] < 80


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_that_stood_beside_a_picture_comes_out(kind: str) -> None:
    given = camera(kind=kind)
    assert SECRET in given
    assert opened(given).getexif().get_ifd(0x8825)

    shown = opened(drawn_anew(given))

    assert shown.format == "JPEG"
    assert dict(shown.getexif()) == {}
    assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    assert SECRET not in drawn_anew(given)


@pytest.mark.parametrize(
    ("given", "size"),
    [
        ((2400, 1800), (1600, 1200)),
        ((1000, 4000), (400, 1600)),
        ((640, 480), (640, 480)),  # never larger than it was
        ((1, 1), (1, 1)),
    ],
)
def test_a_picture_is_no_larger_than_a_screen(given: tuple[int, int], size: tuple[int, int]) -> None:
    assert opened(drawn_anew(camera(given))).size == size
    assert max(size) <= LONGEST_SIDE


@pytest.mark.parametrize(
    ("orientation", "size", "corner"),
    [
        (1, (1600, 1200), (10, 10)),
        (3, (1600, 1200), (1590, 1190)),
        (6, (1200, 1600), (1190, 10)),  # the telephone was held upright
        (8, (1200, 1600), (10, 1590)),
    ],
)
def test_a_picture_stands_as_its_camera_was_held(
    orientation: int, size: tuple[int, int], corner: tuple[int, int]
) -> None:
    shown = drawn_anew(camera(orientation=orientation))

    assert opened(shown).size == size
    assert red(shown, *corner)


@pytest.mark.parametrize(
    ("mode", "kind"), [("RGB", "JPEG"), ("CMYK", "JPEG"), ("P", "PNG"), ("RGBA", "PNG"), ("RGBA", "WEBP")]
)
def test_a_picture_has_its_colours_however_they_were_written(mode: str, kind: str) -> None:
    given = Image.new("RGB", (2000, 1000), "red").convert(mode)

    shown = drawn_anew(written(given, kind))

    assert opened(shown).size == (1600, 800)
    assert red(shown, 800, 400)


def test_what_is_transparent_becomes_white() -> None:
    shown = opened(drawn_anew(written(Image.new("RGBA", (10, 10), (0, 0, 0, 0)), "PNG"))).convert("RGB")

    assert shown.getpixel((5, 5)) == (255, 255, 255)


def test_of_a_moving_picture_the_first_frame_is_taken() -> None:
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "blue")]
    moving = written(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=100, lossless=True)

    assert red(drawn_anew(moving), 5, 5)


@pytest.mark.parametrize("size", [(30_000, 30_000), (12_000, 12_000), (8_000, 8_000)])
def test_a_small_file_that_would_fill_the_memory_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    assert len(claiming(*size)) < 100

    with pytest.raises(TooManyDots):
        drawn_anew(claiming(*size))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8\xff\xe0 no picture",
        camera()[:5000],  # cut off
        camera(kind="PNG")[:500],
        camera(kind="WEBP")[:500],
        claiming(4000, 4000),  # says more than it holds
        written(Image.new("RGB", (10, 10)), "GIF"),
        written(Image.new("RGB", (10, 10)), "TIFF"),
        written(Image.new("I;16", (10, 10)), "PNG"),  # would come out white
    ],
)
def test_what_is_no_whole_picture_of_the_three_formats_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        drawn_anew(content)
