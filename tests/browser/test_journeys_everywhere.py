"""What holds on every page: each role's rail, the keyboard, and a browser without script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import fill, filters, go, is_phone, press, rail, rows, sees, unfold_rail

REGISTERS = [
    *("首页", "党组织", "党员", "活动", "党费", "学校", "党内职务", "发展", "选举"),
    *("请示", "考试", "督导", "责任书", "联系点", "培训"),
]
ALL = [*REGISTERS[:5], "报告", *REGISTERS[5:], "系统外人员"]
RAILS = {
    "staff": [*ALL, "帮助"],
    "admin": [*ALL, "账号", "设置", "日志", "帮助"],
    "general": [*REGISTERS, "帮助"],
    "secretary": [*REGISTERS, "帮助"],
    "clerk": [*REGISTERS, "帮助"],
    "auditor": ["首页", "日志", "帮助"],
}
# Whose pages are looked at; the others see the same ones but for their home.
LOOKED_AT = {"admin", "secretary", "auditor"}


@pytest.mark.parametrize(
    "usernames",
    [["staff", "general"], ["admin"], ["secretary", "clerk", "auditor"]],
    ids="-".join,
)
def test_every_page_of_every_rail_bears_a_look(usernames, new_context, login, look, width):
    for username in usernames:
        page = new_context().new_page()
        login(page, username)
        unfold_rail(page)
        expect(rail(page).get_by_role("link")).to_have_text(RAILS[username])
        for number, label in enumerate(RAILS[username], start=1):
            go(page, label)
            expect(rail(page).locator("[aria-current=page]")).to_have_text(label)
            if username in LOOKED_AT or label == "首页":
                look(page, f"rail-{username}-{number}")


KEPT = """async () => ({
  storage: [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
  caches: await caches.keys(),
  databases: (await indexedDB.databases()).map(({ name }) => name),
})"""
NOTHING = {"storage": [], "caches": [], "databases": []}


def test_nothing_stays_in_the_browser_after_log_out(page, login, width):
    login(page, "secretary")
    go(page, "党员")
    rows(page).first.get_by_role("link").first.click()
    page.go_back()
    # htmx keeps the path it is at; the rest is what a later version might leave.
    page.evaluate("localStorage.setItem('name', '1'), sessionStorage.setItem('name', '1')")

    page.locator(".user-menu summary").click()
    press(page, "退出")

    expect(page).to_have_url(re.compile("/login/$"))
    assert page.evaluate(KEPT) == NOTHING
    assert [one["name"] for one in page.context.cookies() if one["name"] != "csrf"] == []


def test_keyboard_searches_and_goes(page, login, width):
    login(page, "staff")
    sees(page, "全县一览")

    page.keyboard.press("g")
    page.keyboard.press("b")
    sees(page, re.compile("^党组织"))
    page.keyboard.press("/")
    box = page.get_by_label("名称、拼音首字母或编码")
    expect(box).to_be_focused()
    page.keyboard.type("第一中学党总支")
    page.keyboard.press("Enter")
    sees(page, "党组织 1 个")
    box.blur()
    page.keyboard.press("g")
    page.keyboard.press("s")
    sees(page, re.compile("^学校"))


def test_lists_without_script_still_filter_sort_switch_and_change(new_context, login, width):
    page = new_context(java_script_enabled=False).new_page()
    login(page, "staff")

    go(page, "学校")
    sees(page, "学校 71 所")
    form = filters(page)
    form.get_by_label("办学性质").select_option("民办")
    form.get_by_role("button", name="查询").click()
    sees(page, "学校 17 所")

    if is_phone(page):
        page.get_by_text("排序：默认").click()
    page.get_by_role("link", name="教职工（人）").click()
    expect(rows(page).first).to_have_text(re.compile("幼儿园"))

    page.get_by_role("banner").locator("summary").filter(has_text="县教育工委").click()
    page.get_by_label("换到另一个党组织").select_option("博雅明德联合党支部")
    press(page, "切换")
    sees(page, "学校 6 所")

    page.get_by_role("link", name="博雅小学", exact=True).click()
    page.get_by_role("link", name="更正信息").click()
    fill(page, 学校代码="S32B", 更正原因="换发办学许可证")
    press(page, "保存")
    sees(page, "博雅小学")
    expect(page.get_by_role("definition").filter(has_text="S32B")).to_be_visible()
