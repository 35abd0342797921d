"""What a person does on every page: press, fill, choose by typing, narrow a list, read."""

import re

from playwright.sync_api import Locator, Page, expect

PHONE_BELOW = 768  # pixels; narrower, filters and part of the rail lie behind a button


def is_phone(page: Page) -> bool:
    """Say whether the window is narrow."""
    return bool(page.viewport_size and page.viewport_size["width"] < PHONE_BELOW)


def sees(page: Page, heading: str | re.Pattern[str]) -> None:
    """The page that is open is called `heading`; a list adds how many rows it has."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def hears(page: Page, sentence: str) -> None:
    """The page says what was just done."""
    expect(page.get_by_role("status").filter(has_text=sentence)).to_be_visible()


def rail(page: Page) -> Locator:
    """Return the rail of a desk, or the bar at the foot of a phone."""
    return page.get_by_role("navigation", name="主导航")


def unfold_rail(page: Page) -> None:
    """On a phone, show what lies under 更多, where there is that much."""
    more = rail(page).get_by_text("更多", exact=True)
    expect(rail(page)).to_be_visible()
    if more.count() and not rail(page).locator("details[open]").count():
        more.click()


def go(page: Page, label: str) -> None:
    """Press an entry of the rail."""
    link = rail(page).get_by_role("link", name=label, exact=True)
    if not link.count():
        unfold_rail(page)
    link.click()


def choose(page: Page, label: str, typed: str, option: str) -> None:
    """Choose in a searchable field by typing a part of the name, or its initials."""
    box = page.get_by_role("combobox", name=label, exact=True)
    box.click()
    box.press_sequentially(typed)
    page.get_by_role("option", name=option, exact=True).click()
    expect(box).to_have_value(option)


def filters(page: Page) -> Locator:
    """Return the filter form, unfolded."""
    form = page.get_by_role("search", name="筛选")
    toggle = form.get_by_text("筛选")
    if toggle.is_visible() and not form.locator("details[open]").count():
        toggle.click()
    return form


def act(page: Page, label: str) -> None:
    """Press an entry of 更多操作 on a page."""
    menu = page.get_by_role("group").filter(has_text="更多操作")
    menu.get_by_text("更多操作").click()
    menu.get_by_role("link", name=label, exact=True).click()


def fill(page: Page, **typed: str) -> None:
    """Fill the fields with these labels."""
    for label, text in typed.items():
        page.get_by_label(label, exact=True).fill(text)


def press(page: Page, button: str) -> None:
    """Press the button with these words."""
    page.get_by_role("button", name=button, exact=True).click()


def rows(page: Page) -> Locator:
    """Return the first cells of a table's rows."""
    return page.get_by_role("rowheader")
