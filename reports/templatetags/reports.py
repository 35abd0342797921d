"""Words for figures, in templates."""

from dataclasses import replace

from django import template

from reports.figures.figure import Figure
from reports.summary.sentences import shown

register = template.Library()


@register.filter
def value_now(figure: Figure) -> str:
    """Return a figure's number; a dash where it cannot be said."""
    return shown(figure, "")


@register.filter
def value_before(figure: Figure) -> str:
    """Return what it was a year earlier; a dash where that cannot be said."""
    return shown(replace(figure, value=figure.before), "")
