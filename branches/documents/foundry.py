"""Makes the font files of documents out of those the system installs.

All get the same vertical metrics and the same baselines, so that a character taken from another
face never makes its line taller and a page never loses a line; and names of their own, so that
no font of the machine can stand in for one of them.
"""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.scaleUpem import scale_upem

from branches.documents.typefaces import CONFIGURATION, SONG, TYPEFACES, Typeface

EM = 1000
ASCENT, DESCENT = 880, -120
REGULAR_WEIGHT, REGULAR_STYLE = 400, 0x40
FONT_SUFFIXES = (".otf", ".ttf", ".ttc")
_LATIN = range(0x21, 0x7F)


class CannotMakeFonts(Exception):
    """A source is missing; the message says which."""


def make_fonts(*, into: Path, sources: Sequence[Path]) -> list[Path]:
    """Write every face and the fontconfig file into `into`; return the sources used.

    `sources` are searched in order, with what lies beneath them. A font in `into`/own that is
    called as the face (fangsong.ttf, biaosong.otf …) goes before them all.
    Raises CannotMakeFonts if a source is nowhere.
    """
    into = into.absolute()
    own = into / "own"
    own.mkdir(parents=True, exist_ok=True)
    found = {face: _own(face, own) or _find(face, sources) for face in TYPEFACES}
    draft = Path(tempfile.mkdtemp(prefix="draft-", dir=into))
    try:
        # A font of one's own may say nothing of baselines, so they are always these.
        with _open(SONG, _find(SONG, sources)) as song:
            for face, source in found.items():
                with _open(face, source) as font:
                    _dress(font, face, song["BASE"])
                    font.save(face.path(draft))
                face.path(draft).replace(face.path(into))
    finally:
        shutil.rmtree(draft)
    (into / CONFIGURATION).write_text(_configuration(into), encoding="utf-8")
    return list(found.values())


def _own(face: Typeface, folder: Path) -> Path | None:
    candidates = (folder / f"{face.stem}{suffix}" for suffix in FONT_SUFFIXES)
    return next((path for path in candidates if path.is_file()), None)


def _find(face: Typeface, sources: Sequence[Path]) -> Path:
    for folder in sources:
        for path in sorted(folder.rglob(face.source)):
            return path
    raise CannotMakeFonts(f"{face.source} is in none of {', '.join(map(str, sources))}")


def _open(face: Typeface, path: Path) -> TTFont:
    """Open a font, or of a collection the face of the right name, reading no more than needed."""
    if path.suffix != ".ttc":
        return TTFont(path, recalcBBoxes=False, lazy=True)
    with TTCollection(path, lazy=True) as collection:
        names = [font["name"].getDebugName(1) for font in collection]
    number = names.index(face.face) if face.face in names else 0
    return TTFont(path, fontNumber=number, recalcBBoxes=False, lazy=True)


def _dress(font: TTFont, face: Typeface, baselines: object) -> None:
    if font["head"].unitsPerEm != EM:
        scale_upem(font, EM)
    heading, metrics = font["hhea"], font["OS/2"]
    heading.ascent, heading.descent, heading.lineGap = ASCENT, DESCENT, 0
    metrics.sTypoAscender, metrics.sTypoDescender, metrics.sTypoLineGap = ASCENT, DESCENT, 0
    metrics.usWinAscent, metrics.usWinDescent = ASCENT, -DESCENT
    # Each family has one face, which is never to be thickened or slanted.
    metrics.usWeightClass, metrics.fsSelection = REGULAR_WEIGHT, REGULAR_STYLE
    font["head"].macStyle = 0
    font["BASE"] = baselines
    if face.borrows_latin:
        for table in font["cmap"].tables:
            for code in _LATIN:
                getattr(table, "cmap", {}).pop(code, None)
    _call(font, face.family)


def _call(font: TTFont, family: str) -> None:
    names = font["name"]
    names.names = []
    written = {1: family, 2: "Regular", 4: family, 6: family.replace(" ", "-")}
    for number, text in written.items():
        names.setName(text, number, 3, 1, 0x409)


def _configuration(folder: Path) -> str:
    """Return what tells fontconfig of these files and of no others."""
    lines = [
        '<?xml version="1.0"?>',
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
        "<fontconfig>",
        f"  <dir>{escape(str(folder))}</dir>",
        f"  <cachedir>{escape(str(folder / 'cache'))}</cachedir>",
        "  <selectfont><rejectfont>",
        f"    <glob>{escape(str(folder / 'own'))}/*</glob>",
        "  </rejectfont></selectfont>",
        "</fontconfig>",
    ]
    return "\n".join(lines) + "\n"
