"""Journeys of those who keep accounts and logs, and of those who may see little."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.hands import choose, fill, filters, go, hears, press, rail, rows, sees

Look = Callable[[Page, str], None]
HER_BRANCH = "城关镇初级中学党支部"
HER_PASSWORD = "清晨六点半操场边上的银杏"
NO_ROLE = "您的账号现在没有角色，所以这里什么也没有。请联系系统管理员授予角色。"


def test_administrator_opens_an_account_for_a_secretary(page, new_context, login, look, width):
    login(page, "admin")
    sees(page, "首页")
    go(page, "账号")
    page.get_by_role("link", name="开设账号").click()
    fill(page, 姓名="林小雨", 用户名="LinXiaoyu")
    choose(page, "在哪个党组织", "cgzcjzx", f"{HER_BRANCH}（SF1101）")
    page.get_by_label("角色").select_option("支部书记")
    look(page, "account-new")
    press(page, "开设账号")
    sees(page, "林小雨")
    hears(page, "只显示这一次，请抄下或复制，当面交给本人")
    password = page.get_by_role("status").get_by_role("code").inner_text()
    look(page, "account-one-time-password")
    page.reload()
    sees(page, "林小雨")
    expect(page.get_by_text(password)).to_have_count(0)

    hers = new_context().new_page()
    login(hers, "linxiaoyu", password)
    _changes_her_password(hers, password, look)
    _sees_her_branch_alone(hers, look)


def _changes_her_password(hers: Page, password: str, look: Look) -> None:
    sees(hers, "修改密码")
    expect(hers.get_by_text("您用的是管理员给的一次性密码")).to_be_visible()
    go(hers, "首页")
    sees(hers, "修改密码")
    for weak, why in (
        ("20261123202611", "密码只包含数字"),
        ("linxiaoyu2026", "密码里不要用姓名、用户名"),
    ):
        fill(hers, 现在的密码=password, 新密码=weak, 再写一遍新密码=weak)
        press(hers, "修改密码")
        expect(hers.get_by_label("新密码", exact=True)).to_have_accessible_description(
            re.compile(why)
        )
    look(hers, "password-refused")
    fill(hers, 现在的密码=password, 新密码=HER_PASSWORD, 再写一遍新密码=HER_PASSWORD)
    press(hers, "修改密码")
    hears(hers, "密码已修改，其他地方的登录已失效。")


def _sees_her_branch_alone(hers: Page, look: Look) -> None:
    expect(hers.get_by_role("main")).to_contain_text(f"支部书记 · {HER_BRANCH}")
    expect(rows(hers)).to_have_text([HER_BRANCH, "城关镇初级中学"])
    look(hers, "home-secretary")
    go(hers, "党组织")
    sees(hers, "党组织 1 个")
    expect(rows(hers)).to_have_text([HER_BRANCH])
    expect(hers.get_by_role("link", name="成立党组织")).to_have_count(0)


def test_secretary_whose_role_ends_sees_nothing_more(page, new_context, login, look, width):
    hers = new_context().new_page()
    login(hers, "secretary2")
    expect(rows(hers)).to_have_text(["城关镇中心小学党支部", "城关镇中心小学"])
    login(page, "admin")
    go(page, "账号")
    page.get_by_role("link", name="唐立新").click()
    page.get_by_role("link", name="结束 支部书记").click()
    sees(page, "结束角色：唐立新，支部书记 · 城关镇中心小学党支部")
    fill(page, 原因="调到县教育局工作")
    look(page, "appointment-end")

    press(page, "结束这个角色")
    hears(page, "角色已结束。")
    look(page, "account")

    hers.get_by_role("link", name="城关镇中心小学党支部", exact=True).click()
    sees(hers, "您不能办理这件事")
    look(hers, "forbidden")
    hers.get_by_role("link", name="回到首页").click()
    expect(hers.get_by_text(NO_ROLE)).to_be_visible()
    expect(rail(hers).get_by_role("link")).to_have_text(["首页", "帮助"])
    expect(hers.get_by_text("城关镇中心小学")).to_have_count(0)
    look(hers, "home-nothing")


def test_auditor_reads_the_log_and_nothing_else(page, login, look, width):
    login(page, "auditor")
    expect(rail(page).get_by_role("link")).to_have_text(["首页", "日志", "帮助"])

    page.get_by_role("link", name="全部日志").click()
    sees(page, re.compile("^日志"))
    form = filters(page)
    form.get_by_label("动作").select_option("成立党组织")
    sees(page, "日志 1 条")
    form.get_by_label("动作").select_option("开始覆盖")
    sees(page, "日志 4 条")
    look(page, "log-filtered")
    rows(page).first.get_by_role("link").click()
    sees(page, "开始覆盖")
    expect(page.get_by_text("联合组建")).to_be_visible()
    look(page, "log-event")


def test_general_secretary_acts_for_own_subtree_alone(page, login, look, width):
    login(page, "general")
    own = [
        "第一中学党总支",
        *(f"第一中学{part}党支部" for part in ("高一年级", "高二年级", "高三年级", "离退休")),
    ]
    bar = page.get_by_role("banner")

    bar.get_by_text("正在办理：第一中学党总支").click()
    box = page.get_by_role("combobox", name="换到另一个党组织")
    box.click()
    expect(page.get_by_role("option")).to_have_text(own)
    look(page, "switcher")
    box.press_sequentially("gsnj")
    expect(page.get_by_role("option")).to_have_text(["第一中学高三年级党支部"])
    box.press("Enter")
    press(page, "切换")
    expect(bar).to_contain_text("第一中学高三年级党支部")

    go(page, "党组织")
    sees(page, "党组织 1 个")
    expect(rows(page)).to_have_text(["第一中学高三年级党支部"])
