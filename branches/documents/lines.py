"""Breaks Chinese text into lines that end flush.

28 cells fill a line. A mark that may not begin a line is squeezed into the line before it, or
takes the character before it along to the next; what is left over is spread between the
characters. Pango justifies at spaces only, of which Chinese has none.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from branches.documents.typefaces import Ruler

SIZE = 16.0  # points; 3号
MEASURE = 156 / 25.4 * 72  # points; the text area is 156 mm wide
CELLS = 28
# What is added between two characters so that 28 of them fill the line exactly.
TRACKING = (MEASURE - CELLS * SIZE) / (CELLS - 1)
CELL = SIZE + TRACKING
# How much closer the characters of a line may stand to let a closing mark in.
SQUEEZE = 0.65
TITLE_SIZE = 22.0  # points; 2号

NEVER_FIRST = frozenset("、。，．；：？！）》〉】〕」』”’％℃…—·,.;:?!)]}%")
NEVER_LAST = frozenset("（《〈【〔「『“‘([{")
# A number, a word or an address stays whole unless it is long; dashes and dots come in pairs.
_LONGEST = 14
_ATOM = re.compile(rf"[!-~]{{1,{_LONGEST}}}|——|……|.", re.DOTALL)
_SPACE = re.compile(r"[\t\n\v\f\r ]+")
_UNSEEN = {"Cc", "Cf", "Cs"}
# Words of titles that are not to be divided, and marks after which a title is best broken.
_TITLE_ATOM = re.compile(
    rf"关于|委员会|党支部|党委|年度|工作|情况|建设|报告|总结|通知|方案|计划|意见|述职|{_ATOM.pattern}",
    re.DOTALL,
)
_PAUSES = frozenset("，、：；　 ")
_PAUSE_IS_WORTH = 3  # characters further from the middle


@dataclass(frozen=True)
class Line:
    """One line and what is added between its characters, in points."""

    text: str
    tracking: float


def clean(text: str) -> str:
    """Return `text` as it can be printed: no control, no reordering of what is read."""
    return "".join(
        character
        for character in _SPACE.sub(" ", text)
        if unicodedata.category(character) not in _UNSEEN
    )


def break_lines(
    text: str, ruler: Ruler, *, indent: float = 0.0, hanging: float = 0.0, end: float = 0.0
) -> list[Line]:
    """Return the lines of a paragraph; all but the last end flush.

    indent, hanging: cells left empty before the first line and before those that follow.
    end: cells left empty after every line.
    """
    atoms = _Atoms(text, ruler)
    lines: list[Line] = []
    start = 0
    while start < len(atoms):
        room = MEASURE - CELL * (end + (hanging if lines else indent))
        stop = atoms.stop(start, room)
        words = "".join(atoms.texts[start:stop])
        last = stop == len(atoms)
        # A last line that was squeezed stays so; any other stands on the grid.
        fitted = atoms.tracking(start, stop, room)
        lines.append(Line(words, min(TRACKING, fitted) if last else fitted))
        start = stop
    return lines


class _Atoms:
    """What is never broken, one after another, with the sums that tell widths at once."""

    def __init__(self, text: str, ruler: Ruler) -> None:
        self.texts = _ATOM.findall(text)
        self._widths = [0.0]
        self._counts = [0]
        for atom in self.texts:
            self._widths.append(self._widths[-1] + ruler.width(atom) * SIZE)
            self._counts.append(self._counts[-1] + len(atom))

    def __len__(self) -> int:
        return len(self.texts)

    def tracking(self, start: int, stop: int, room: float) -> float:
        """Return what must be added between the characters for them to fill `room`."""
        gaps = self._counts[stop] - self._counts[start] - 1
        left = room - (self._widths[stop] - self._widths[start])
        return left / gaps if gaps > 0 else TRACKING

    def stop(self, start: int, room: float) -> int:
        """Return where the line that begins at `start` ends."""
        stop = start + 1
        while stop < len(self) and self._fits(start, stop + 1, room, TRACKING):
            stop += 1
        if stop == len(self):
            return stop
        closing = stop
        while closing < len(self) and self.texts[closing][0] in NEVER_FIRST:
            closing += 1
        if self._fits(start, closing, room, TRACKING - SQUEEZE):
            stop = closing
        return self._allowed(start, stop)

    def _fits(self, start: int, stop: int, room: float, tracking: float) -> bool:
        gaps = self._counts[stop] - self._counts[start] - 1
        width = self._widths[stop] - self._widths[start] + gaps * tracking
        return width <= room + 0.001

    def _allowed(self, start: int, stop: int) -> int:
        """Return the last place at or before `stop` where a line may end; `stop` if none is."""
        for place in range(stop, start, -1):
            begins_well = place == len(self) or self.texts[place][0] not in NEVER_FIRST
            if begins_well and self.texts[place - 1][-1] not in NEVER_LAST:
                return place
        return stop


def break_title(text: str, ruler: Ruler) -> list[str]:
    """Return the lines of a title: as the writer broke it, else of nearly equal length.

    Source: FMT-05. Few words are known here: a pause, or the place before 关于, is preferred if
    it is near the middle, and neither a number nor a word of the office is divided.
    """
    return [line for part in text.splitlines() for line in _balanced(clean(part).strip(), ruler)]


def _balanced(text: str, ruler: Ruler) -> Iterator[str]:
    room = MEASURE / TITLE_SIZE
    width = ruler.width(text)
    if width <= room:
        if text:
            yield text
        return
    count = int(width // room) + 1
    while (cut := _cut(text, ruler, width / count, room)) is None:
        count += 1
    yield text[:cut].rstrip()
    yield from _balanced(text[cut:].lstrip(), ruler)


def _cut(text: str, ruler: Ruler, ideal: float, room: float) -> int | None:
    """Return after how many characters the first line of a title ends; None if nowhere."""
    best: tuple[float, int] | None = None
    place = 0
    for atom in _TITLE_ATOM.findall(text):
        place += len(atom)
        width = ruler.width(text[:place])
        if width > room or place == len(text):
            break
        if text[place] in NEVER_FIRST or atom[-1] in NEVER_LAST:
            continue
        is_pause = atom[-1] in _PAUSES or text.startswith("关于", place)
        distance = abs(width - ideal) - (_PAUSE_IS_WORTH if is_pause else 0)
        if best is None or distance < best[0]:
            best = (distance, place)
    return best[1] if best else None
