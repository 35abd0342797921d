"""Take up, correct and end posts in the Party."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError

from branches import audit
from branches.audit import Verb
from branches.models import Organisation, OutsidePerson, School, User
from branches.services.transactions import close, insert, service, update
from members.articles import ARTICLES
from members.models import Member, Placement, Post
from members.rules import (
    Stay,
    beginnings,
    belonged_to,
    is_elected_office,
    is_full,
    too_new_to_lead,
)

_BRANCHES = {
    Organisation.Kind.BRANCH,
    Organisation.Kind.JOINT_BRANCH,
    Organisation.Kind.TEMPORARY_BRANCH,
}
# What a constraint of the database asks, so that no row is asked for by itself.
_REFERENCES = [field.name for field in Post._meta.fields if field.is_relation]


@dataclass(frozen=True)
class PostFacts:
    """What a post's form asks. Exactly one of `member` and `outsider` holds it.

    school: where to, of somebody who is sent; `organisation` then is the one that sends.
    ends_on: the first day not in office any more; None while it is held.
    """

    organisation: Organisation
    kind: str
    begin: str
    starts_on: date
    member: Member | None = None
    outsider: OutsidePerson | None = None
    school: School | None = None
    also_principal: bool = False
    is_full_time: bool = False
    document: str = ""
    ends_on: date | None = None


@service
def take_post(*, facts: PostFacts, today: date, by: User | None, reason: str = "") -> Post:
    """Record that somebody takes up a post. Raises ValidationError.

    reason: why somebody took it who normally would not; the post then is marked to be looked at
    again. Nobody is refused for it, but the reason is asked.
    """
    post = Post(**vars(facts))
    _judge(post, _stays([facts.member]), today=today)
    post.doubtful = _doubt(post, reason=reason, reason_asked=True)
    insert(post, by=by)
    audit.record(
        Verb.POST_TAKEN,
        post,
        by=by,
        organisation=post.organisation,
        reason=reason,
        **_told(post),
    )
    return post


@service
def enter_posts(
    *, rows: Sequence[PostFacts], by: User | None, today: date = date.max
) -> list[Post]:
    """Record many posts at once, whatever is doubtful marked. Raises ValidationError by row.

    today: the last day that may be named; without it any.
    """
    made, stays = [], _stays([facts.member for facts in rows])
    for number, facts in enumerate(rows, start=1):
        post = Post(**vars(facts), recorded_by=by)
        try:
            _judge(post, stays, today=today)
            post.doubtful = _doubt(post, reason="", reason_asked=False)
            post.clean_fields(exclude=_REFERENCES)
        except ValidationError as error:
            raise ValidationError(f"第 {number} 行：{'；'.join(error.messages)}") from error
        post.clean()
        made.append(post)
    Post.objects.bulk_create(made)
    digest = sha256("\n".join(str(post.uid) for post in made).encode()).hexdigest()
    audit.record(Verb.POSTS_TAKEN, by=by, count=len(made), digest=digest)
    return made


@service
def correct_post(
    *, post: Post, facts: PostFacts, reason: str, version: int | None, today: date, by: User
) -> Post:
    """Mend a post that was recorded wrongly. Raises ValidationError, Stale."""
    old = _told(post)
    for name, value in vars(facts).items():
        setattr(post, name, value)
    _judge(post, _stays([facts.member]), today=today)
    post.doubtful = _doubt(post, reason=reason, reason_asked=True)
    update(post, version=version)
    new = _told(post)
    audit.record(
        Verb.POST_CORRECTED,
        post,
        by=by,
        organisation=post.organisation,
        reason=reason,
        changes={name: [old[name], new[name]] for name in old if old[name] != new[name]},
    )
    return post


@service
def end_post(*, post: Post, on: date, reason: str, version: int | None, by: User | None) -> Post:
    """Record that a post is not held any more from `on`. Raises ValidationError, Stale."""
    close(post, on=on, since="任职", version=version)
    audit.record(
        Verb.POST_ENDED,
        post,
        by=by,
        organisation=post.organisation,
        reason=reason,
        post=str(post.get_kind_display()),
        on=on,
    )
    return post


def _stays(members: Iterable[Member | None]) -> Mapping[int, list[Stay]]:
    """Return every placement of these people, by their keys, in one query."""
    keys = {member.pk for member in members if member}
    rows = Placement.objects.filter(member__in=keys).values_list(
        "member", "organisation__path", "starts_on", "ends_on", "begin"
    )
    found: dict[int, list[Stay]] = defaultdict(list)
    for key, path, starts_on, ends_on, begin in rows:
        is_opening = begin == Placement.Begin.OPENING
        found[key].append(Stay(path, starts_on, ends_on, is_opening))
    return found


def _judge(post: Post, stays: Mapping[int, list[Stay]], *, today: date) -> None:
    """Raise ValidationError where the post cannot be."""
    wrong = {**_wrong_days(post, today=today), **_wrong_kind(post)}
    if wrong:
        raise ValidationError(wrong)
    if is_elected_office(post.kind):
        _judge_elected(post, stays)


def _wrong_days(post: Post, *, today: date) -> dict[str, str]:
    wrong, organisation, school = {}, post.organisation, post.school
    until = post.ends_on or date.max
    if post.starts_on < organisation.founded_on:
        wrong["starts_on"] = f"党组织 {organisation.founded_on} 才成立，任职不能更早。"
    if organisation.dissolved_on and until > organisation.dissolved_on:
        wrong["ends_on"] = f"党组织已于 {organisation.dissolved_on} 撤销，任职不能超过这一天。"
    if school and post.starts_on < school.opened_on:
        wrong["starts_on"] = f"学校 {school.opened_on} 才开办，任职不能更早。"
    if school and school.closed_on and until > school.closed_on:
        wrong["ends_on"] = f"学校已于 {school.closed_on} 停办，任职不能超过这一天。"
    if post.ends_on and post.ends_on > today:
        wrong["ends_on"] = "离任日期不能晚于今天，还在任的不填。"
    if post.starts_on > today:
        wrong["starts_on"] = "任职日期不能晚于今天。"
    return wrong


def _wrong_kind(post: Post) -> dict[str, str]:
    wrong, allowed = {}, beginnings(post.kind)
    if post.begin not in allowed:
        labels = "、".join(Post.Begin(begin).label for begin in allowed)
        wrong["begin"] = f"{post.get_kind_display()}的任职方式只能是：{labels}。"
    if post.also_principal and post.kind != Post.Kind.SECRETARY:
        wrong["also_principal"] = "一肩挑是书记兼任校长，只有书记可以勾选。"
    return wrong


def _judge_elected(post: Post, stays: Mapping[int, list[Stay]]) -> None:
    member, article = post.member, ARTICLES["ELE-06"]
    if member is None:
        return  # what the constraints say of who holds it is enough
    if not belonged_to(post.organisation.path, stays[member.pk], on=post.starts_on):
        raise ValidationError(
            {
                "member": f"{member}在 {post.starts_on} 不是{post.organisation}的党员，"
                f"不能担任选举产生的职务。请核对人选和任职日期。"
            }
        )
    if not is_full(confirmed_on=member.confirmed_on, on=post.starts_on):
        raise ValidationError(
            {
                "member": f"{member}在 {post.starts_on} 还是预备党员，没有被选举权，"
                f"不能担任选举产生的职务（{article}）。"
            }
        )


def _doubt(post: Post, *, reason: str, reason_asked: bool) -> str:
    """Return what is doubtful about a post; empty for nothing. Raises ValidationError."""
    leads_branch = (
        post.kind == Post.Kind.SECRETARY and post.organisation.kind in _BRANCHES and post.member
    )
    if not leads_branch or not too_new_to_lead(
        confirmed_on=post.member.confirmed_on if post.member else None, on=post.starts_on
    ):
        return ""
    if reason_asked and not reason:
        says = ARTICLES["SEC-01"].says
        raise ValidationError(
            {"reason": f"{says}{post.member}任职时党龄不满1年：请写明原因，登记后标为待核。"}
        )
    return f"任职时党龄不满1年{'：' if reason else ''}{reason}"[:200]


def _told(post: Post) -> dict[str, Any]:
    """Return what an event says of a post, in the words of the screen."""
    return {
        "post": post.get_kind_display(),
        "holder": post.holder,
        "school": str(post.school) if post.school else "",
        "how": post.get_begin_display(),
        "starts_on": post.starts_on,
        "ends_on": post.ends_on,
        "also_principal": post.also_principal,
        "is_full_time": post.is_full_time,
        "document": post.document,
    }
