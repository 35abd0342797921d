"""Charts as SVG: values in, text out; the same drawing stands on a page and in a document.

Only attributes, no styles, as the policy of a page wants it; the classes let a page's own sheet
change colours where it is dark. A line differs from another by its dashes and marks as well as
by its colour, and `alt` tells every number in words.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join

Number = int | Decimal

WIDTH = 640
FONT = "'GW Hei','PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"
SIZE = 13
BAR_COLOUR = "#b3261e"
COLOURS = ("#b3261e", "#1f5fa8", "#6b6b00", "#5b3f8c")
DASHES = ("none", "8 4", "2 4", "10 3 2 3")
MOST_LINES = len(COLOURS)
_TICKS = 4
_WIDEST_LABEL = 0.4 * WIDTH
_LINE = 17
_ROW = 28


@dataclass(frozen=True)
class Drawing:
    """A chart, fit to stand in a page as it is, and what it shows in words."""

    svg: str
    alt: str


@dataclass(frozen=True)
class Series:
    """One line of a chart: a value a label, None where there is none."""

    name: str
    values: Sequence[Number | None]


def bar_chart(title: str, rows: Sequence[tuple[str, Number]], *, unit: str = "") -> Drawing:
    """Return horizontal bars, one a row, from the top in the order given.

    Raises ValueError without rows, or for a value below zero.
    """
    top = _top([value for _, value in rows])
    column = min(max(_breadth(label) for label, _ in rows) + 10, _WIDEST_LABEL)
    plot = WIDTH - column - 70
    parts, y = [], 10.0
    for label, value in rows:
        lines = _wrapped(label, column - 10)
        height = max(_ROW, len(lines) * _LINE + 6)
        middle = y + height / 2
        length = float(value) / top * plot
        parts.append(_label(lines, column - 8, middle))
        parts.append(
            format_html(
                '<rect class="chart-1" x="{}" y="{}" width="{}" height="16" fill="{}"/>{}',
                _n(column),
                _n(middle - 8),
                _n(length),
                BAR_COLOUR,
                _text(column + length + 5, middle + 5, f"{value:,}", "start"),
            )
        )
        y += height
    grid = [
        format_html(
            '<path class="chart-grid" d="M{} 6V{}" stroke="#ccc"/>{}',
            _n(column + plot * step / _TICKS),
            _n(y + 4),
            _text(column + plot * step / _TICKS, y + 20, f"{top * step / _TICKS:,g}", "middle"),
        )
        for step in range(_TICKS + 1)
    ]
    words = _words(title, unit, [f"{label} {value:,}" for label, value in rows])
    return Drawing(_svg(title, words, y + 30, unit, [*grid, *parts]), words)


def line_chart(
    title: str, labels: Sequence[str], series: Sequence[Series], *, unit: str = ""
) -> Drawing:
    """Return lines over the same labels, at most MOST_LINES of them, with a key.

    Raises ValueError without values, for one below zero, or if a series does not fit the labels.
    """
    if len(series) > MOST_LINES:
        raise ValueError(f"more than {MOST_LINES} lines cannot be told apart")
    if any(len(one.values) != len(labels) for one in series):
        raise ValueError("each series needs a value, or None, for each label")
    top = _top([value for one in series for value in one.values if value is not None])
    plot = _Plot(labels=len(labels), top=top)
    parts = [*_scale(plot), *_foot(plot, labels)]
    x = plot.left
    for number, one in enumerate(series):
        parts.append(_line(plot, one, number))
        parts.append(_key(one, number, x))
        x += 60 + _breadth(one.name)
    told = [
        f"{one.name}："
        + "，".join(f"{a} {_told(b)}" for a, b in zip(labels, one.values, strict=True))
        for one in series
    ]
    words = _words(title, unit, told)
    return Drawing(_svg(title, words, plot.height, unit, parts), words)


@dataclass(frozen=True)
class _Plot:
    """Where the values of a line chart stand."""

    labels: int
    top: float
    left: float = 54
    right: float = WIDTH - 16
    upper: float = 40
    lower: float = 270
    height: float = 306

    def x(self, index: float) -> float:
        return self.left + (self.right - self.left) * (index + 0.5) / self.labels

    def y(self, value: float) -> float:
        return self.lower - (self.lower - self.upper) * value / self.top


def _scale(plot: _Plot) -> Iterator[str]:
    for step in range(_TICKS + 1):
        value = plot.top * step / _TICKS
        yield format_html(
            '<path class="chart-grid" d="M{} {}H{}" stroke="#ccc"/>{}',
            _n(plot.left),
            _n(plot.y(value)),
            _n(plot.right),
            _text(plot.left - 6, plot.y(value) + 5, f"{value:,g}", "end"),
        )


def _foot(plot: _Plot, labels: Sequence[str]) -> Iterator[str]:
    """Write the labels beneath; as many as fit, the first always."""
    room = (plot.right - plot.left) / plot.labels
    every = max(1, math.ceil((max(map(_breadth, labels)) + 6) / room))
    for index in range(0, plot.labels, every):
        yield _text(plot.x(index), plot.lower + 22, labels[index], "middle")


def _line(plot: _Plot, series: Series, number: int) -> str:
    """Draw one line; where a value is missing it is interrupted."""
    points = [
        (plot.x(index), plot.y(float(value)) if value is not None else None)
        for index, value in enumerate(series.values)
    ]
    path, pen = [], "M"
    for x, y in points:
        if y is None:
            pen = "M"
            continue
        path.append(f"{pen}{_n(x)} {_n(y)}")
        pen = "L"
    marks = [_mark(x, y, number) for x, y in points if y is not None]
    return format_html(
        '<path class="chart-line-{}" d="{}" fill="none" stroke="{}" stroke-width="2" '
        'stroke-dasharray="{}"/>{}',
        number + 1,
        "".join(path),
        COLOURS[number],
        DASHES[number],
        _joined(marks),
    )


def _mark(x: float, y: float, number: int) -> str:
    """Draw a mark that belongs to the line of that number: disc, square, ring, diamond."""
    shapes = (
        "M{x} {y}m-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0",
        "M{x} {y}m-3.5 -3.5h7v7h-7z",
        "M{x} {y}m-3.5 3l3.5 -6.5l3.5 6.5z",
        "M{x} {y}m-4.5 0l4.5 -4.5l4.5 4.5l-4.5 4.5z",
    )
    return format_html(
        '<path class="chart-{}" d="{}" fill="{}"/>',
        number + 1,
        shapes[number].format(x=_n(x), y=_n(y)),
        COLOURS[number],
    )


def _key(series: Series, number: int, x: float) -> str:
    return format_html(
        '<path class="chart-line-{}" d="M{} 18h30" fill="none" stroke="{}" stroke-width="2" '
        'stroke-dasharray="{}"/>{}{}',
        number + 1,
        _n(x),
        COLOURS[number],
        DASHES[number],
        _mark(x + 15, 18, number),
        _text(x + 36, 23, series.name, "start"),
    )


def _svg(title: str, words: str, height: float, unit: str, parts: Sequence[str]) -> str:
    if unit:
        parts = [*parts, _text(WIDTH - 4, 14, f"单位：{unit}", "end")]
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {} {}" role="img" '
        'font-family="{}" font-size="{}"><title>{}</title><desc>{}</desc>{}</svg>',
        WIDTH,
        math.ceil(height),
        FONT,
        SIZE,
        title,
        words,
        _joined(parts),
    )


def _joined(parts: Sequence[str]) -> str:
    return format_html_join("", "{}", ((part,) for part in parts))


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return format_html(
        '<text class="chart-text" x="{}" y="{}" text-anchor="{}">{}</text>',
        _n(x),
        _n(y),
        anchor,
        text,
    )


def _label(lines: Sequence[str], x: float, middle: float) -> str:
    first = middle + 5 - (len(lines) - 1) * _LINE / 2
    return _joined(
        [_text(x, first + number * _LINE, line, "end") for number, line in enumerate(lines)]
    )


def _words(title: str, unit: str, told: Sequence[str]) -> str:
    counted = f"（{unit}）" if unit else ""
    return f"{title}{counted}：{'；'.join(told)}。"


def _told(value: Number | None) -> str:
    return "无" if value is None else f"{value:,}"


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _breadth(text: str) -> float:
    """Return about how wide a text is; what is not ASCII is as wide as it is high."""
    return sum(SIZE if ord(character) > 0x2E7F else SIZE * 0.58 for character in text)


def _wrapped(label: str, room: float) -> list[str]:
    """Return a label in as many lines as it needs; nothing of it is left out."""
    lines = [""]
    for character in label:
        if lines[-1] and _breadth(lines[-1] + character) > room:
            lines.append("")
        lines[-1] += character
    return lines


def _top(values: Sequence[Number]) -> float:
    """Return the end of a scale of four round steps that holds every value."""
    if not values:
        raise ValueError("a chart needs values")
    if min(values) < 0:
        raise ValueError("a chart begins at zero")
    least = max(float(max(values)) / _TICKS, 1.0)
    power = 10.0 ** math.floor(math.log10(least))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= least - 1e-9)
    # A scale of a few whole things has no halves.
    return math.ceil(step) * _TICKS if step < 10 else step * _TICKS
