"""The faces a document is set in: their families, files and widths.

The files are made by the foundry and lie in FONTS_DIR; no other font of the machine is seen.
"""

import os
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

CONFIGURATION = "fonts.conf"
_ENVIRONMENT = threading.Lock()
_NO_WIDTH = {"Mn", "Me"}  # accents, and selectors of a variant


@dataclass(frozen=True)
class Typeface:
    """One family of one face: what it is called in a stylesheet and where it comes from."""

    stem: str
    family: str
    source: str
    face: str = ""
    borrows_latin: bool = False

    def path(self, folder: Path) -> Path:
        """Return the file of this face in `folder`."""
        return folder / f"{self.stem}.otf"


# No free 小标宋 exists: 宋体 in bold stands for it. FandolFang knows the characters of GB 2312
# only; rarer ones, in names, come from WenKai, whose strokes are as thin. Digits and letters of
# these three come from 宋体, as their own are those of another style.
FANGSONG = Typeface("fangsong", "GW FangSong", "FandolFang-Regular.otf", borrows_latin=True)
KAI = Typeface("kai", "GW Kai", "FandolKai-Regular.otf", borrows_latin=True)
WENKAI = Typeface("wenkai", "GW WenKai", "LXGWWenKai-Light.ttf", borrows_latin=True)
SONG = Typeface("song", "GW Song", "NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC")
BIAOSONG = Typeface("biaosong", "GW BiaoSong", "NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC")
HEI = Typeface("hei", "GW Hei", "NotoSansCJK-Regular.ttc", "Noto Sans CJK SC")
TYPEFACES = (FANGSONG, KAI, WENKAI, SONG, BIAOSONG, HEI)

# In the order in which a character is looked for, as the stylesheet names them.
BODY = (FANGSONG, WENKAI, SONG)
SECOND = (KAI, WENKAI, SONG)
FIRST = (HEI, SONG)
TITLE = (BIAOSONG, SONG)


@cache
def _widths(path: Path) -> dict[int, float]:
    """Return the advance of each character a file holds, in ems."""
    with TTFont(path, lazy=True) as font:
        advances, em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: advances[glyph][0] / em for code, glyph in font.getBestCmap().items()}


class Ruler:
    """Measures text set in the faces of a stack, the first that holds a character giving it."""

    def __init__(self, folder: Path, stack: tuple[Typeface, ...]) -> None:
        self._faces = [_widths(face.path(folder)) for face in stack]
        self._known: dict[str, float] = {}

    def width(self, text: str) -> float:
        """Return the width of `text` in ems, without tracking."""
        known = self._known
        total = 0.0
        for character in text:
            if character not in known:
                known[character] = self._advance(character)
            total += known[character]
        return total

    def _advance(self, character: str) -> float:
        if unicodedata.category(character) in _NO_WIDTH:
            return 0.0
        code = ord(character)
        return next((face[code] for face in self._faces if code in face), 1.0)


@cache
def ruler(folder: Path, stack: tuple[Typeface, ...]) -> Ruler:
    """Return the ruler of a stack; files are read once."""
    return Ruler(folder, stack)


def missing(folder: Path) -> list[str]:
    """Return the files a document needs that are not in `folder`."""
    needed = [folder / CONFIGURATION, *(face.path(folder) for face in TYPEFACES)]
    return [path.name for path in needed if not path.is_file()]


@contextmanager
def only_these(folder: Path) -> Iterator[None]:
    """Let fontconfig, while it starts, see the fonts of `folder` and no others.

    Put back afterwards: a browser started from this process has fonts of its own to find.
    """
    with _ENVIRONMENT:
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(folder.absolute() / CONFIGURATION)
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before
