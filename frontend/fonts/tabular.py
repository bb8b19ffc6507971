"""Makes the tabular figures: the digits of Be Vietnam Pro, all as wide as one another, for columns of numbers.

Be Vietnam Pro has proportional digits only (a 1 is 0.385 em wide, a 4 is 0.710) and no OpenType feature to change that.
Run by hand when the font changes (needs fonttools and brotli): python frontend/fonts/tabular.py. The results are kept
beside this file; the build copies them. Licence: SIL Open Font License 1.1, as the font itself.
"""

from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
SOURCE = HERE.parent / "node_modules/@fontsource/be-vietnam-pro/files"
WEIGHTS = (400, 500, 600, 700)
DIGITS = "0123456789"
# The figure space is as wide as a digit, by definition.
FIGURE_SPACE = 0x2007
CELL = 0.655
LEAST_BEARING = 0.018


def main() -> None:
    """Write songbe-figures-WEIGHT.woff2 for each weight."""
    for weight in WEIGHTS:
        font = TTFont(SOURCE / f"be-vietnam-pro-latin-{weight}-normal.woff2")
        _keep_digits(font)
        _even_out(font)
        for record in font["name"].names:
            if record.nameID in (1, 4, 16):
                record.string = "Songbe Figures"
        font.flavor = "woff2"
        font.save(HERE / f"songbe-figures-{weight}.woff2")


def _keep_digits(font: TTFont) -> None:
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = [0, 1, 2, 4, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(text=DIGITS + " ")
    subsetter.subset(font)


def _even_out(font: TTFont) -> None:
    glyphs, metrics, names = font["glyf"], font["hmtx"], font.getBestCmap()
    cell = round(CELL * font["head"].unitsPerEm)
    widest = cell - 2 * round(LEAST_BEARING * font["head"].unitsPerEm)
    for digit in DIGITS:
        glyph = glyphs[names[ord(digit)]]
        squeeze = min(1.0, widest / (glyph.xMax - glyph.xMin))
        coordinates = glyph.getCoordinates(glyphs)[0]
        ink = (glyph.xMax - glyph.xMin) * squeeze
        shift = (cell - ink) / 2 - glyph.xMin * squeeze
        coordinates.scale((squeeze, 1))
        coordinates.translate((shift, 0))
        coordinates.toInt()
        glyph.coordinates = coordinates
        glyph.recalcBounds(glyphs)
        metrics[names[ord(digit)]] = (cell, glyph.xMin)
    metrics[names[ord(" ")]] = (cell, 0)
    for table in font["cmap"].tables:
        # U+0020 is left to the font of the text: here it would be as wide as a digit.
        table.cmap[FIGURE_SPACE] = table.cmap.pop(0x20, names[ord(" ")])


if __name__ == "__main__":
    main()
