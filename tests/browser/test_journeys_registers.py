"""Journeys of the committee's staff through the registers, from the home page, by hand."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.hands import act, choose, fill, filters, go, hears, press, rows, sees

Look = Callable[[Page, str], None]
NOT_A_DAY = "这不是一个日期，请写成 2026-7-1 这样。"
TAKEN = "这个编码已被使用，请换一个。"
UNSENT = re.compile(r"^(\d) 所学校还没有 \d{4}—\d{4} 学年的人数$")


def test_staff_follow_a_figure_to_its_rows_and_back_in_time(page, login, look, width):
    login(page, "staff")
    sees(page, "全县一览")
    look(page, "home-staff")

    page.get_by_role("link", name="基层党支部 66 个").click()
    sees(page, "党组织 66 个")
    page.get_by_role("link", name="每页 100 个").click()
    expect(rows(page)).to_have_count(66)

    filters(page).get_by_label("覆盖学校").select_option("乡镇公办")
    sees(page, "党组织 45 个")
    expect(rows(page)).to_have_count(45)
    look(page, "organisations-of-townships")

    page.get_by_role("link", name="柳林镇中心小学党支部", exact=True).click()
    sees(page, "柳林镇中心小学党支部")
    look(page, "organisation")
    page.get_by_role("link", name="柳林镇中心小学", exact=True).click()
    sees(page, "柳林镇中心小学")
    look(page, "school")
    page.go_back()
    sees(page, "柳林镇中心小学党支部")
    page.go_back()
    sees(page, "党组织 45 个")

    go(page, "学校")
    sees(page, "学校 71 所")
    filters(page).get_by_label("办学性质").select_option("民办")
    sees(page, "学校 17 所")
    day = filters(page).get_by_label("截至")
    day.fill("2025.12.31")
    day.press("Enter")
    sees(page, "学校 15 所")
    strip = page.get_by_role("region", name="所看的日期")
    expect(strip).to_contain_text("截至 2025年12月31日 的情况")
    expect(rows(page)).to_have_count(15)
    look(page, "schools-of-last-year")

    page.get_by_role("link", name="春芽幼儿园", exact=True).click()
    sees(page, "春芽幼儿园")
    expect(strip).to_contain_text("截至 2025年12月31日 的情况")
    expect(page.get_by_role("definition").filter(has_text="仅有指导员")).to_be_visible()
    look(page, "school-of-last-year")
    strip.get_by_role("link", name="回到今天").click()
    expect(page.get_by_role("definition").filter(has_text="联合组建")).to_be_visible()
    expect(strip).to_have_count(0)

    page.go_back()
    page.go_back()
    page.get_by_role("region", name="所看的日期").get_by_role("link", name="回到今天").click()
    sees(page, "学校 17 所")


def test_staff_found_a_branch_and_see_it_through_its_life(page, login, look, width):
    login(page, "staff")
    go(page, "党组织")
    page.get_by_role("link", name="成立党组织").click()
    _found_at_the_third_try(page, look)
    _let_it_cover_a_school(page, look)
    _rename_and_move_it(page, look)
    _dissolve_and_restore_it(page, look)

    page.get_by_role("link", name="沿革与变更").click()

    _tells_its_life(page)
    look(page, "organisation-history")


def _found_at_the_third_try(page: Page, look: Look) -> None:
    sees(page, "成立党组织")
    look(page, "organisation-new")
    choose(page, "上级党组织", "dyzxdzz", "第一中学党总支（SF01）")
    fill(
        page,
        全称="中共示范县第一中学国际部支部委员会",
        简称="第一中学国际部党支部",
        编码="SF0102",
        成立日期="2026.2.31",
        成立批复文号="示教工委发〔2026〕8号",
    )
    press(page, "成立")
    _is_refused(page, "成立日期", NOT_A_DAY)
    look(page, "organisation-new-refused")
    fill(page, 成立日期="2026.3.1")
    press(page, "成立")
    _is_refused(page, "编码", TAKEN)
    expect(page.get_by_role("combobox", name="上级党组织")).to_have_value("第一中学党总支（SF01）")
    expect(page.get_by_label("全称")).to_have_value("中共示范县第一中学国际部支部委员会")
    expect(page.get_by_label("成立日期")).to_have_value("2026.3.1")
    fill(page, 编码="SF0105")
    press(page, "成立")
    sees(page, "第一中学国际部党支部")
    hears(page, "党组织已成立。")


def _let_it_cover_a_school(page: Page, look: Look) -> None:
    act(page, "登记覆盖学校")
    sees(page, "登记覆盖学校：第一中学国际部党支部")
    choose(page, "学校", "第一中", "第一中学（S01）")
    page.get_by_label("覆盖方式").select_option("单独组建")
    fill(page, 从哪天起="2026/3/1", 文号="示教工委发〔2026〕8号")
    look(page, "coverage-new")
    press(page, "登记")
    expect(page.get_by_role("heading", name="覆盖学校 1 所")).to_be_visible()


def _rename_and_move_it(page: Page, look: Look) -> None:
    act(page, "更名")
    sees(page, "更名：第一中学国际部党支部")
    look(page, "organisation-rename")
    fill(
        page,
        全称="中共示范县第一中学综合部支部委员会",
        简称="第一中学综合部党支部",
        从哪天起="2026年5月8日",
        批复文号="示教工委发〔2026〕15号",
    )
    press(page, "更名")
    sees(page, "第一中学综合部党支部")

    act(page, "调整上级")
    choose(page, "新的上级党组织", "dezx", "第二中学党总支（SF02）")
    fill(page, 从哪天起="20260608")
    look(page, "organisation-move")
    press(page, "连同下级一起移动")
    hears(page, "上级党组织已调整。")
    crumbs = page.get_by_role("navigation", name="所在位置")
    expect(crumbs.get_by_role("link", name="第二中学党总支")).to_be_visible()


def _dissolve_and_restore_it(page: Page, look: Look) -> None:
    act(page, "撤销这个党组织")
    sees(page, "撤销党组织：第一中学综合部党支部")
    fill(page, 撤销日期="2026-9-30", 批复文号="示教工委发〔2026〕31号")
    look(page, "organisation-dissolve")
    press(page, "撤销这个党组织")
    expect(page.get_by_text("撤销后只供查考，不再计入统计。")).to_be_visible()
    look(page, "organisation-dissolved")

    page.get_by_role("link", name="恢复", exact=True).click()
    fill(page, 原因="文号写错，并未撤销")
    press(page, "恢复")
    hears(page, "党组织已恢复。")


def _is_refused(page: Page, label: str, why: str) -> None:
    """The reason stands at the field and in the summary, whose line leads to the field."""
    field = page.get_by_label(label, exact=True)
    expect(field).to_have_accessible_description(re.compile(re.escape(why)))
    expect(field).to_have_attribute("aria-invalid", "true")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("还没有保存，请先改正下面的问题")
    line = summary.get_by_role("link")
    expect(line).to_have_text([f"{label}：{why}"])
    line.click()
    expect(field).to_be_focused()


def _tells_its_life(page: Page) -> None:
    names = page.get_by_role("table", name="用过的名称，最近的在前")
    expect(names.get_by_role("rowheader")).to_have_text(
        ["中共示范县第一中学综合部支部委员会", "中共示范县第一中学国际部支部委员会"]
    )
    superiors = page.get_by_role("table", name="历任上级，最近的在前")
    expect(superiors.get_by_role("rowheader")).to_have_text(["第二中学党总支", "第一中学党总支"])
    expect(page.get_by_role("main").get_by_role("list").get_by_role("listitem")).to_contain_text(
        [
            "恢复党组织 杜文博 撤销日期：2026-09-30 → （空）",
            "撤销党组织 杜文博 日期：2026-09-30 文号：示教工委发〔2026〕31号 同时结束（条）：1",
            "调整上级党组织 杜文博 日期：2026-06-08 上级党组织：第一中学党总支 → 第二中学党总支",
            "党组织更名 杜文博 日期：2026-05-08",
            "开始覆盖 杜文博 学校：第一中学 覆盖方式：单独组建 起始日期：2026-03-01",
            "成立党组织 杜文博 编码：SF0105",
        ],
        use_inner_text=True,
    )


def test_staff_send_the_head_counts_a_school_still_owes(page, login, look, width):
    login(page, "staff")
    owed = page.get_by_role("listitem").filter(has_text="所学校还没有")
    expect(owed.get_by_text(UNSENT)).to_contain_text("3 所学校")

    owed.get_by_role("link", name="查看这些学校").click()
    sees(page, "学校 3 所")
    look(page, "schools-without-head-counts")
    page.get_by_role("link", name="南桥镇中心幼儿园").click()
    page.get_by_role("link", name="填本学年数据").click()
    look(page, "head-counts")
    fill(page, 教职工="48", 专任教师="５０", 女教职工="41", 学生="六百")
    press(page, "保存")
    expect(page.get_by_label("学生", exact=True)).to_have_accessible_description(
        re.compile("请填写整数，例如 36。")
    )
    fill(page, 学生="610")
    press(page, "保存")
    expect(page.get_by_label("专任教师", exact=True)).to_have_accessible_description(
        re.compile("专任教师不能多于教职工。")
    )
    expect(page.get_by_label("教职工", exact=True)).to_have_value("48")
    look(page, "head-counts-refused")
    fill(page, 专任教师="42")
    press(page, "保存")
    sees(page, "南桥镇中心幼儿园")
    expect(page.get_by_role("link", name="修改本学年数据")).to_be_visible()

    go(page, "首页")
    expect(owed.get_by_text(UNSENT)).to_contain_text("2 所学校")


COLLEAGUE = """
from datetime import date
from branches.models import Organisation
from branches.services import accounts
user, _ = accounts.open_account(username="colleague", name="孙晓", by=None)
accounts.adopt_password(user=user, password="Ginkgo-Bridge-2719")
committee = Organisation.objects.get(code="SF")
accounts.appoint(
    user=user, organisation=committee, role="STAFF", starts_on=date(2026, 1, 1), by=None
)
"""


def test_second_of_two_who_change_a_school_sees_both_and_decides(
    page, new_context, login, look, server, width
):
    server.manage("shell", "--no-imports", "--command", COLLEAGUE)
    theirs = new_context().new_page()
    for each, username in ((page, "staff"), (theirs, "colleague")):
        login(each, username)
        go(each, "学校")
        each.get_by_role("link", name="第三中学", exact=True).click()
        each.get_by_role("link", name="更正信息").click()
        sees(each, "更正学校信息：第三中学")
    look(page, "school-edit")

    fill(theirs, 所在乡镇="东河镇", 更正原因="迁到新校区")
    press(theirs, "保存")
    sees(theirs, "第三中学")
    fill(page, 所在乡镇="西岭镇", 更正原因="原来登记有误")
    press(page, "保存")

    told = page.get_by_role("alert")
    expect(told).to_contain_text("在您填写的时候，别人先保存了这条记录")
    expect(told.get_by_role("row", name="所在乡镇 东河镇 西岭镇")).to_be_visible()
    expect(page.get_by_label("所在乡镇")).to_have_value("西岭镇")
    look(page, "school-edit-conflict")
    press(page, "以我填写的为准，保存")
    sees(page, "第三中学")
    expect(page.get_by_role("definition").filter(has_text="西岭镇")).to_be_visible()
    expect(page.get_by_text("所在乡镇：东河镇 → 西岭镇")).to_be_visible()
