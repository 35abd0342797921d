"""What members owe and paid, month by month; nothing in it is ever changed.

`replaces` and `reverses` are empty in nearly every row, so their indexes leave the empty ones
out: SQLite would else look for "is empty" in them and read the whole ledger for each person.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from branches.fields import ChoiceField, LineField
from branches.models import Organisation, Record
from dues.articles import LARGE_FROM
from dues.fields import MonthField
from dues.models.bases import Basis, Relief
from dues.money import MOST_FEN, fen_of, formatted
from dues.querysets import AssessmentQuerySet, PaymentQuerySet, UnpaidQuerySet
from dues.rules import is_prepaid
from members.models import Member

LARGE_FEN = fen_of(LARGE_FROM)
KNOWN = "这名党员这个月已经登记过一笔同类的党费；要改动，请先冲正原来的一笔，再重新登记。"


class Assessment(Record):
    """What one member owes for one month, as reckoned; a later reckoning replaces it.

    owed_from: the first day of the month on which she was on that roll (DUE-T01, DUE-T07); should
    it turn out that she was not, nothing is owed there. fen: 0 when relief waives all.
    """

    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="党员"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="党支部"
    )
    month = MonthField("月份")
    owed_from = models.DateField("应交起算日")
    basis = models.ForeignKey(
        Basis, on_delete=models.PROTECT, related_name="+", verbose_name="基数"
    )
    relief = models.ForeignKey(
        Relief,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="减免",
    )
    fen = models.BigIntegerField("应交")
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        db_index=False,
        verbose_name="代替",
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = "应交党费"
        constraints = [
            models.UniqueConstraint(
                name="assessment_first_once_a_month",
                fields=["member", "month"],
                condition=Q(replaces__isnull=True),
                violation_error_message="这个月的应交党费已经核定，请重新打开页面。",
                violation_error_code="month",
            ),
            models.UniqueConstraint(
                name="assessment_replaced_once",
                fields=["replaces"],
                condition=Q(replaces__isnull=False),
                violation_error_message="这个月的应交党费刚刚被别人重新核定，请重新打开页面。",
                violation_error_code="month",
            ),
            models.CheckConstraint(
                name="assessment_amount_is_sensible",
                condition=Q(fen__gte=0, fen__lte=MOST_FEN),
                violation_error_message="应交党费的金额不对，请检查基数。",
                violation_error_code="fen",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "month"], name="assessment_by_organisation"),
            models.Index(fields=["member", "month"], name="assessment_by_member"),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.month:%Y-%m} {formatted(self.fen)}"


class Payment(Record):
    """One entry of the ledger: what a member paid for a month, or the reversal of such an entry.

    Of each kind a month is paid once: a first payment names nothing in `replaces`, and one after
    a reversal names the payment that was reversed, so that a chain never branches.
    fen: positive, negative for a reversal, whose paid_on is its own day.
    """

    class Kind(models.TextChoices):
        DUES = "DUES", "党费"
        VOLUNTARY = "VOLUNTARY", "自愿多交"
        LARGE = "LARGE", "大额党费"

    class Method(models.TextChoices):
        CASH = "CASH", "现金"
        TRANSFER = "TRANSFER", "转账"
        ONLINE = "ONLINE", "网上交纳"

    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="党员"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="收缴的党支部"
    )
    month = MonthField("所属月份")
    kind = ChoiceField("种类", max_length=10, choices=Kind.choices)
    fen = models.BigIntegerField("金额")
    paid_on = models.DateField("交纳日期")
    method = ChoiceField("交纳方式", max_length=10, choices=Method.choices, blank=True)
    reverses = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reversal",
        db_index=False,
        verbose_name="冲正",
    )
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replacement",
        db_index=False,
        verbose_name="代替",
    )
    reason = LineField("原因", max_length=200, blank=True)
    token = models.UUIDField(null=True, blank=True, editable=False)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = "党费收缴"
        constraints = [
            models.UniqueConstraint(
                name="payment_first_once_a_month",
                fields=["member", "month", "kind"],
                condition=Q(replaces__isnull=True, reverses__isnull=True),
                violation_error_message=KNOWN,
                violation_error_code="fen",
            ),
            models.UniqueConstraint(
                name="payment_reversed_once",
                fields=["reverses"],
                condition=Q(reverses__isnull=False),
                violation_error_message="这笔党费已经冲正。",
                violation_error_code="reverses",
            ),
            models.UniqueConstraint(
                name="payment_replaced_once",
                fields=["replaces"],
                condition=Q(replaces__isnull=False),
                violation_error_message=KNOWN,
                violation_error_code="fen",
            ),
            models.UniqueConstraint(
                name="payment_once_a_form",
                fields=["token", "member", "kind"],
                violation_error_message="这张表已经保存，请不要重复提交。",
                violation_error_code="fen",
            ),
            models.CheckConstraint(
                name="payment_negative_when_it_reverses",
                condition=Q(reverses__isnull=True, fen__gt=0)
                | Q(reverses__isnull=False, fen__lt=0),
                violation_error_message="交纳的金额要大于零；要改正请冲正原来的一笔。",
                violation_error_code="fen",
            ),
            models.CheckConstraint(
                name="payment_amount_is_sensible",
                condition=Q(fen__gte=-MOST_FEN, fen__lte=MOST_FEN),
                violation_error_message="金额太大，请检查。",
                violation_error_code="fen",
            ),
            models.CheckConstraint(
                name="payment_large_from_1000_yuan",
                condition=~Q(kind="LARGE") | Q(fen__gte=LARGE_FEN) | Q(fen__lte=-LARGE_FEN),
                violation_error_message="大额党费每次不少于 1000 元；少于的登记为自愿多交。",
                violation_error_code="fen",
            ),
            models.CheckConstraint(
                name="payment_reversal_says_why",
                condition=Q(reverses__isnull=True) | ~Q(reason=""),
                violation_error_message="冲正要写明原因。",
                violation_error_code="reason",
            ),
            models.CheckConstraint(
                name="payment_reverses_or_replaces",
                condition=Q(reverses__isnull=True) | Q(replaces__isnull=True),
                violation_error_message="一笔要么冲正，要么代替原来的一笔。",
                violation_error_code="replaces",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "month"], name="payment_by_organisation"),
            models.Index(fields=["member", "month"], name="payment_by_member"),
            models.Index(fields=["paid_on"], name="payment_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.month:%Y-%m} {formatted(self.fen)}"

    @property
    def is_prepaid(self) -> bool:
        """Dues paid before their month began; no reversal is."""
        is_dues = self.kind == self.Kind.DUES and self.reverses_id is None
        return is_dues and is_prepaid(self.month, paid_on=self.paid_on)


class Unpaid(Record):
    """Why a member's dues of a month were not paid when the month was registered.

    It stays for the record when she pays later; querysets leave it out then.
    """

    class Reason(models.TextChoices):
        AGREED = "AGREED", "经支部同意缓交"
        AWAY = "AWAY", "外出"
        ILL = "ILL", "生病住院"
        HARDSHIP = "HARDSHIP", "生活困难，正在办理减免"
        OUT_OF_CONTACT = "OUT_OF_CONTACT", "失去联系"
        FORGOTTEN = "FORGOTTEN", "忘记交纳，已提醒"
        REFUSED = "REFUSED", "无正当理由"
        OTHER = "OTHER", "其他"

    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="党员"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="党支部"
    )
    month = MonthField("月份")
    reason = ChoiceField("未交原因", max_length=20, choices=Reason.choices)
    words = LineField("说明", max_length=100, blank=True)

    objects = UnpaidQuerySet.as_manager()

    class Meta:
        verbose_name = "未交党费"
        constraints = [
            models.UniqueConstraint(
                name="unpaid_once_a_month",
                fields=["member", "month"],
                violation_error_message="这名党员这个月已经登记了未交原因。",
                violation_error_code="reason",
            ),
            models.CheckConstraint(
                name="unpaid_other_says_what",
                condition=~Q(reason="OTHER") | ~Q(words=""),
                violation_error_message="选“其他”时请写明原因。",
                violation_error_code="words",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "month"], name="unpaid_by_organisation")]

    def __str__(self) -> str:
        return f"{self.member} {self.month:%Y-%m} {self.reason}"
