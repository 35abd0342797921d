"""The administrator's journey to last year's summary: read, follow a number, take it along."""

from io import BytesIO

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.branches.paper import Paper
from tests.browser.hands import go, rows, sees

LAST_YEAR = "2025年度总结"
PAPER = "县教育工委2025年度党建工作总结（{}）.pdf"


def taken(page: Page, label: str) -> tuple[str, bytes]:
    """Press a download; return the name of the file and what is in it."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=label, exact=True).click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def test_administrator_reads_last_years_summary_and_takes_it_along(
    page, login, look, width, tmp_path
):
    login(page, "admin")
    sees(page, "首页")
    expect(page.get_by_role("link", name="2025年度党建工作总结")).to_be_visible()

    go(page, "报告")
    sees(page, "报告")
    look(page, "summaries")
    page.get_by_role("link", name=LAST_YEAR, exact=True).click()
    sees(page, LAST_YEAR)
    document = page.get_by_role("article").first
    expect(document).to_contain_text("所属党总支4个、基层党支部66个")
    expect(document).to_contain_text("共有党员1510名")
    look(page, "summary")

    document.get_by_role("link", name="66个", exact=True).click()
    sees(page, "基层党支部 66 条")
    look(page, "summary-rows-of-branches")
    page.go_back()
    document.get_by_role("link", name="1510名", exact=True).click()
    sees(page, "党员 1510 条")
    expect(rows(page)).to_have_count(25)
    look(page, "summary-rows-of-members")
    page.get_by_role("link", name=LAST_YEAR, exact=True).click()

    for label, edition, number in (
        ("下载 PDF（报送版）", "报送版", 0),
        ("下载 PDF（存档版）", "存档版", 1),
    ):
        name, content = taken(page, label)
        folder = tmp_path / edition
        folder.mkdir()
        paper = Paper(content, tmp_path)
        assert name == PAPER.format(edition)
        assert "基层党支部66个" in paper.text
        assert len(paper.attachments(folder)) == number

    name, content = taken(page, "下载 Excel")
    sheet = load_workbook(BytesIO(content))["全部数据"]
    values = {row[4]: row[2] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert name == "县教育工委2025年度数据.xlsx"
    assert (values["branches.total"], values["members.total"]) == (66, 1510)

    page.get_by_role("link", name="全部数据", exact=True).click()
    sees(page, "2025年度数据")
    look(page, "summary-figures")
    page.get_by_role("link", name="工作底稿", exact=True).click()
    sees(page, "2025年度工作底稿")
    look(page, "summary-working-paper")
    page.get_by_role("link", name="年度文字", exact=True).click()
    sees(page, "2025年度文字")
    look(page, "summary-texts")


def test_staff_enter_the_lead_that_the_summary_begins_with(page, login, look, width):
    login(page, "staff")
    page.goto("/reports/2025/texts/")
    entry = page.locator("section").filter(has_text="开头：指导思想和年度主题")
    entry.get_by_role("link").click()
    sees(page, "年度文字：2025年·开头：指导思想和年度主题")
    look(page, "summary-text")
    page.get_by_label("文字", exact=True).fill("围绕教育中心工作抓党建。")
    page.get_by_label("出处", exact=True).fill("年度工作要点")
    page.get_by_role("button", name="保存", exact=True).click()

    sees(page, "2025年度文字")
    page.get_by_role("link", name="总结", exact=True).click()
    expect(page.get_by_role("article").first).to_contain_text(
        "围绕教育中心工作抓党建。现将2025年党建工作情况总结如下。"
    )
