"""Coming in: passwords, guessing, the temporary password, and where one lands."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from branches.audit import Verb
from branches.models import AuditEvent, User
from branches.services import accounts
from tests.county import PASSWORD
from tests.security.doors import Visitor, page, text_of
from tests.security.matrix import ROWS, address

LOGIN = "/login/"
WRONG = "Not-The-Right-One-7"


def of(username):
    return User.objects.get(username=username)


def try_to_enter(username, password, *, address="10.1.1.1", visitor=None, **more):
    """Return the answer to one try from this address."""
    visitor = visitor or Visitor()
    sent = {"username": username, "password": password, **more.pop("sent", {})}
    return visitor.post(LOGIN, sent, REMOTE_ADDR=address, **more)


def fail(username, times, **more):
    return [try_to_enter(username, WRONG, **more).status_code for _ in range(times)]


def refusals():
    return list(
        AuditEvent.objects.filter(verb=Verb.LOGIN_REFUSED)
        .order_by("pk")
        .values_list("actor_name", "address")
    )


# AU1 -----------------------------------------------------------------------------------------


def test_password_is_kept_as_a_memory_hard_hash(county, db):
    kept = of("secretary").password

    found = re.fullmatch(r"argon2\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$.+\$.+", kept)
    memory, passes, lanes = (int(number) for number in found.groups())
    assert memory >= 19_456
    assert passes >= 2
    assert lanes >= 1


# AU2 -----------------------------------------------------------------------------------------

REFUSED = [
    "",
    "a",
    "elevenchars",
    "三个字够短的密码吗",
    "            a",  # what is typed beside the spaces is one letter
    "123456789012",
    "２０２６１１２０１２３４",
    "111111111111",
    "123456789qwe",
    "1q2w3e4r5t6y",
    "1QAZ2WSX3EDC",
    "administrator",
    "Dangjian@2026",
    "dangyuan-2026",
    "Dangzhibu@shuji",
    "jiaoyuju-2026!",
    "county-school-2026",
    "party2026party",
    "partyeducationschool",
    "党建党建党建党建党建党建",
    "教育局党建工委2026年",
    "lx-secretary1",
    "LX-SECRETARY-2026",
    "2026lx-secretaryabc",
    "蒋云帆蒋云帆蒋云帆蒋云帆",
    "蒋云帆20261120-",
    "Kestrel\x00Lantern",
    "k" * 1001,
    "k" * 1_000_000,
]
ACCEPTED = [
    "kW3!pz9-Lq7e",
    "Ginkgo-Bridge-9172",
    "correct horse battery staple",
    "春风又绿江南岸明月何时照我还",
    "  leading and trailing spaces  ",
    "🌾" * 8 + " 64 characters with emoji and spaces, as they stand 🎐🎐🎐🎐",
    "the garden party lasted until three",
    "4 quiet rivers, lx-secretary",
    "p@ss🙂w0rd-𠮷野家-Zürich",
    "Æ" * 6 + "ß" * 6 + "q7",
    "k7" * 500,
]


def change(visitor, password, *, old=PASSWORD, again=None):
    sent = {"old_password": old, "new_password": password, "again": again or password}
    return visitor.post(reverse("branches:password-change"), sent)


@pytest.mark.parametrize("password", REFUSED, ids=lambda text: repr(text[:20]))
def test_weak_password_is_refused_at_change(enter, password):
    visitor, before = enter("lx-secretary"), of("lx-secretary").password

    answer = change(visitor, password)

    assert answer.status_code == 422
    assert "field-error" in text_of(answer)
    assert of("lx-secretary").password == before


@pytest.mark.parametrize("password", ACCEPTED, ids=lambda text: repr(text[:20]))
def test_good_password_is_taken_to_the_letter(enter, password):
    answer = change(enter("lx-secretary"), password)

    assert answer.status_code == 302
    holder = of("lx-secretary")
    assert holder.check_password(password)
    assert not holder.check_password(password.strip()) or password == password.strip()
    assert not holder.check_password(password[:-1])


@pytest.mark.parametrize(
    ("old", "again"), [(WRONG, None), (PASSWORD, "Another-Bridge-88"), ("", None)]
)
def test_change_needs_the_old_password_and_the_new_one_twice(enter, old, again):
    answer = change(enter("lx-secretary"), "Ginkgo-Bridge-9172", old=old, again=again)

    assert answer.status_code == 422
    assert of("lx-secretary").check_password(PASSWORD)


def test_password_is_never_shown_again(enter):
    answer = change(enter("lx-secretary"), "weakweak")

    assert "weakweak" not in text_of(answer)
    assert PASSWORD not in text_of(answer)


def test_one_time_passwords_are_long_and_differ():
    drawn = {accounts.one_time_password() for _ in range(100)}

    assert len(drawn) == 100
    assert {len(password) for password in drawn} == {26}


# AU3 -----------------------------------------------------------------------------------------


def test_right_password_is_refused_after_five_wrong_ones(county, db):
    assert fail("secretary", 4) == [422] * 4
    fail("secretary", 1)

    answer = try_to_enter("secretary", PASSWORD)

    assert answer.status_code == 429
    assert "sessionid" not in answer.cookies
    assert "操作太频繁" in text_of(answer)


def test_four_wrong_passwords_do_not_lock(county, db):
    fail("secretary", 4)

    assert try_to_enter("secretary", PASSWORD).status_code == 302


def test_coming_in_starts_the_count_anew(county, db):
    fail("secretary", 4)
    try_to_enter("secretary", PASSWORD)

    assert fail("secretary", 4) == [422] * 4


def test_a_colleague_at_the_same_address_still_comes_in(county, db):
    fail("secretary", 6)

    assert try_to_enter("clerk", PASSWORD).status_code == 302


def test_the_holder_still_comes_in_from_elsewhere(county, db):
    fail("secretary", 6)

    assert try_to_enter("secretary", PASSWORD, address="10.9.9.9").status_code == 302


def test_lock_ends_after_a_quarter_of_an_hour(county, db, clock):
    fail("secretary", 5)

    clock.shift(timedelta(minutes=14))
    assert try_to_enter("secretary", PASSWORD).status_code == 429
    clock.shift(timedelta(minutes=1, seconds=1))
    assert try_to_enter("secretary", PASSWORD).status_code == 302


def test_forwarded_addresses_that_a_client_makes_up_do_not_help(county, db):
    answers = [
        try_to_enter("secretary", WRONG, HTTP_X_FORWARDED_FOR=f"10.2.3.{number}").status_code
        for number in range(20)
    ]

    assert answers[:4] == [422] * 4
    assert set(answers[5:]) == {429}
    assert {place for _, place in refusals()} == {"10.1.1.1"}


def test_behind_a_proxy_only_what_the_proxy_wrote_counts(county, db, settings):
    settings.PROXY_COUNT = 1
    answers = [
        try_to_enter(
            "secretary", WRONG, HTTP_X_FORWARDED_FOR=f"10.2.3.{number}, 10.7.7.7"
        ).status_code
        for number in range(8)
    ]

    assert set(answers[5:]) == {429}
    assert {place for _, place in refusals()} == {"10.7.7.7"}


def test_every_try_leaves_one_row_that_says_who_and_from_where(county, db):
    fail("secretary", 8)

    assert refusals() == [("secretary", "10.1.1.1")] * 8


def test_thirty_tries_an_hour_are_all_there_are_whatever_the_address(county, db, clock):
    answers = [fail("secretary", 1, address=f"10.3.0.{number}")[0] for number in range(30)]
    assert answers == [422] * 30

    assert try_to_enter("secretary", PASSWORD, address="10.4.0.1").status_code == 429
    clock.shift(timedelta(minutes=61))
    assert try_to_enter("secretary", PASSWORD, address="10.4.0.2").status_code == 302


def test_one_password_for_many_users_leaves_a_row_each(county, db):
    names = [f"guess{number}" for number in range(12)]

    for name in names:
        try_to_enter(name, WRONG)

    assert [name for name, _ in refusals()] == names


def test_unknown_disabled_and_wrong_all_hear_the_same(county, db):
    User.objects.filter(username="disabled").update(is_active=False)

    answers = [
        page(try_to_enter(name, password, address=f"10.5.0.{number}"))
        for number, (name, password) in enumerate(
            [("nobodyhere", PASSWORD), ("disabled", PASSWORD), ("secretary", WRONG)]
        )
    ]

    said = {
        (status, body.replace(name, ""))
        for (status, body), name in zip(
            answers, ["nobodyhere", "disabled", "secretary"], strict=True
        )
    }
    assert len(said) == 1


@pytest.mark.parametrize(
    "typed",
    [
        "Secretary",
        "SECRETARY",
        " secretary ",
        "ｓｅｃｒｅｔａｒｙ",
        "Ｓecretary　",
        "\u3000secretary",
    ],
)
def test_spellings_of_a_user_name_are_one_account(county, db, typed):
    assert try_to_enter(typed, PASSWORD).status_code == 302


def test_spellings_of_a_user_name_share_one_count(county, db):
    for typed in ("Secretary", "SECRETARY", " secretary ", "ｓｅｃｒｅｔａｒｙ", "secretary"):
        try_to_enter(typed, WRONG)

    assert try_to_enter("secretary", PASSWORD).status_code == 429
    assert {name for name, _ in refusals()} == {"secretary"}


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "\x00",
        "a\x00b",
        "ﷺ" * 100,  # each becomes eighteen characters in the one spelling
        "İ" * 100,
        "k" * 101,
        "k" * 100_000,
        "\ud800".encode("utf-8", "surrogatepass"),
        "' OR 1=1 --",
        "{{7*7}}",
        "％00",
    ],
    ids=repr,
)
def test_nonsense_for_a_user_name_is_refused_and_no_crash(county, db, typed):
    assert try_to_enter(typed, WRONG).status_code == 422


@pytest.mark.parametrize("password", ["", "\x00", "k" * 1001, "k" * 2_000_000], ids=len)
def test_nonsense_for_a_password_is_refused_and_no_crash(county, db, password):
    assert try_to_enter("secretary", password).status_code == 422


def test_nonsense_beside_the_form_is_no_crash(county, db):
    answer = Visitor().post(
        f"{LOGIN}?a=%00&b=%ED%A0%80", {"username": "x", "password": WRONG, "\x00": "\x00"}
    )

    assert answer.status_code == 422


# OU5 -----------------------------------------------------------------------------------------

ABROAD = [
    "//evil.example",
    "///evil.example",
    "////evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "https://evil.example",
    "http://evil.example/",
    "https:///evil.example",
    "https:evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "\t//evil.example",
    " //evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "https://testserver@evil.example",
    "https://testserver.evil.example",
    "//testserver@evil.example/",
    "http://[::1",
    "ftp://testserver/",
    "/%00//evil.example",
    "evil.example",
    "x",
    "branches:help",
    "/" + "a" * 5000,
    "\x00",
    "\u202e/",
]


def leads_away(location):
    """Whether a browser at our address would leave it: as it reads, not as the text looks."""
    seen = re.sub(r"[\t\n\r]", "", location).strip().replace("\\", "/")
    parts = urlsplit(seen)
    return seen.startswith("//") or bool(parts.scheme) or bool(parts.netloc)


@pytest.mark.parametrize("url", ABROAD, ids=repr)
def test_log_in_never_leads_elsewhere(county, db, url):
    answer = try_to_enter("secretary", PASSWORD, sent={"next": url})

    assert answer.status_code in {302, 400}
    assert answer.status_code == 400 or not leads_away(answer["Location"])


@pytest.mark.parametrize("url", ABROAD, ids=repr)
def test_neither_the_switcher_nor_the_door_leads_elsewhere(enter, url):
    visitor = enter("general")

    answers = [
        visitor.post(reverse("branches:switch"), {"next": url}),
        visitor.get(LOGIN, {"next": url}),
        visitor.post(LOGIN, {"next": url}, HTTP_HX_REQUEST="true"),
    ]

    for answer in answers:
        assert answer.status_code in {302, 400}
        assert answer.status_code == 400 or not leads_away(answer["Location"])
        assert not [name for name in answer.headers if name.lower().startswith("hx-")]


@pytest.mark.parametrize("url", ["/branches/?page=2&q=杨", "/schools/1/", "/"])
def test_log_in_leads_to_the_page_that_was_asked_for(county, db, url):
    answer = try_to_enter("secretary", PASSWORD, sent={"next": url})

    assert answer["Location"].startswith(url.split("?")[0])


def test_page_that_leads_elsewhere_is_found():
    assert leads_away("/\t/evil.example")
    assert leads_away("\\\\evil.example")
    assert not leads_away("/branches/?next=//evil.example")


# The temporary password -----------------------------------------------------------------------


@pytest.fixture
def newcomer(enter):
    """Somebody with a one-time password, who is an administrator besides."""
    visitor = enter("admin")
    User.objects.filter(username="admin").update(must_change_password=True)
    return visitor


def test_one_time_password_opens_nothing_but_its_change(newcomer, objects):
    change_url = reverse("branches:password-change")
    free = {"branches:password-change", "branches:logout"}

    answers = {
        (name, whose, method): answer["Location"] if answer.status_code == 302 else answer
        for name, row in ROWS.items()
        for whose in (("own", "foreign") if row.names_an_object else ("own",))
        for method in ("GET", "POST", "HEAD", "OPTIONS", "PUT")
        if name not in free
        for answer in [newcomer.generic(method, address(name, objects, whose))]
    }

    assert answers == dict.fromkeys(answers, change_url)
    assert newcomer.get(change_url).status_code == 200


def test_one_time_password_gives_way_to_ones_own(newcomer):
    change(newcomer, "Ginkgo-Bridge-9172")

    assert newcomer.get("/accounts/").status_code == 200


def test_holder_of_a_one_time_password_may_leave(newcomer):
    assert newcomer.post("/logout/")["Location"] == LOGIN


def test_administrator_sees_the_one_time_password_once(enter):
    visitor, user = enter("admin"), of("secretary")
    url = reverse("branches:account-reset", args=[user.pk])

    shown = text_of(
        visitor.get(visitor.post(url, {"reason": "忘记", "version": user.version})["Location"])
    )

    password = re.search('<code class="secret">([a-z0-9]{26})</code>', shown).group(1)
    assert of("secretary").check_password(password)
    assert of("secretary").must_change_password
    assert password not in text_of(visitor.get(reverse("branches:account-detail", args=[user.pk])))
