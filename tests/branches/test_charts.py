"""Charts: what they show, in shapes and in words, and that a page may hold them."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branches.charts import MOST_LINES, Series, bar_chart, line_chart

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = [f"{month}月" for month in range(1, 13)]


def texts(drawing):
    """Return the texts of a drawing, as they stand in it."""
    return [element.text for element in tree(drawing).iter(f"{SVG}text")]


def tree(drawing):
    return ElementTree.fromstring(drawing.svg)


def widths(drawing):
    return [float(bar.get("width")) for bar in tree(drawing).iter(f"{SVG}rect")]


def curves(drawing):
    """Return the lines of a chart, without those of its key."""
    found = [path for path in tree(drawing).iter(f"{SVG}path") if path.get("fill") == "none"]
    return [path for path in found if "h30" not in path.get("d")]


def test_bars_are_as_long_as_their_values():
    long, short, none = widths(bar_chart("人数", [("甲", 200), ("乙", 50), ("丙", 0)]))

    assert (short / long, none) == (pytest.approx(0.25, abs=0.01), 0)


def test_bars_stand_in_the_order_given_with_label_and_value():
    assert texts(bar_chart("人数", [("甲校", 1200), ("乙校", 50)]))[5:] == [
        "甲校",
        "1,200",
        "乙校",
        "50",
    ]


def test_scale_of_bars_has_round_steps_up_to_more_than_the_longest():
    assert texts(bar_chart("人数", [("甲", 640)]))[:5] == ["0", "200", "400", "600", "800"]


@pytest.mark.parametrize(("value", "top"), [(0, "4"), (1, "4"), (4, "4"), (5, "8"), (9, "12")])
def test_scale_of_a_few_has_no_halves(value, top):
    assert texts(bar_chart("人数", [("甲", value)]))[4] == top


def test_long_label_is_wrapped_and_nothing_of_it_is_lost():
    label = "幼儿园（含民办幼儿园和农村教学点附设幼儿园，以及县直机关幼儿园）"

    lines = texts(bar_chart("人数", [(label, 5)]))[5:-1]

    assert len(lines) > 1
    assert "".join(lines) == label


def test_unit_stands_in_the_drawing_and_in_its_words():
    drawing = bar_chart("党员人数", [("高中", 1412), ("初中", 388)], unit="人")

    assert texts(drawing)[-1] == "单位：人"
    assert drawing.alt == "党员人数（人）：高中 1,412；初中 388。"


def test_drawing_tells_its_title_and_words_to_whom_does_not_see_it():
    drawing = bar_chart("党员人数", [("高中", 412)])
    root = tree(drawing)

    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "党员人数"
    assert root.find(f"{SVG}desc").text == drawing.alt


def test_line_goes_through_every_value():
    drawing = line_chart("场次", MONTHS, [Series("党课", list(range(12)))])
    (curve,) = curves(drawing)
    heights = [float(y) for _, y in re.findall(r"[ML](\S+) ([\d.]+)", curve.get("d"))]

    assert len(heights) == 12
    assert heights == sorted(heights, reverse=True)
    assert [text for text in texts(drawing) if text in MONTHS] == MONTHS


def test_line_is_interrupted_where_a_value_is_missing():
    drawing = line_chart("场次", ["1月", "2月", "3月"], [Series("党课", [1, None, 3])])
    (curve,) = curves(drawing)

    assert re.sub(r"[^ML]", "", curve.get("d")) == "MM"
    assert drawing.alt == "场次：党课：1月 1，2月 无，3月 3。"


def test_lines_differ_by_dashes_and_marks_as_well_as_by_colour():
    series = [Series(f"线{number}", [number, number + 1]) for number in range(MOST_LINES)]
    drawing = line_chart("场次", ["1月", "2月"], series)
    marks = [
        path.get("d")
        for path in tree(drawing).iter(f"{SVG}path")
        if path.get("fill") not in {"none", None}
    ]
    shapes = {re.sub(r"^M\S+ [\d.]+", "", mark) for mark in marks}

    for attribute in ("stroke", "stroke-dasharray"):
        assert len({curve.get(attribute) for curve in curves(drawing)}) == MOST_LINES
    assert len(shapes) == MOST_LINES


def test_labels_that_have_no_room_are_left_out_from_the_second_on():
    labels = [f"第{number}次党员大会" for number in range(30)]
    shown = [
        one for one in texts(line_chart("人数", labels, [Series("人", [1] * 30)])) if one in labels
    ]

    assert shown[0] == labels[0]
    assert len(shown) < 10


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: bar_chart("a", []), "needs values"),
        (lambda: bar_chart("a", [("甲", -1)]), "begins at zero"),
        (lambda: line_chart("a", ["甲"], []), "needs values"),
        (lambda: line_chart("a", ["甲"], [Series("a", [None])]), "needs values"),
        (lambda: line_chart("a", ["甲"], [Series("a", [1, 2])]), "for each label"),
        (lambda: line_chart("a", ["甲"], [Series("a", [1])] * 5), "more than 4 lines"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()


def test_drawing_has_neither_styles_nor_scripts_nor_links():
    drawings = [
        bar_chart("a", [("b", Decimal("1.5"))], unit="c"),
        line_chart("a", ["b"], [Series("c", [1])]),
    ]

    for drawing in drawings:
        assert re.findall(r"style|script|href|\son\w+=", drawing.svg) == []


def test_markup_in_a_label_is_text():
    hostile = '"><script>x</script>&'
    drawings = [
        bar_chart(hostile, [(hostile, 1)], unit=hostile),
        line_chart(hostile, [hostile], [Series(hostile, [1])], unit=hostile),
    ]

    for drawing in drawings:
        assert "<script" not in drawing.svg
        assert hostile in texts(drawing) or hostile == "".join(texts(drawing)[5:7])


@given(values=st.lists(st.integers(0, 10**9), min_size=1, max_size=30))
def test_every_bar_fits_beneath_its_scale(values):
    drawing = bar_chart("人数", [("甲", value) for value in values])
    grid = [path.get("d") for path in tree(drawing).iter(f"{SVG}path")]
    ends = [float(re.match(r"M([\d.]+)", path)[1]) for path in grid]

    assert max(widths(drawing)) <= max(ends) - min(ends) + 0.2
