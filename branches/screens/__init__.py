"""What screens are made of: the right to see one, lists, forms, and what goes wrong in them."""

from branches.screens.pages import (
    AnyFormView,
    FormScreen,
    ListScreen,
    Screen,
    acting_for,
    day_of,
    download,
)

__all__ = [
    "AnyFormView",
    "FormScreen",
    "ListScreen",
    "Screen",
    "acting_for",
    "day_of",
    "download",
]
