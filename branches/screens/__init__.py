"""What screens are made of: the right to see one, lists, forms, and what goes wrong in them."""

from branches.screens.pages import (
    METHODS,
    AnyFormView,
    FormScreen,
    ListScreen,
    Screen,
    acting_for,
    day_of,
    download,
)

__all__ = [
    "METHODS",
    "AnyFormView",
    "FormScreen",
    "ListScreen",
    "Screen",
    "acting_for",
    "day_of",
    "download",
]
