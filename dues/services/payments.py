"""Record what was paid and why not; take back what was recorded wrongly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError

from branches import audit
from branches.models import Organisation, User
from branches.periods import month_of, next_month
from branches.services.transactions import insert, service
from branches.validators import clean_line
from branches.verbs import Verb
from dues.models import Payment, Unpaid
from dues.models.ledger import KNOWN, LARGE_FEN
from dues.money import MOST_FEN, formatted
from dues.services.assessments import BATCH, plan, write
from dues.services.reckoning import Owed, reckoned
from members.models import Member, Placement


class CannotReverse(Exception):
    """The reversal is refused; the message is fit to show."""


@dataclass(frozen=True)
class MonthLine:
    """One line of a branch's month: paid as assessed, paid `fen`, or unpaid for a reason."""

    member_id: int
    fen: int | None = None
    unpaid: str = ""
    words: str = ""


@dataclass(frozen=True)
class NewPayment:
    """One payment to be entered, in fen."""

    member: Member
    organisation: Organisation
    month: date
    kind: str
    fen: int
    paid_on: date
    method: str = ""
    reason: str = ""


def new_token() -> UUID:
    """Return the token of a form that is opened now."""
    return uuid4()


@service
def record_month(
    *,
    organisation: Organisation,
    month: date,
    lines: Sequence[MonthLine],
    paid_on: date,
    token: UUID,
    today: date,
    by: User | None,
) -> list[Payment]:
    """Record a branch's month: who paid what, and why who did not. All lines or none.

    The same token again answers with what it wrote the first time. What is refused about a line
    stands at `paid_<member's key>`. Raises ValidationError.
    """
    # One branch is recorded by one hand at a time, so that the second sees what the first wrote.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if before := list(Payment.objects.filter(token=token).order_by("pk")):
        return before
    if paid_on > today:
        raise ValidationError({"paid_on": f"交纳日期不能晚于今天（{today}）。"})
    owed = _owed(organisation, month, lines)
    write(plan([row for row in owed.values() if row.basis], months=[month]), by=by)
    paid = [line for line in lines if not line.unpaid]
    payments = _payments(organisation, month, paid, owed, paid_on=paid_on, token=token, by=by)
    made = Payment.objects.bulk_create(payments)
    unpaid = [line for line in lines if line.unpaid]
    _keep_reasons(organisation, month, unpaid, by=by)
    audit.record(
        Verb.DUES_RECORDED,
        organisation,
        by=by,
        organisation=organisation,
        dues_month=f"{month:%Y-%m}",
        paid_on=paid_on,
        **_sums(made),
        dues_unpaid=len(unpaid),
    )
    return made


@service
def record_payment(*, row: NewPayment, token: UUID, today: date, by: User | None) -> Payment:
    """Record one payment: voluntary, large, or dues of a month. Raises ValidationError.

    The same token again answers with what it wrote the first time. Dues are of a month in which
    she was in some organisation, or is to be: back payments to a former one are welcome.
    """
    before = Payment.objects.filter(token=token, member=row.member, kind=row.kind).first()
    if before is not None:
        return before
    _judge_days(row, today)
    payment = Payment(**vars(row), token=token)
    found = _to_replace(row.month, [row.member.pk], kind=row.kind, place="fen")
    payment.replaces = found.get(row.member.pk)
    insert(payment, by=by)
    audit.record(
        Verb.PAYMENT_RECORDED,
        row.member,
        by=by,
        organisation=row.organisation,
        reason=row.reason,
        dues_month=f"{row.month:%Y-%m}",
        paid_on=row.paid_on,
        dues_sum=formatted(row.fen),
    )
    return payment


@service
def reverse_payment(*, payment: Payment, reason: str, on: date, by: User) -> Payment:
    """Take a payment back by a negative row of its own day; the payment itself stays.

    Raises CannotReverse, ValidationError.
    """
    if payment.reverses_id is not None:
        raise CannotReverse("冲正的记录不能再冲正；要恢复，请重新登记这笔党费。")
    if Payment.objects.filter(reverses=payment).exists():
        raise CannotReverse("这笔党费已经冲正。")
    if on < payment.paid_on:
        raise ValidationError({"on": f"冲正日期不能早于交纳日期 {payment.paid_on}。"})
    reversal = Payment(
        member=payment.member,
        organisation=payment.organisation,
        month=payment.month,
        kind=payment.kind,
        fen=-payment.fen,
        paid_on=on,
        method=payment.method,
        reverses=payment,
        reason=reason,
    )
    insert(reversal, by=by)
    audit.record(
        Verb.PAYMENT_REVERSED,
        payment.member,
        by=by,
        organisation=payment.organisation,
        reason=reason,
        dues_month=f"{payment.month:%Y-%m}",
        on=on,
        dues_sum=formatted(payment.fen),
    )
    return reversal


@service
def record_payments(*, rows: Sequence[NewPayment], by: User | None) -> list[Payment]:
    """Record many first payments at once. Raises ValidationError naming the row."""
    for number, row in enumerate(rows, start=1):
        _judge(row, number)
    payments = [
        Payment(
            member_id=row.member.pk,
            organisation_id=row.organisation.pk,
            month=row.month,
            kind=row.kind,
            fen=row.fen,
            paid_on=row.paid_on,
            method=row.method,
            reason=row.reason,
            recorded_by=by,
        )
        for row in rows
    ]
    made = Payment.objects.bulk_create(payments, batch_size=BATCH)
    audit.record(Verb.PAYMENTS_RECORDED, by=by, **_sums(made))
    return made


def _judge(row: NewPayment, number: int) -> None:
    """Refuse a row in words; what is left, the constraints refuse."""
    fault = ""
    if not 0 < row.fen <= MOST_FEN:
        fault = "金额要大于零，也不能太大。"
    elif row.kind == Payment.Kind.LARGE and row.fen < LARGE_FEN:
        fault = "大额党费每次不少于 1000 元。"
    elif row.kind not in Payment.Kind.values or row.method not in ("", *Payment.Method.values):
        fault = "种类或交纳方式不对。"
    if row.reason:
        clean_line(row.reason)
    if fault:
        raise ValidationError(f"第 {number} 行：{fault}")


def _judge_days(row: NewPayment, today: date) -> None:
    """Refuse a day or a month of dues that cannot be. Raises ValidationError at its field."""
    admitted_on = row.member.admitted_on
    if row.paid_on > today:
        raise ValidationError({"paid_on": f"交纳日期不能晚于今天（{today}）。"})
    if row.paid_on < admitted_on:
        raise ValidationError({"paid_on": f"交纳日期不能早于入党日期（{admitted_on}）。"})
    if row.kind != Payment.Kind.DUES:
        return
    if row.month < month_of(admitted_on):
        raise ValidationError(
            {"month": f"党费从入党的当月交起，月份不能早于 {admitted_on:%Y-%m}，请检查。"}
        )
    if row.month.year > today.year + 1:
        raise ValidationError({"month": f"最多登记到 {today.year + 1} 年 12 月，请检查月份。"})
    stays = Placement.objects.filter(member=row.member)
    is_ahead = row.month >= month_of(today) and stays.on(today).exists()
    if not is_ahead and not stays.overlapping(row.month, next_month(row.month)).exists():
        raise ValidationError(
            {"month": f"{row.month:%Y-%m} 这名党员不在任何党组织的名册上，请检查月份。"}
        )


def _owed(organisation: Organisation, month: date, lines: Sequence[MonthLine]) -> dict[int, Owed]:
    """Return what each line's member owes there. Raises ValidationError at the lines."""
    one = Organisation.objects.filter(pk=organisation.pk)
    found = {row.member_id: row for row in reckoned(months=[month], organisations=one)}
    asked = [line.member_id for line in lines]
    _refuse(
        [key for key in asked if key not in found],
        f"{month.year}年{month.month}月这名党员不在这个支部的名册上。",
    )
    _refuse([key for key in set(asked) if asked.count(key) > 1], "这名党员填了两行。")
    return {key: found[key] for key in asked}


def _payments(
    organisation: Organisation,
    month: date,
    lines: Sequence[MonthLine],
    owed: dict[int, Owed],
    *,
    paid_on: date,
    token: UUID,
    by: User | None,
) -> list[Payment]:
    replaced = _to_replace(month, [line.member_id for line in lines])
    amounts = {line.member_id: _amount(line, owed[line.member_id]) for line in lines}
    _refuse(
        [key for key, fen in amounts.items() if fen is None],
        "还没有核定基数，请先核定，或者填写实交金额。",
    )
    return [
        Payment(
            member_id=line.member_id,
            organisation=organisation,
            month=month,
            kind=Payment.Kind.DUES,
            fen=fen,
            paid_on=paid_on,
            replaces=replaced.get(line.member_id),
            token=token,
            recorded_by=by,
        )
        for line in lines
        if (fen := amounts[line.member_id])  # who is waived pays nothing, which is no payment
    ]


def _amount(line: MonthLine, owed: Owed) -> int | None:
    if line.fen is not None:
        return line.fen
    return owed.explanation.fen if owed.explanation else None


def _to_replace(
    month: date, members: Sequence[int], *, kind: str = Payment.Kind.DUES, place: str = ""
) -> dict[int, Payment]:
    """Return the reversed payments that new ones of their kind replace, by member.

    Raises ValidationError at whom a payment of the month stands. place: where, if not the line.
    """
    rows = list(Payment.objects.filter(month=month, kind=kind, member__in=members))
    reversed_keys = {row.reverses_id for row in rows}
    replaced_keys = {row.replaces_id for row in rows}
    payments = [row for row in rows if row.reverses_id is None]
    known = [row.member_id for row in payments if row.pk not in reversed_keys]
    if known and place:
        raise ValidationError({place: KNOWN})
    _refuse(known, KNOWN)
    return {row.member_id: row for row in payments if row.pk not in replaced_keys}


def _refuse(members: Iterable[int], message: str) -> None:
    if found := {f"paid_{key}": message for key in members}:
        raise ValidationError(found)


def _keep_reasons(
    organisation: Organisation, month: date, lines: Sequence[MonthLine], *, by: User | None
) -> None:
    keys = [line.member_id for line in lines]
    known = {row.member_id: row for row in Unpaid.objects.filter(month=month, member__in=keys)}
    for line in lines:
        row = known.get(line.member_id) or Unpaid(
            member_id=line.member_id, organisation=organisation, month=month, recorded_by=by
        )
        row.reason, row.words = line.unpaid, line.words
        _check_reason(row)
        known[line.member_id] = row
    new = [row for row in known.values() if row._state.adding]
    old = [row for row in known.values() if not row._state.adding]
    for row in old:
        row.version += 1
    Unpaid.objects.bulk_create(new)
    Unpaid.objects.bulk_update(old, ["reason", "words", "version"])


def _check_reason(row: Unpaid) -> None:
    try:
        row.clean_fields(exclude=["member", "organisation"])
    except ValidationError as error:
        messages = "；".join(error.messages)
        raise ValidationError({f"paid_{row.member_id}": messages}) from error
    if row.reason == Unpaid.Reason.OTHER and not row.words:
        raise ValidationError({f"paid_{row.member_id}": "选“其他”时请写明原因。"})


def _sums(rows: Sequence[Payment]) -> dict[str, Any]:
    digest = sha256("\n".join(str(row.uid) for row in rows).encode()).hexdigest()
    return {
        "count": len(rows),
        "dues_sum": formatted(sum(row.fen for row in rows)),
        "digest": digest,
    }
