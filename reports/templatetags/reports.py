"""Words for figures, in templates."""

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def figure_value(value: int | Decimal | None) -> str:
    """Return a figure's number; a dash where it cannot be said."""
    return "—" if value is None else str(value)
