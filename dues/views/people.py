"""One person's dues: her statement, her basis, what she need not pay, and single payments."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.views.generic import TemplateView

from branches.access import Permission, may
from branches.models import Organisation
from branches.screens import FormScreen, Screen
from dues.fields import FIRST_MONTH
from dues.forms.bases import BasisForm, EndReliefForm, ReliefForm
from dues.forms.ledger import PaymentForm, ReverseForm
from dues.models import Assessment, Basis, BasisItem, Payment, Relief, Unpaid
from dues.services import bases, payments
from dues.services.bases import ReliefFacts
from dues.services.payments import CannotReverse, NewPayment
from dues.services.reckoning import explained_again
from dues.views.months import asked_year
from members.models import Member, Placement


class MemberScreen(Screen):
    """The base of what concerns one person's dues."""

    @cached_property
    def member(self) -> Member:
        """The readable person the address names, whose organisation the permission reaches."""
        member = self.find(self.readable(Member.objects), self.kwargs["pk"])
        self.place = self._place(member)
        self.allow(self.place)
        return member

    def _place(self, member: Member) -> Organisation:
        stays = self.readable(Placement.objects).filter(member=member)
        newest = stays.filter(starts_on__lte=self.today).order_by("-starts_on")
        stay = newest.select_related("organisation").first()
        if stay is None:
            raise PermissionDenied
        return stay.organisation

    def may(self, permission: Permission) -> bool:
        return may(self.user, permission, self.place, today=self.today)

    def only(self) -> Any:
        """Return this person as rows, so that what hangs on her is readable as she is."""
        return self.readable(Member.objects).filter(pk=self.member.pk)

    def statement_url(self) -> str:
        return reverse("dues:member-dues", args=[self.member.pk])


class MemberDues(MemberScreen, TemplateView):
    """What one person owed and paid, month by month, and why it is that much."""

    permission = Permission.READ_DUES
    template_name = "dues/member_dues.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        member, year = self.member, asked_year(self)
        owed = Assessment.objects.of_members(self.only()).owed().filter(month__year=year)
        rows = list(owed.with_paid().select_related("organisation", "basis", "relief"))
        rows.sort(key=lambda row: row.month)
        why = explained_again(rows)
        unpaid = Unpaid.objects.of_members(self.only()).filter(month__year=year)
        reasons = {row.month: row for row in unpaid}
        payments_ = Payment.objects.of_members(self.only()).filter(month__year=year)
        return super().get_context_data(
            **kwargs,
            member=member,
            place=self.place,
            year=year,
            first_year=FIRST_MONTH.year,
            today=self.today,
            months=[(row, why[row.pk], reasons.get(row.month)) for row in rows],
            payments=payments_.for_listing(),
            reliefs=self.reliefs(),
            may_keep=self.may(Permission.KEEP_DUES),
            may_read_wages=self.may(Permission.READ_WAGES),
        )

    def reliefs(self) -> Any:
        rows = Relief.objects.of_members(self.only()).with_regularity()
        return rows.select_related("approved_by").order_by("-starts_on")


class BasisEdit(MemberScreen, FormScreen):
    """Fix by what a person's dues of a year are reckoned, or correct it."""

    permission = Permission.KEEP_DUES
    form_class = BasisForm
    template_name = "dues/basis_edit.html"
    intro = "按工资条填写每月金额；工资只有本支部收党费的人和工委工作人员能看到，加密保存。"

    @property
    def title(self) -> str:  # type: ignore[override]  # it names the year
        return f"{self.kwargs['year']} 年党费基数"

    def subject(self) -> str:
        return self.member.name

    @cached_property
    def known(self) -> list[Basis]:
        """The bases of the year, the oldest first."""
        rows = Basis.objects.of_members(self.only()).of_year(self.kwargs["year"])
        if not self.may(Permission.READ_WAGES):
            raise PermissionDenied
        return list(rows)

    def get_initial(self) -> dict[str, Any]:
        if not self.known:
            retired = Placement.objects.readable_by(self.user, today=self.today)
            is_retired = retired.filter(member=self.member).retired(on=self.today).exists()
            category = "RETIRED" if is_retired else "SALARIED"
            return {"since": f"{self.kwargs['year']}-01", "category": category}
        newest = self.known[-1]
        ours = Basis.objects.of_members(self.only()).filter(pk=newest.pk)
        items = BasisItem.objects.of_bases(ours)
        shown = {name: getattr(newest, name) for name in ("since", "category", "version")}
        return shown | {row.item: row.fen for row in items}

    def act(self, form: BasisForm) -> str:
        corrected = any(row.since == form.cleaned_data["since"] for row in self.known)
        bases.set_basis(
            member=self.member,
            year=self.kwargs["year"],
            **form.cleaned("since", "category", "reason"),
            items=form.items(),
            version=form.cleaned_data["version"] if corrected else None,
            by=self.user,
        )
        return f"{self.statement_url()}?year={self.kwargs['year']}"

    def cancel_url(self) -> str:
        return self.statement_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, known=self.known)


class ReliefCreate(MemberScreen, FormScreen):
    """Let a person pay less, or nothing, for some months."""

    permission = Permission.KEEP_DUES
    form_class = ReliefForm
    title, submit_label, done = "登记党费减免", "登记减免", "已登记。"
    intro = "只登记减免和批准，不写困难情况。没有批准的也可以登记，会标为不合规。"

    def subject(self) -> str:
        return self.member.name

    def act(self, form: ReliefForm) -> str:
        member, values = self.member, form.cleaned("kind", "starts_on", "ends_on", "document")
        approved_by = bases.approver_of(self.place, form.cleaned_data["approval"])
        facts = ReliefFacts(**values, fen=form.cleaned_data["fen"] or 0, approved_by=approved_by)
        bases.grant_relief(member=member, facts=facts, by=self.user)
        return self.statement_url()

    def cancel_url(self) -> str:
        return self.statement_url()


class PaymentCreate(MemberScreen, FormScreen):
    """Record one payment of a person: voluntary, large, or dues of some month."""

    permission = Permission.KEEP_DUES
    form_class = PaymentForm
    title, submit_label, done = "登记一笔党费", "登记", "已登记。"
    intro = "整个支部一个月的党费请在当月的表里登记；这里登记自愿多交、大额党费和补交。"

    def subject(self) -> str:
        return self.member.name

    def get_initial(self) -> dict[str, Any]:
        month = self.today.replace(day=1)
        return {
            "token": payments.new_token(),
            "kind": Payment.Kind.VOLUNTARY,
            "month": month,
            "paid_on": self.today,
        }

    def act(self, form: PaymentForm) -> str:
        member, token = self.member, form.cleaned_data["token"]
        values = form.cleaned("month", "kind", "fen", "paid_on", "method", "reason")
        row = NewPayment(member=member, organisation=self.place, **values)
        payments.record_payment(row=row, token=token, today=self.today, by=self.user)
        return self.statement_url()

    def cancel_url(self) -> str:
        return self.statement_url()


class PaymentReverse(FormScreen):
    """Take a payment back by a negative entry; the entry itself stays."""

    permission = Permission.KEEP_DUES
    form_class = ReverseForm
    template_name = "dues/payment_reverse.html"
    title, submit_label, done = "冲正党费", "冲正这一笔", "已冲正。"
    refusals = (CannotReverse,)

    @cached_property
    def row(self) -> Payment:
        rows = self.readable(Payment.objects).select_related("member", "organisation")
        payment = self.find(rows, self.kwargs["pk"])
        self.allow(payment.organisation)
        return payment

    def act(self, form: ReverseForm) -> str:
        payments.reverse_payment(
            payment=self.row, **form.cleaned("reason"), on=self.today, by=self.user
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("dues:month-grid", args=[self.row.organisation_id, self.row.month])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, payment=self.row)


class ReliefEnd(FormScreen):
    """End a relief from a month on."""

    permission = Permission.KEEP_DUES
    form_class = EndReliefForm
    title, submit_label = "结束党费减免", "结束减免"

    @cached_property
    def row(self) -> Relief:
        rows = self.readable(Relief.objects).select_related("member", "organisation")
        relief = self.find(rows, self.kwargs["pk"])
        self.allow(relief.organisation)
        return relief

    def subject(self) -> str:
        return self.row.member.name

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.row.version}

    def act(self, form: EndReliefForm) -> str:
        bases.end_relief(relief=self.row, **form.cleaned("on", "reason", "version"), by=self.user)
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("dues:member-dues", args=[self.row.member_id])
