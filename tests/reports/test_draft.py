"""The draft: a lead, four parts, a chart, two annexes, a signature and a day."""

import pytest

from branches.periods import Period
from reports.models import SummaryText
from reports.summary.draft import TOLD, draft
from tests.factories.branches import TODAY, CommitteeFactory
from tests.reports.small import MIDDLE, YEAR, build, scope_of
from tests.reports.told import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return build()


def drafted(organisation, period=YEAR, until=TODAY):
    return draft(scope_of(organisation, period, until), dated=TODAY)


def enter(organisation, slot, text, year=2025):
    SummaryText.objects.create(
        organisation=organisation, year=year, slot=slot, text=text, source="工作要点"
    )


@pytest.mark.parametrize(
    ("period", "called"),
    [
        (YEAR, "2025年度党建工作总结"),
        (Period.half(2025, 1), "2025年上半年党建工作总结"),
        (Period.quarter(2025, 3), "2025年第三季度党建工作总结"),
    ],
)
def test_title_has_the_full_name_and_the_period(county, period, called):
    assert drafted(county.top, period).title == f"中共青石县委教育工作委员会\n{called}"


def test_document_is_a_signed_and_dated_draft(county):
    document = drafted(county.top).document

    assert (document.mark, document.signature) == ("草稿", "中共青石县委教育工作委员会")
    assert document.dated == TODAY
    assert [annex.title for annex in document.annexes] == [
        "2025年主要数据",
        "2025年党员增减情况",
    ]


def test_four_parts_stand_in_their_order(county):
    headings = [block.text for block in drafted(county.top).blocks() if block.kind == "heading"]

    assert [text for text in headings if not text.startswith("（")] == [
        "一、基本情况",
        "二、主要做法",
        "三、存在的问题",
        "四、下一步打算",
    ]


def test_lead_is_what_the_committee_entered_for_the_year(county):
    enter(county.top, "LEAD", "围绕中心工作")
    enter(county.top, "LEAD", "明年的提法", year=2026)

    lead = words(drafted(county.top).blocks())[0]

    assert lead == "围绕中心工作。现将2025年党建工作情况总结如下。"


def test_lead_that_was_not_entered_is_marked(county):
    lead = words(drafted(county.top).blocks())[0]

    assert lead == "〔待填：指导思想和年度主题〕现将2025年党建工作情况总结如下。"


def test_lead_of_a_year_that_runs_says_until_when(county):
    lead = words(drafted(county.top, until=MIDDLE).blocks())[0]

    assert lead.endswith("现将2025年（截至2025年6月15日）党建工作情况总结如下。")


@pytest.mark.parametrize("slot", SummaryText.Slot.values)
def test_every_text_stands_somewhere(county, slot):
    enter(county.top, slot, "写在这里的一句话")

    told = "".join(words(drafted(county.top).blocks()))

    assert told.count("写在这里的一句话。") == 1


def test_texts_of_another_committee_are_not_taken(county):
    enter(CommitteeFactory(), "LEAD", "别处的提法")

    assert "别处的提法" not in "".join(words(drafted(county.top).blocks()))


def test_chart_shows_the_months_and_says_them_in_words(county):
    chart = next(block for block in drafted(county.top).blocks() if block.kind == "chart")

    assert chart.caption == "2025年各月组织生活场次"
    assert "6月" in chart.alt


def test_a_period_without_sittings_has_no_chart():
    top = CommitteeFactory()

    assert [block for block in drafted(top).blocks() if block.kind == "chart"] == []


def test_annex_stands_beside_the_year_before(county):
    table = drafted(county.top).annexes()[0].blocks[0]

    assert list(table.headers) == ["项目", "单位", "2025年", "2024年"]
    assert ("基层党支部", "个", "2", "2") in table.rows
    assert ("实交党费", "元", "40.00", "0.00") in table.rows


def test_first_annex_fits_on_a_page():
    assert len(TOLD) <= 23


def test_movement_foots_in_the_annex_and_leaves_zeroes_out(county):
    rows = drafted(county.top).annexes()[1].blocks[0].rows

    assert [(label, now) for label, _, now, _ in rows] == [
        ("期初党员", "5"),
        ("增加：发展党员", "1"),
        ("减少：转出组织关系", "1"),
        ("减少：停止党籍", "1"),
        ("期末党员", "4"),
    ]


def test_campaigns_that_have_not_begun_are_not_told(county):
    early = drafted(county.top, until=MIDDLE.replace(day=14))

    assert (early.campaigns, drafted(county.top).campaigns) == ([], ["学习教育"])


@pytest.mark.parametrize(
    ("period", "told"),
    [
        (Period.half(2025, 1), ["学习教育"]),
        (Period.quarter(2025, 1), []),
        (Period.quarter(2025, 2), ["学习教育"]),
        (Period.quarter(2025, 3), []),
        (Period.quarter(2025, 4), []),
    ],
    ids=str,
)
def test_campaigns_are_told_in_the_part_of_the_year_that_held_them(county, period, told):
    assert drafted(county.top, period).campaigns == told


@pytest.mark.parametrize(
    ("period", "told"),
    [(YEAR, True), (Period.half(2025, 1), False), (Period.quarter(2025, 3), False)],
    ids=str,
)
def test_what_was_held_for_the_year_after_its_end_is_told_of_the_year_alone(county, period, told):
    assert ("组织生活会" in "".join(words(drafted(county.top, period).blocks()))) == told


def test_county_is_told_in_full(county):
    enter(county.top, "LEAD", "围绕中心工作")

    told = words(drafted(county.top).blocks())

    assert told == [
        "围绕中心工作。现将2025年党建工作情况总结如下。",
        "一、基本情况",
        "青石县教育工委于2020年1月成立。截至2025年12月31日，所属党总支1个、基层党支部2个，"
        "其中联合党支部1个；共有党员4名，比上年末减少1名，其中预备党员1名、女党员3名、"
        "少数民族党员1名、35岁及以下党员1名、离退休党员1名；在职党员占教职工的10.0%"
        "（教职工为截至2025—2026学年登记的人数）。",
        "县直公办学校2所，设党总支1个、党支部1个；乡镇公办学校1所，均单独设有党组织；"
        "民办学校2所，其中联合设立的1所、尚未覆盖的1所。",
        "全年发展党员1名，1个党组织完成换届选举，换届之外调整党组织书记1名。"
        "全年收缴党费40.00元，其中前三季度累计40.00元。",
        "二、主要做法",
        "（一）健全制度，压实责任",
        "一是落实联系点制度，1名班子成员建立联系点1个。二是签订2025年度责任书60份，应签66份。",
        "（二）突出学习，加强思想建设",
        "一是本级理论学习中心组学习1次，本级集中学习1场，所属党组织开展集中学习1场。"
        "二是讲授党课1次，其中党组织书记讲课1人次。",
        "（三）规范组织生活，建强基层组织",
        "一是1个党支部召开2025年度组织生活会。"
        "二是开展主题党日1次，开展“学习教育”专项活动，各类活动共有35人次参加。"
        "三是举办政治理论考试1次，参加70人次；举办培训班1期，培训12人次。",
        "（四）丰富活动，建设校园文化",
        "开展督导1轮，走访1次，采取座谈、查阅资料的方式。",
        "（五）从严管理，改进作风",
        "签订2025年度全面从严治党和党风廉政建设责任书60份，应签66份。",
        "三、存在的问题",
        "一是组织生活不够经常，多数党支部没有做到每月开展主题党日。"
        "二是换届工作不够及时，党组织届满没有按期换届。"
        "三是党费收缴不够及时，部分党员没有按月足额交纳。"
        "四是发展党员不够均衡，部分党支部全年没有发展党员。"
        "五是民办学校党的组织覆盖不够，部分民办学校还没有建立党组织。",
        "四、下一步打算",
        "针对存在的问题，下一年着重做好以下工作："
        "一是落实主题党日制度，按月核对、提醒，2026年3月底前每个党支部每月开展主题党日。"
        "二是逐一督促届满党组织换届，2026年6月底前届满未换届的全部完成。"
        "三是按月核对党费收缴，补交欠交的党费，2026年3月底前清理完毕。"
        "四是向骨干教师、青年教师和女教师倾斜，建立入党积极分子队伍，"
        "2026年底前在职党支部都有入党积极分子。"
        "五是具备条件的建立党组织，暂不具备条件的选派党建指导员，"
        "2026年底前民办学校全部有党组织或党建指导员。",
    ]
