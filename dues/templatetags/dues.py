"""Words for amounts and how they came about, in templates."""

from datetime import date
from decimal import Decimal

from django import template

from dues.articles import ARTICLES, CATEGORIES
from dues.money import Rounding, formatted

register = template.Library()


@register.filter
def yuan(fen: int | None) -> str:
    """Return an amount of fen in yuan; nothing for none."""
    return "" if fen is None else formatted(fen)


@register.filter
def amount(value: Decimal) -> str:
    """Return an amount that is in yuan already."""
    return f"{value:,.2f}"


@register.filter
def percent(rate: Decimal) -> str:
    """Return a rate as people say it: 1.5%."""
    return f"{(rate * 100).normalize():f}%"


@register.filter
def article(key: str) -> str:
    """Return which article an id names, and what it says."""
    found = ARTICLES[key]
    return f"{found}：{found.says}"


@register.filter
def cited(key: str) -> str:
    """Return which article an id names."""
    return str(ARTICLES[key])


@register.filter
def category_label(category: str) -> str:
    """Return what a category of payers is called."""
    return CATEGORIES[category]


@register.filter
def rounding_label(rounding: Rounding) -> str:
    """Return to what an amount is rounded."""
    return "角" if rounding is Rounding.JIAO else "分"


@register.filter
def month_label(month: date) -> str:
    """Return a month as people say it."""
    return f"{month.year}年{month.month}月"
