"""A month's work: a secretary enters it from her home, and staff see who has not yet."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server
from tests.browser.hands import fill, filters, go, hears, press, rows, sees

Look = Callable[[Page, str], None]
BRANCH = "第一中学高一年级党支部"
# Of an area code that no place has.
NEW_NUMBER = "999999199203089025"
THEMED_DAY = "2026年11月主题党日还没有登记"
UNPAID = re.compile(r"^11月党费还有 \d+ 人没有登记$")
ANY_MEMBER = """
from members.models import Member
found = Member.objects.filter(placements__organisation__code='SF1102', sex='FEMALE')
found = found.filter(placements__ends_on__isnull=True).order_by('pk')[0]
print(found.name, found.identity_number, found.born_on)
"""


@pytest.fixture
def somebody_elsewhere(server: Server) -> list[str]:
    """Name, identity number and day of birth of a member of another branch."""
    return server.manage("shell", "--no-imports", "--command", ANY_MEMBER).split()


def due(page: Page, text: str | re.Pattern[str]) -> Locator:
    """Return what the home says is due, by its sentence."""
    sentence = page.get_by_text(text, exact=isinstance(text, str))
    return page.get_by_role("main").get_by_role("listitem").filter(has=sentence)


def describe(page: Page, name: str, born_on: str, number: str) -> None:
    """Fill in the form of a new member."""
    fill(page, 姓名=name, 出生日期=born_on, 公民身份号码=number)
    page.get_by_label("女", exact=True).check()
    fill(page, 入党日期="2015-6-20", 转正日期="2016-6-20")
    fill(page, 介绍信或批复文号="邻组转〔2026〕31号", 从哪里转来="邻县教育局党委")
    page.get_by_label("工作岗位").select_option("事业单位专业技术人员")


def test_secretary_does_the_months_work(page, login, look, width, somebody_elsewhere):
    login(page, "secretary")
    sees(page, "首页")
    expect(due(page, THEMED_DAY)).to_be_visible()
    expect(due(page, UNPAID)).to_be_visible()
    look(page, "month-home")

    _ask_for_somebody_known_elsewhere(page, look, somebody_elsewhere)
    _enter_a_member(page, look)
    _record_the_dues(page, look)
    _record_a_themed_day(page, look)

    go(page, "首页")
    sees(page, "首页")
    expect(due(page, re.compile("任期"))).to_be_visible()
    for done in (THEMED_DAY, UNPAID, re.compile("等待确认"), re.compile("基数")):
        expect(due(page, done)).to_have_count(0)
    look(page, "month-home-done")


def _ask_for_somebody_known_elsewhere(page: Page, look: Look, somebody: list[str]) -> None:
    name, number, born_on = somebody
    go(page, "党员")
    page.get_by_role("link", name="登记党员").click()
    sees(page, "登记党员")
    look(page, "member-new")
    describe(page, name, born_on, number)
    press(page, "登记")
    refused = page.get_by_role("alert")
    expect(refused).to_contain_text("这个身份号码已经登记过")
    expect(page.get_by_label("姓名", exact=True)).to_have_value(name)
    expect(page.get_by_role("main")).not_to_contain_text("东河镇")
    look(page, "member-new-known")

    press(page, "申请转入")
    hears(page, "申请已提交，上级党组织核对后答复。")
    sees(page, re.compile("^申请转入"))
    look(page, "transfer-asked")


def _enter_a_member(page: Page, look: Look) -> None:
    go(page, "党员")
    page.get_by_role("link", name="登记党员").click()
    describe(page, "高晓雯", "1992-3-8", NEW_NUMBER.replace("5", "6"))
    press(page, "登记")
    expect(page.get_by_role("alert")).to_contain_text("公民身份号码")
    describe(page, "高晓雯", "1992-3-8", NEW_NUMBER)
    press(page, "登记")
    hears(page, "已登记。")
    sees(page, re.compile("^高晓雯"))
    expect(page.get_by_role("main")).not_to_contain_text(NEW_NUMBER)
    look(page, "member")

    go(page, "首页")
    page.get_by_role("link", name="填写高晓雯的基数").click()
    fill(page, 从哪个月起="2026-11", 岗位工资="3200", 薪级工资="1500")
    look(page, "basis")
    press(page, "保存")
    hears(page, "已保存。")
    look(page, "member-dues")


def _record_the_dues(page: Page, look: Look) -> None:
    go(page, "首页")
    page.get_by_role("link", name="登记11月党费").click()
    sees(page, "2026年11月党费")
    look(page, "month-grid")
    page.get_by_label("何静未交原因").select_option("外出")
    expect(page.get_by_label("何静实交")).to_have_value("")
    page.get_by_label("韩素菊实交").fill("31.6八")
    press(page, "登记这个月的党费")
    expect(page.get_by_role("alert")).to_contain_text("韩素菊实交")
    expect(page.get_by_label("何静未交原因")).to_have_value("AWAY")
    look(page, "month-grid-refused")

    page.get_by_label("韩素菊实交").fill("32.00")
    press(page, "登记这个月的党费")
    hears(page, "已登记。")
    expect(page.get_by_role("row").filter(has_text="韩素菊")).to_contain_text("32.00")
    expect(page.get_by_role("row").filter(has_text="高晓雯")).to_contain_text("47.00")
    look(page, "month-grid-done")


def _record_a_themed_day(page: Page, look: Look) -> None:
    go(page, "首页")
    page.get_by_role("link", name="登记主题党日").click()
    sees(page, "登记活动")
    expect(page.get_by_role("checkbox", name="主题党日")).to_be_checked()
    page.get_by_label("日期", exact=True).fill("2026.11.31")
    fill(page, 主题="学习党章", 地点="党员活动室")
    press(page, "登记")
    expect(page.get_by_role("alert")).to_contain_text("这不是一个日期")
    expect(page.get_by_label("主题", exact=True)).to_have_value("学习党章")

    page.get_by_label("日期", exact=True).fill("2026.11.18")
    page.get_by_label("日期", exact=True).press("Tab")
    page.get_by_role("checkbox", name="何静", exact=True).uncheck()
    page.get_by_label("何静的请假原因").fill("外出培训")
    page.get_by_role("checkbox", name="胡若琴", exact=True).uncheck()
    look(page, "sitting-new")
    press(page, "登记")
    hears(page, "活动已登记，等待书记确认。")
    expect(page.get_by_role("main")).to_contain_text("到会 16 人，请假 1 人，缺席 1 人")
    look(page, "sitting-draft")

    press(page, "确认，计入统计")
    expect(page.get_by_role("heading", level=1)).to_contain_text("已确认")
    look(page, "sitting")


def test_staff_open_who_has_no_themed_day_and_its_members_of_last_year(page, login, look, width):
    login(page, "staff")
    sees(page, "全县一览")
    (told,) = due(page, re.compile("还没有开展主题党日$")).all()
    number = int(re.search(r"\d+", told.inner_text().partition("个党支部")[0]).group())
    told.get_by_role("link", name="查看这些党支部").click()
    sees(page, f"2026年11月没有主题党日的党支部 {number} 个")
    expect(rows(page)).to_have_count(number)
    look(page, "missing")

    filters(page).get_by_label("类型").select_option("支部党员大会")
    sees(page, re.compile(r"^2026年\d+—\d+月没有支部党员大会的党支部 \d+ 个$"))
    page.go_back()
    sees(page, f"2026年11月没有主题党日的党支部 {number} 个")

    page.get_by_role("link", name="城关镇初级中学党支部", exact=True).click()
    sees(page, "城关镇初级中学党支部")
    tabs = page.get_by_role("navigation", name="党组织的各部分")
    tabs.get_by_role("link", name="党员", exact=True).click()
    sees(page, re.compile("^城关镇初级中学党支部"))
    day = filters(page).get_by_label("截至")
    day.fill("2025-12-31")
    day.press("Enter")
    strip = page.get_by_role("region", name="所看的日期")
    expect(strip).to_contain_text("截至 2025年12月31日 的情况")
    expect(rows(page).first).to_be_visible()
    look(page, "roll-of-last-year")


def test_staff_look_at_another_month_of_the_countys_dues(page, login, look, width):
    login(page, "staff")
    go(page, "党费")
    sees(page, re.compile("^2026年10月党费"))
    filters(page).get_by_label("月份").fill("2026-3")
    filters(page).get_by_label("月份").press("Enter")

    sees(page, re.compile("^2026年3月党费"))
    expect(page.get_by_role("navigation", name="别的月份")).to_contain_text("2026年2月")
    look(page, "dues-of-march")
