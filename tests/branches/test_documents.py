"""Documents, read back from their PDFs: words, places, fonts, and nothing that is not ours."""

import hashlib
import http.server
import re
import subprocess
import sys
import threading
import time
from datetime import date
from decimal import Decimal

import pytest
import weasyprint
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string

from branches import charts, documents
from branches.documents import (
    Annex,
    Attachment,
    CannotDraw,
    Chart,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Table,
    paragraph,
    press,
)
from branches.spreadsheets import Sheet, workbook_of
from tests.branches.paper import BOTTOM, MM, RIGHT, TOP, Paper, steps
from tests.county import ROOT

DAY = date(2027, 1, 5)
FOREIGN = rb"/URI|/Annots|/EmbeddedFile|/Filespec|/JavaScript|pdfaid|secret"
RARE = "喆堃燊㛃䶮"
HAN = "坚持问题导向深入基层调研走访支部座谈党员收集意见建议注重发挥骨干作用评选表彰先进集体"
PROSE = (
    "坚持问题导向，深入基层调研，走访支部128个、座谈党员1052人次，收集意见建议317条，已办结309条"
    f"（办结率97.5%）。评选表彰先进集体10个，其中{RARE}等生僻字姓名均按身份证登记。"
    "全年认真落实“三会一课”制度，《条例》学习覆盖率100%；各项工作稳步推进——取得了较好成效……"
)
BARS = charts.bar_chart("各学段党员人数", [("高中", 412), ("初中", 388), ("小学", 640)], unit="人")
CHART = Chart(BARS.svg, BARS.alt, "图1 各学段党员人数")


def characters(count):
    """Return that many Chinese characters."""
    return (HAN * (count // len(HAN) + 1))[:count]


def rows(count):
    return [(f"明阳县第{number}中学", number, f"{number % 90}.5%") for number in range(count)]


def report(**changes):
    """Return a report of every kind of block, about ten pages long."""
    table = Table("附表 各单位党员人数", ["单位", "党员", "到会率"], rows(60))
    blocks = [
        paragraph(PROSE),
        Heading(1, "一、主要工作"),
        Heading(2, "（一）加强组织建设，夯实工作基础"),
        Heading(3, "1. 党员队伍"),
        *[paragraph(PROSE * 2) for _ in range(20)],
        CHART,
        paragraph(PROSE),
    ]
    values = {
        "title": "中共明阳县委教育工作委员会关于2026年党建工作情况的报告",
        "blocks": blocks,
        "mark": "草稿",
        "addressee": "中共明阳县委",
        "signature": "中共明阳县委教育工作委员会",
        "dated": DAY,
        "annexes": [Annex("各单位党员情况表", [table])],
    }
    return Document(**values | changes)


def workbook():
    return Attachment(
        name="数据.xlsx",
        content=workbook_of([Sheet("党员", ["单位", "人数"], [("合计", 1440)])]),
        description="本报告的数据",
        made_on=DAY,
    )


@pytest.fixture
def draw(tmp_path):
    """Draw a document, or blocks beneath a title, and open it."""

    def drawn(*blocks, document=None, archive=False, attachment=None):
        document = document or Document("标题", blocks)
        return Paper(documents.pdf(document, archive=archive, attachment=attachment), tmp_path)

    return drawn


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """The report as it is sent."""
    return Paper(documents.pdf(report(), archive=False), tmp_path_factory.mktemp("sent"))


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """The report as it is kept, with its workbook."""
    content = documents.pdf(report(), archive=True, attachment=workbook())
    return Paper(content, tmp_path_factory.mktemp("kept"))


def near(millimetres):
    """Compare a place in points with one in millimetres, within 1 mm."""
    return pytest.approx(millimetres * MM, abs=MM)


# The grid ------------------------------------------------------------------------------------


def test_paper_is_a4(sent):
    assert sent.info["Page size"] == "595.276 x 841.89 pts (A4)"


def test_full_page_has_22_lines_of_28_characters(draw):
    lines = draw(paragraph(characters(28 * 80))).body(2)

    assert [len(line.text) for line in lines] == [28] * 22


def test_lines_stand_at_equal_distances(draw):
    lines = draw(paragraph(characters(28 * 80))).body(2)

    assert steps(lines) == pytest.approx([28.99] * 21, abs=0.1)


def test_first_character_stands_at_the_corner_of_the_text_area(draw):
    first = draw(paragraph(characters(28 * 80))).body(2)[0]

    assert (first.left, first.top) == (near(28), near(37 + (225 / 22 - 16 / MM) / 2))


def test_line_22_ends_at_the_bottom_of_the_text_area(draw):
    last = draw(paragraph(characters(28 * 80))).body(2)[21]

    assert last.bottom == near(37 + 225 - (225 / 22 - 16 / MM) / 2)


def test_every_full_line_ends_flush(draw):
    lines = draw(paragraph(PROSE * 20)).body(2)

    assert [line.right for line in lines] == pytest.approx([RIGHT] * 22, abs=0.5)


def test_rare_characters_keep_the_grid(draw):
    lines = draw(paragraph(RARE * 300)).body(2)

    assert [len(line.text) for line in lines] == [28] * 22
    assert steps(lines) == pytest.approx([28.99] * 21, abs=0.1)


def test_no_line_begins_or_ends_with_a_mark_that_may_not(draw):
    lines = draw(paragraph(PROSE * 20)).body(2)

    assert [line.text for line in lines if line.text[0] in "，。、；：”》）%…—"] == []
    assert [line.text for line in lines if line.text[-1] in "“《（"] == []


def test_number_is_not_divided_between_lines(draw):
    lines = draw(paragraph("共1234567人参加。" * 100)).body(2)

    assert [
        line.text for line in lines if line.text[0].isdigit() and line.text[:7] != "1234567"
    ] == []


def test_paragraph_is_indented_by_two_characters(draw):
    title, first, second = draw(paragraph(characters(40))).body(1)

    assert title.text == "标题"
    assert (first.left, second.left) == (near(28 + 2 * 156 / 28), near(28))
    assert (len(first.text), len(second.text)) == (26, 14)


def test_text_beneath_a_chart_is_on_the_grid_again(draw):
    lines = draw(paragraph("前"), CHART, paragraph("后")).body(1)
    before, after = [line for line in lines if line.text in {"前", "后"}]

    assert (after.bottom - before.bottom) / 28.99 == pytest.approx(
        round((after.bottom - before.bottom) / 28.99), abs=0.02
    )


# Page numbers --------------------------------------------------------------------------------


def test_page_numbers_are_14_points_between_dashes(sent):
    assert [sent.foot(number).text for number in (1, 2, 3)] == ["— 1 —", "— 2 —", "— 3 —"]
    assert sent.foot(1).bottom - sent.foot(1).top == pytest.approx(14, abs=0.1)


def test_number_of_an_odd_page_stands_right_one_character_in(sent):
    assert sent.foot(3).right == near(28 + 156 - 14 / MM)


def test_number_of_an_even_page_stands_left_one_character_in(sent):
    assert sent.foot(2).left == near(28 + 14 / MM)


@pytest.mark.parametrize("number", [1, 2])
def test_dashes_lie_7_millimetres_beneath_the_text(sent, number):
    foot = sent.foot(number)
    dash = {"left": foot.left, "right": foot.left + 11, "top": BOTTOM, "bottom": BOTTOM + 40}

    upper, _ = sent.ink(number, **dash)

    assert upper - BOTTOM == pytest.approx(7 * MM, abs=0.3 * MM)


# Words ---------------------------------------------------------------------------------------


def test_text_read_back_is_the_text_written(draw):
    assert draw(paragraph(PROSE)).text == f"标题{PROSE}—1—"


def test_runs_are_printed_one_after_another(draw):
    runs = (Run("党员"), Run("412", url="/members/", figure_id="members"), Run("名"))

    assert draw(Paragraph(runs)).text == "标题党员412名—1—"


def test_levels_are_set_in_their_own_faces(draw):
    paper = draw(Heading(1, "一、甲"), Heading(2, "（一）乙"), Heading(3, "1. 丙"))

    assert {name.partition("+")[2] for name, _, _ in paper.fonts} == {
        *("GW-BiaoSong", "GW-Hei", "GW-Kai", "GW-FangSong", "GW-Song")
    }


def test_heading_stays_with_what_follows_it(draw):
    # The title takes two lines of the first page; the heading would be its last.
    paper = draw(paragraph(characters(26 + 28 * 18)), Heading(1, "一、主要工作"), paragraph("后"))

    assert [line.text for line in paper.body(2)] == ["一、主要工作", "后"]


def test_long_title_is_broken_into_lines_like_each_other_at_a_pause(sent):
    lines = [line.text for line in sent.body(1)[:2]]

    assert lines == ["中共明阳县委教育工作委员会", "关于2026年党建工作情况的报告"]


def test_title_keeps_the_breaks_it_has(draw):
    paper = draw(document=Document("关于甲\n和乙的报告", []))

    assert [line.text for line in paper.body(1)] == ["关于甲", "和乙的报告"]


def test_title_of_one_endless_word_is_broken_too(draw):
    paper = draw(document=Document("明" * 70, []))

    assert "".join(line.text for line in paper.body(1)) == "明" * 70
    assert max(line.right for line in paper.body(1)) <= RIGHT


def test_addressee_stands_flush_left_before_the_text(draw):
    paper = draw(document=report(title="标题"))
    title, addressee, first = paper.body(1)[:3]

    assert addressee.text == "中共明阳县委："
    assert addressee.left == near(28)
    assert addressee.bottom - title.bottom == pytest.approx(2 * 28.99, abs=4)
    assert first.bottom - addressee.bottom == pytest.approx(28.99, abs=0.1)


def test_mark_is_printed_on_every_page_and_only_if_there_is_one(draw):
    marked = draw(document=report())
    tops = [[word for word in page if word.text == "草稿"] for page in marked.pages()]
    assert [len(words) for words in tops] == [1] * len(tops)
    assert max(words[0].bottom for words in tops) < TOP

    assert "草稿" not in draw(document=report(mark="")).text


def test_page_break_begins_a_page(draw):
    paper = draw(paragraph("前"), PageBreak(), paragraph("后"))

    assert [line.text for line in paper.body(2)] == ["后"]


# Signature and date --------------------------------------------------------------------------


def end_of(paper, page=1):
    return [(line.text, line.left, line.right) for line in paper.body(page)[-2:]]


def test_date_begins_two_characters_after_the_signature_which_ends_two_from_the_edge(draw):
    paper = draw(document=report(blocks=[paragraph("完。")], annexes=[]))
    (signature, left, right), (day, below, _) = end_of(paper)

    assert (signature, day) == ("中共明阳县委教育工作委员会", "2027年1月5日")
    assert right == near(28 + 156 * 26 / 28)
    assert below - left == near(2 * 156 / 28)


def test_date_longer_than_the_signature_ends_two_from_the_edge(draw):
    paper = draw(document=report(blocks=[paragraph("完。")], annexes=[], signature="工委"))
    (signature, left, _), (day, below, right) = end_of(paper)

    assert (signature, day) == ("工委", "2027年1月5日")
    assert right == near(28 + 156 * 26 / 28)
    assert below - left == near(2 * 156 / 28)


def test_signature_stands_one_line_beneath_the_text(draw):
    paper = draw(document=report(blocks=[paragraph("完。")], annexes=[]))
    text, signature, _ = paper.body(1)[-3:]

    assert signature.bottom - text.bottom == pytest.approx(2 * 28.99, abs=0.1)


def test_signature_never_stands_alone_on_a_page(draw):
    # The text fills the first page to its last line.
    blocks = [paragraph(characters(26 + 28 * 19))]
    paper = draw(
        document=Document("标题", blocks, signature="中共明阳县委教育工作委员会", dated=DAY)
    )

    assert [len(line.text) for line in paper.body(2)][:1] == [28]
    assert [line.text for line in paper.body(2)][-2:] == [
        "中共明阳县委教育工作委员会",
        "2027年1月5日",
    ]


def test_names_of_annexes_and_signature_take_the_last_line_of_the_text_along(draw):
    blocks = [paragraph(characters(26 + 28 * 19))]
    annexes = [Annex("名单", []), Annex("数据", [])]
    paper = draw(
        document=Document("标题", blocks, signature="教育工委", dated=DAY, annexes=annexes)
    )

    assert [len(line.text) for line in paper.body(2)][:1] == [28]
    assert [line.text for line in paper.body(2)][1:] == [
        *("附件：1.名单", "2.数据", "教育工委", "2027年1月5日"),
    ]


def test_draft_without_signature_or_date_has_neither(draw):
    paper = draw(document=Document("标题", [paragraph("完。")]))

    assert paper.text == "标题完。—1—"


# Annexes -------------------------------------------------------------------------------------


def test_single_annex_is_named_beneath_the_text_and_begins_a_page_without_a_number(draw):
    annexes = [Annex("名单", [paragraph("甲")])]
    paper = draw(document=Document("标题", [paragraph("完。")], annexes=annexes))

    assert [line.text for line in paper.body(1)] == ["标题", "完。", "附件：名单"]
    assert [line.text for line in paper.body(2)] == ["附件", "名单", "甲"]


def test_several_annexes_are_numbered(draw):
    annexes = [Annex("名单", [paragraph("甲")]), Annex("数据", [paragraph("乙")])]
    paper = draw(document=Document("标题", [paragraph("完。")], annexes=annexes))
    _, _, first, second = paper.body(1)

    assert (first.text, second.text) == ("附件：1.名单", "2.数据")
    assert second.left - first.left == pytest.approx(3 * 15.79, abs=1)
    assert [paper.body(page)[0].text for page in (2, 3)] == ["附件1", "附件2"]


def test_title_of_an_annex_is_centred_on_its_third_line(draw):
    annexes = [Annex("名单", [paragraph("甲")])]
    paper = draw(document=Document("标题", [paragraph("完。")], annexes=annexes))
    label, title, _ = paper.body(2)

    assert label.left == near(28)
    assert (title.left + title.right) / 2 == near(28 + 156 / 2)
    assert title.top - label.top == pytest.approx(2 * 28.99 - 3, abs=MM)


# Tables and charts ---------------------------------------------------------------------------


def test_table_repeats_its_head_on_every_page(draw):
    paper = draw(Table("附表", ["单位", "党员", "到会率"], rows(60)))

    assert [page[0].text for page in paper.pages()[1:]] == ["单位"] * (len(paper.pages()) - 1)
    assert len(paper.pages()) > 2


def test_numbers_of_a_table_end_below_each_other(draw):
    table = Table("表", ["单位", "数"], [("甲", 5), ("乙", Decimal("1234.50")), ("丙", "—")])
    words = {word.text: word for word in draw(table).pages()[0]}

    assert words["5"].right == pytest.approx(words["1234.50"].right, abs=0.1)
    assert words["甲"].left == pytest.approx(words["乙"].left, abs=0.1)


def test_column_with_words_in_it_is_no_column_of_numbers():
    table = Table("表", ["a", "b"], [("1", 1), ("甲", "2.5%")])

    assert table.lines == [[("1", False), ("1", True)], [("甲", False), ("2.5%", True)]]


def test_table_whose_row_does_not_fit_is_refused(draw):
    with pytest.raises(ValueError, match="does not fit its headers"):
        draw(Table("表", ["a", "b"], [("1",)]))


def test_table_too_long_to_draw_is_refused_in_words():
    table = Table("名册", ["甲"], [("1",)] * (documents.MOST_ROWS + 1))

    with pytest.raises(CannotDraw, match="表格“名册”有1001行，超过1000行，请改用工作簿。"):
        documents.pdf(Document("标题", [table]), archive=False)


def test_long_words_stay_inside_their_cells(draw):
    table = Table("表", ["单位", "说明"], [("甲", "A" * 200), ("乙", "明" * 200)])

    assert max(word.right for word in draw(table).pages()[0]) <= RIGHT + 1


def test_chart_is_drawn_with_its_words_and_caption(draw):
    text = draw(CHART).text

    assert [
        word for word in ("高中", "412", "单位：人", "图1各学段党员人数") if word not in text
    ] == []


# Fonts ---------------------------------------------------------------------------------------


def test_every_font_is_ours_embedded_and_a_subset(sent):
    assert [font for font in sent.fonts if not (font[1] and font[2])] == []
    assert [name for name, _, _ in sent.fonts if not re.fullmatch(r"[A-Z]{6}\+GW-\w+", name)] == []


def test_rare_characters_come_from_a_face_that_has_them(draw):
    paper = draw(paragraph(RARE))

    assert "GW-WenKai" in {name.partition("+")[2] for name, _, _ in paper.fonts}


def test_machine_that_lacks_nothing_is_fit():
    assert documents.faults() == []


def test_machine_without_fonts_is_refused(tmp_path, settings):
    settings.FONTS_DIR = tmp_path

    with pytest.raises(ImproperlyConfigured, match=r"missing font fonts\.conf.*setup\.sh run"):
        documents.refuse_unfit_machine()


def test_machine_on_which_a_pdf_would_take_long_is_refused(monkeypatch):
    monkeypatch.setattr(press, "harfbuzz_subset", None)

    assert documents.faults() == [
        "missing library libharfbuzz-subset0: a PDF would take 13 seconds"
    ]


@pytest.mark.parametrize(("version", "found"), [("69.9", 1), ("70.0", 0), ("100.1", 0)])
def test_weasyprint_that_fetches_what_it_should_not_is_refused(monkeypatch, version, found):
    monkeypatch.setattr(weasyprint, "__version__", version)

    assert len(documents.faults()) == found


# The same from the same ----------------------------------------------------------------------

PRINT_DIGEST = """
import hashlib, django
django.setup()
from tests.branches import test_documents as here
content = here.documents.pdf(here.report(), archive=True, attachment=here.workbook())
print(hashlib.sha256(content).hexdigest())
"""


def test_same_values_give_the_same_bytes(sent, kept):
    assert documents.pdf(report(), archive=False) == sent.content
    assert documents.pdf(report(), archive=True, attachment=workbook()) == kept.content


def test_another_process_gives_the_same_bytes(kept):
    printed = subprocess.run(
        [sys.executable, "-c", PRINT_DIGEST],
        cwd=ROOT,
        env={
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "VAR_DIR": str(settings.VAR_DIR),
            "FONTS_DIR": str(settings.FONTS_DIR),
            "PYTHONHASHSEED": "7",
            "TZ": "UTC",
        },
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    assert printed.split() == [hashlib.sha256(kept.content).hexdigest()]


def test_ten_pages_are_drawn_within_three_seconds(sent):
    assert len(sent.pages()) >= 10

    start = time.perf_counter()
    documents.pdf(report(), archive=False)

    assert time.perf_counter() - start < 3


# Two copies ----------------------------------------------------------------------------------


def test_copy_for_the_archive_is_pdf_a_and_holds_the_workbook(kept, tmp_path):
    assert re.findall(rb'pdfaid:(part|conformance)(?:="|>)(\w)', kept.inside) == [
        (b"part", b"3"),
        (b"conformance", b"A"),
    ]
    assert re.findall(rb"/AFRelationship /(\w+)", kept.inside) == [b"Data"]
    assert re.findall(FOREIGN, kept.inside) != []
    assert kept.attachments(tmp_path) == {"数据.xlsx": workbook().content}


def test_archive_may_do_without_a_workbook(draw, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()

    assert draw(paragraph("甲"), archive=True).attachments(folder) == {}


def test_copy_that_is_sent_never_carries_a_workbook():
    with pytest.raises(ValueError, match="only the copy for the archive"):
        documents.pdf(report(), archive=False, attachment=workbook())


def test_copy_that_is_sent_holds_no_file_no_link_and_nothing_about_its_maker(draw, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    paper = draw(document=report(blocks=[Paragraph((Run("412", url="/members/?q=secret"),))]))

    assert paper.attachments(folder) == {}
    assert re.findall(FOREIGN, paper.inside) == []
    assert set(paper.info) & {"Author", "Creator", "Subject", "Keywords", "CreationDate"} == set()
    assert paper.info["Title"] == "中共明阳县委教育工作委员会关于2026年党建工作情况的报告"


def test_both_copies_are_tagged_and_say_the_same(sent, kept):
    assert (sent.info["Tagged"], kept.info["Tagged"]) == ("yes", "yes")
    assert sent.text == kept.text


# Nothing from outside ------------------------------------------------------------------------


@pytest.fixture
def canary(tmp_path):
    """A file on this machine, a server beside it, and the requests that reached the server."""
    hits = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_error(404)

        def log_message(self, *arguments):
            pass

    planted = tmp_path / "canary.txt"
    planted.write_text("CANARY" * 10, encoding="ascii")
    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", planted.as_uri(), hits
    server.shutdown()
    thread.join()
    server.server_close()


VECTORS = [
    '<img src="{0}">',
    '<link rel="stylesheet" href="{0}">',
    '<link rel="attachment" href="{0}"><a rel="attachment" href="{0}">x</a>',
    '<style>@import url("{0}"); body {{ background: url("{0}") }}</style>',
    '<style>@font-face {{ font-family: "x"; src: url("{0}") }} * {{ font-family: "x" }}</style>',
    '<p style="background: url({0})">x</p>',
    '<object data="{0}"></object><embed src="{0}"><iframe src="{0}"></iframe>',
    '<base href="{0}"><img src="a.png">',
]


def test_canary_sings_where_fetching_is_allowed(canary):
    remote, local, hits = canary
    html = f'<link rel="attachment" href="{local}"><img src="{remote}/a.png">'

    content = weasyprint.HTML(string=html).write_pdf(uncompressed_pdf=True)

    assert (hits, b"CANARY" in content) == (["/a.png"], True)


@pytest.mark.parametrize("vector", VECTORS)
def test_markup_in_a_text_is_printed_and_fetches_nothing(draw, canary, tmp_path, vector):
    remote, local, hits = canary
    folder = tmp_path / "files"
    folder.mkdir()
    hostile = [vector.format(address) for address in (remote, local)]
    blocks = [
        block
        for text in hostile
        for block in (
            paragraph(text),
            Heading(1, text),
            Table(text, [text], [[text]]),
            Chart(charts.bar_chart(text, [(text, 1)], unit=text).svg, text, text),
        )
    ]
    document = Document(
        hostile[0],
        blocks,
        mark=hostile[0],
        addressee=hostile[0],
        signature=hostile[0],
        annexes=[Annex(hostile[1], [])],
    )

    paper = draw(document=document)

    assert hits == []
    assert b"CANARY" not in paper.inside
    assert paper.attachments(folder) == {}
    assert vector.format(remote).replace(" ", "") in paper.text.replace(" ", "")


@pytest.mark.parametrize(
    "content",
    [
        '<image href="{0}" width="10" height="10"/>',
        '<style>@import url("{0}");</style>',
        '<style>@font-face {{ font-family: "x"; src: url("{0}") }}</style><text>x</text>',
        '<use href="{0}#a"/>',
        '<rect width="9" height="9" fill="url({0}#a)"/>',
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_drawing_fetches_nothing_either(draw, canary, content):
    remote, local, hits = canary
    for address in (remote, local):
        inside = content.format(address)
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{inside}</svg>'

        assert b"CANARY" not in draw(Chart(svg, "图", "图")).inside

    assert hits == []


def test_control_and_reordering_characters_are_left_out(draw):
    assert draw(paragraph("甲\u202e\x00\x07乙\ud800\u200b丙\t\n丁")).text == "标题甲乙丙丁—1—"


# On a page -----------------------------------------------------------------------------------


def shown(*blocks):
    html = render_to_string("components/document.html", {"blocks": blocks})
    return " ".join(html.split())


def test_page_shows_the_same_blocks_with_links_to_figures():
    html = shown(
        Heading(1, "一、甲"), Paragraph((Run("党员"), Run("412", url="/members/"), Run("名")))
    )

    assert '<h2 class="document-level-1">一、甲</h2>' in html
    assert '<p> 党员<a href="/members/">412</a>名 </p>' in html


def test_page_shows_a_chart_as_it_is_drawn_and_a_table_with_its_numbers():
    html = shown(CHART, Table("表", ["单位", "数"], [("甲", 5)]))

    assert BARS.svg in html
    assert '<td>甲</td><td class="number">5</td>' in html


def test_markup_on_a_page_is_text():
    html = shown(paragraph("<b>"), Heading(2, "<b>"), Table("<b>", ["<b>"], [["<b>"]]))

    assert "<b>" not in html


def test_drawing_that_was_not_made_here_is_not_markup_on_a_page():
    assert "<svg" not in shown(Chart("<svg></svg>", "图", "图"))
