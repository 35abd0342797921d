"""What may be typed at all: clean text, sensible days, passwords not easily guessed."""

import re
import unicodedata
from datetime import date
from typing import Any

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError

# Controls, surrogates, bidirectional marks, zero-width characters, tags, noncharacters that no XML
# can hold, and U+FFFD, which is what a browser's broken bytes arrive as. Rare hanzi, the middle
# dot and emoji stay welcome.
_UNCLEAN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufffd-\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_LINE_BREAK = re.compile("[\n\r\t]")
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
CONTEXT_WORDS = (
    "dangjian",
    "dangyuan",
    "dangzhibu",
    "jiaoyu",
    "jiaoyuju",
    "gongwei",
    "party",
    "county",
    "school",
    "education",
    "党建",
    "党员",
    "教育",
    "工委",
    "支部",
)


def normal(text: str) -> str:
    """Return `text` in composed form (NFC), without space at its ends."""
    return unicodedata.normalize("NFC", text).strip()


def clean_text(text: str) -> None:
    """Refuse characters nobody types: controls, zero-width and direction marks, broken bytes."""
    if found := _UNCLEAN.search(text):
        raise ValidationError(
            f"含有不能显示的字符（U+{ord(found.group()):04X}），请删去后重新输入。",
            code="unclean",
        )


def clean_line(text: str) -> None:
    """Refuse what `clean_text` refuses, and line breaks and tabs."""
    clean_text(text)
    if _LINE_BREAK.search(text):
        raise ValidationError("这里只能写一行，请去掉换行和制表符。", code="line")


def sensible_day(day: date) -> None:
    """Refuse days outside [1900, 2200): they are slips of the keyboard."""
    if not EARLIEST <= day < LATEST:
        raise ValidationError("年份应在 1900 年至 2199 年之间，请检查。", code="year")


class LengthValidator(MinimumLengthValidator):
    """Refuses a short password, in words of ours: Django's are not translated."""

    def get_error_message(self) -> str:
        """Say what is wrong in a sentence."""
        return f"密码太短，至少要 {self.min_length} 个字符。"

    def get_help_text(self) -> str:
        """Say the rule in a sentence."""
        return f"至少 {self.min_length} 个字符。"


class ContextWordValidator:
    """Refuses a password made of the county's words or of the user's own name."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError when hardly anything is left without such words."""
        left = password.lower()
        # The longest first, and one after the other: a chain of such words is no password either.
        for word in sorted((*CONTEXT_WORDS, *self._words_of(user)), key=len, reverse=True):
            left = left.replace(word, "")
        if left != password.lower() and len(left) < 10:
            raise ValidationError(
                "密码里不要用姓名、用户名或“党建”“教育”这类容易猜到的词。",
                code="password_context",
            )

    def get_help_text(self) -> str:
        """Say the rule in a sentence."""
        return "不要用姓名、用户名或“党建”“教育”这类容易猜到的词。"

    def _words_of(self, user: Any) -> list[str]:
        words = [str(getattr(user, name, "") or "").lower() for name in ("username", "name")]
        # A short user name is part of many innocent words.
        return [word for word in words if len(word) >= 3 or (not word.isascii() and word)]
