"""Reads a PDF back with poppler: what a reader of the paper sees and where it stands."""

import re
import subprocess
import zlib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

MM = 72 / 25.4
LEFT, TOP = 28 * MM, 37 * MM
RIGHT, BOTTOM = LEFT + 156 * MM, TOP + 225 * MM
_XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Word:
    """Text that stands together, and its box in points from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def run(*arguments):
    """Return what a tool of poppler prints."""
    return subprocess.run(arguments, check=True, capture_output=True, text=True).stdout


class Paper:
    """A PDF on disk, and the questions asked of it."""

    def __init__(self, content, folder):
        self.path = Path(folder) / "paper.pdf"
        self.path.write_bytes(content)
        self.content = content

    @property
    def inside(self):
        """Return the whole file as it is written, and its streams unpacked."""
        streams = re.findall(rb"stream\n(.*?)\nendstream", self.content, re.DOTALL)
        unpacked = [zlib.decompressobj().decompress(one) for one in streams if one[:1] == b"\x78"]
        return b"\n".join([self.content, *unpacked])

    @property
    def info(self):
        lines = run("pdfinfo", self.path).splitlines()
        return dict(re.split(r":\s+", line, maxsplit=1) for line in lines if ": " in line)

    @property
    def fonts(self):
        """Return each font's name, and whether it is embedded and a subset."""
        lines = run("pdffonts", self.path).splitlines()[2:]
        found = [
            re.match(r"(\S+)\s+.*\s(yes|no) (yes|no) (yes|no)\s+\d+\s+\d+$", one) for one in lines
        ]
        return [(one[1], one[2] == "yes", one[3] == "yes") for one in found]

    @property
    def text(self):
        """Return all text without the breaks of lines and pages."""
        return "".join(word.text for page in self.pages() for word in page)

    def pages(self):
        """Return the words of each page in the order of reading."""
        tree = ElementTree.fromstring(run("pdftotext", "-bbox", self.path, "-"))
        return [
            [
                Word(
                    word.text,
                    *(float(word.get(side)) for side in ("xMin", "yMin", "xMax", "yMax")),
                )
                for word in page.iter(f"{_XHTML}word")
            ]
            for page in tree.iter(f"{_XHTML}page")
        ]

    def body(self, number):
        """Return the lines of the text area of a page, from the top."""
        words = [word for word in self.pages()[number - 1] if TOP <= word.top < BOTTOM]
        lines = {}
        for word in words:
            lines.setdefault(round(word.bottom), []).append(word)
        return [
            Word(
                "".join(word.text for word in sorted(line, key=lambda word: word.left)),
                min(word.left for word in line),
                min(word.top for word in line),
                max(word.right for word in line),
                max(word.bottom for word in line),
            )
            for _, line in sorted(lines.items())
        ]

    def foot(self, number):
        """Return the page number of a page, with its dashes."""
        words = [word for word in self.pages()[number - 1] if word.top >= BOTTOM]
        return Word(
            " ".join(word.text for word in words),
            min(word.left for word in words),
            min(word.top for word in words),
            max(word.right for word in words),
            max(word.bottom for word in words),
        )

    def ink(self, number, *, left, right, top, bottom, resolution=300):
        """Return where the ink in a part of a page begins and ends, in points from the top."""
        scale = resolution / 72
        area = {"-x": left, "-y": top, "-W": right - left, "-H": bottom - top}
        pixels = {name: str(round(value * scale)) for name, value in area.items()}
        options = [part for pair in pixels.items() for part in pair]
        page = ["-r", str(resolution), "-f", str(number), "-l", str(number)]
        drawn = subprocess.run(
            ["pdftoppm", "-gray", *page, *options, str(self.path)],
            check=True,
            capture_output=True,
        ).stdout
        header = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", drawn)
        width, shades = int(header[1]), drawn[header.end() :]
        rows = [shades[start : start + width] for start in range(0, len(shades), width)]
        black = [row for row, line in enumerate(rows) if min(line) < 128]
        return top + black[0] / scale, top + (black[-1] + 1) / scale

    def attachments(self, folder):
        """Return the files inside, by name."""
        run("pdfdetach", "-saveall", "-o", folder, self.path)
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def steps(lines):
    """Return the distances between lines."""
    return [below.bottom - above.bottom for above, below in pairwise(lines)]
