"""What nobody should type, and what looks as if nobody should but is a name all the same."""

from urllib.parse import quote

NUMBERS = [
    *("-1", "0", "1e3", "1.5", "abc", "10" * 15, "٣", "１２", "last", "1_000", "-0", "+1", "0x1"),
    *("NaN", "Infinity", "null", "undefined", "True", "9" * 400, "1;2", "1,2"),
]
DAYS = [
    "2026-02-31",
    "2025-2-29",
    "2026-04-31",
    "0000-00-00",
    "0001-01-01",
    "1899-12-31",
    "2200-01-01",
    "9999-12-31",
    "2026/13/01",
    "2026-00-10",
    "2026-1-0",
    "20260231",
    "2026-07",
    "明天",
    "2026年7月",
    "1-1-2026",
    "2026-07-01T00:00",
    "2026-07-01 OR 1=1",
    "٢٠٢٦-٠٧-٠١",
    "2026-07-01-",
]
ORDERS = [
    "__class__",
    "password",
    "-user__password",
    "appointments__user__password",
    "superior__superior__name",
    "organisation__path",
    "name;drop table branches_user",
    "pk",
    "-id",
    "--code",
    "-",
    "code,name",
    "version",
    "RANDOM()",
]
# One of each sort; test_validators knows them all.
UNCLEAN = [
    "a\x00b",
    "a\x07b",
    "a\x85b",
    "a\r\nb",
    "a\tb",
    "a\u200bb",
    "a\u202eb",
    "a\ufffdb",
    "a\U000e0041b",
]
BLANK = ["", " ", "\u3000", "\t", "\n", "\u00a0"]
KEYS = ["0", "-1", "10" * 15, "abc", "a\x00b", "", "__all__", "1.0", "null", "k" * 5000]
LONG = ["k" * 200_000, "e" + "\u0301" * 10_000]
SCRIPTS = [
    "<xss>1</xss>",
    "<script>alert(2)</script>",
    '"><img src=x onerror=alert(3)>',
    "'><svg onload=alert(4)>",
    '" onmouseover="alert(5)',
    "' onfocus='alert(6)' autofocus='",
    "</title><xss>7</xss>",
    "</script><script>alert(8)</script>",
    "javascript:alert(9)//",
    "<a href=javascript:alert(10)>x",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "&lt;xss&gt;12&lt;/xss&gt;",
]
FORMULAS = [
    '=HYPERLINK("http://127.0.0.1","x")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1-1",
    "@SUM(1)",
    "＝1+1",
]
# Names, however they look.
WELCOME = ["𠮷野家·买买提", "Å·Zürich", "ᠮᠣᠩᠭᠣᠯ", "小太阳🌞", "' OR 1=1 --", "%s%n%x", "null"]
# Bytes that no text encodes to, as they stand in an address.
RAW = ["%ED%A0%80", "%FF%FE", "%C0%AF", "%", "%zz", "%u4e00"]
_TRICKS = [
    "",
    "\\",
    "%",
    "_",
    "[",
    "(a+)+$",
    "../../etc/passwd",
    "e" + "\u0301" * 2000,
    "k" * 5000,
]
# Some sixty values for whatever can be asked in an address, ready to stand there; and those that
# concern the page, the order and the day of a list that has rows.
ASKED = [
    *map(quote, [*NUMBERS[:8], *DAYS[:8], *ORDERS[:4], *UNCLEAN, *SCRIPTS[:2], *FORMULAS[:2]]),
    *map(quote, [*WELCOME, *_TRICKS]),
    *RAW,
]
TURNED = [*map(quote, [*NUMBERS, *ORDERS]), *RAW[:1]]
