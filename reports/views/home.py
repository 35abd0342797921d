"""Home: what is due for whoever logs in, by role."""

from datetime import date, timedelta
from typing import Any

from django.views.generic import TemplateView

from activities.models import Sitting
from branches.access import Permission, holds
from branches.audit import Verb
from branches.models import (
    Appointment,
    AuditEvent,
    Coverage,
    Organisation,
    Request,
    School,
    User,
)
from branches.periods import Period
from branches.querysets import RequestQuerySet, SchoolQuerySet
from branches.screens import Screen
from dues.models import Assessment
from dues.querysets import AssessmentQuerySet
from members.models import Placement, Term
from members.querysets import PlacementQuerySet
from reports.figures.organisations import county_cover, organisation_figures, school_figures
from reports.figures.people import member_figures
from reports.findings import activities, elections
from reports.findings import dues as dues_findings
from reports.findings import organisations as findings
from reports.findings.finding import Finding, most_urgent_first
from reports.findings.requests import waiting_requests

# Whoever holds several roles lands on the page of the first of these.
PAGES = {
    Appointment.Role.STAFF: "staff",
    Appointment.Role.ADMINISTRATOR: "administrator",
    Appointment.Role.GENERAL_SECRETARY: "branch",
    Appointment.Role.SECRETARY: "branch",
    Appointment.Role.CLERK: "branch",
    Appointment.Role.AUDITOR: "auditor",
}


class Home(Screen, TemplateView):
    """What is due, and the figures of what one may read."""

    permission = None

    def page(self) -> str:
        """Return which home this is: by the strongest role held today."""
        held = self.user.roles(on=self.today)
        return next((page for role, page in PAGES.items() if role in held), "nothing")

    def get_template_names(self) -> list[str]:
        return [f"reports/home_{self.page()}.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        fill = {
            "staff": self.of_staff,
            "administrator": self.of_administrator,
            "branch": self.of_branch,
            "auditor": self.of_auditor,
        }.get(self.page(), dict)
        return super().get_context_data(**kwargs, **fill())

    def schools(self, *, on: date) -> SchoolQuerySet:
        """Return the schools the list of schools shows on that day."""
        rows = self.readable(School.objects.all())
        return rows.within(self.acting, on=on) if self.acting else rows

    def requests(self) -> RequestQuerySet:
        """Return the requests the list of requests shows and whose answer lies with the user."""
        rows = self.readable(Request.objects.all())
        mine = rows.decided_within(self.user.roots(on=self.today))
        return mine.within(self.acting) if self.acting else mine

    def owed(self) -> AssessmentQuerySet:
        """Return what is owed in the organisations acted for."""
        rows = self.readable(Assessment.objects)
        return rows.within(self.acting) if self.acting else rows

    def stays(self) -> PlacementQuerySet:
        """Return who is placed where one may read."""
        return self.readable(Placement.objects)

    def of_staff(self) -> dict[str, Any]:
        rows = self.readable(Organisation.objects.all())
        if self.acting:  # the lists that the figures open narrow to it as well
            rows = rows.within(self.acting)
        schools = self.schools(on=self.on)
        of_schools = school_figures(schools, on=self.on)
        placed = self.stays().in_organisations(rows)
        return {
            "due": most_urgent_first(
                [
                    *findings.uncovered_schools(self.schools(on=self.today), on=self.today),
                    *findings.uncounted_schools(self.schools(on=self.today), on=self.today),
                    *findings.wide_joint_branches(rows, on=self.today),
                    *findings.undocumented(rows, on=self.today),
                    *findings.organisations_without_account(rows, on=self.today),
                    *activities.branches_without_themed_day(rows, on=self.today),
                    *waiting_requests(self.requests()),
                    *self.elections_due(),
                    *dues_findings.unregistered_branches(rows, on=self.today),
                    *dues_findings.long_arrears(self.owed(), on=self.today),
                ]
            ),
            "organisation_figures": [
                *organisation_figures(rows, on=self.on),
                *county_cover(rows, schools, on=self.on),
            ],
            "member_figures": member_figures(placed, on=self.on),
            "school_figures": of_schools[:3],
            "partition": of_schools[3:],
        }

    def of_branch(self) -> dict[str, Any]:
        rows = self.readable(Organisation.objects).on(self.today)
        return {
            "due": most_urgent_first(
                [
                    *activities.unheld(rows, on=self.today),
                    *self.to_confirm(),
                    *self.elections_due(),
                    *dues_findings.open_months(rows, on=self.today),
                    *dues_findings.without_basis(self.stays(), on=self.today),
                    *findings.wide_joint_branches(rows, on=self.today),
                ]
            ),
            "organisations": rows.with_schools(on=self.today).for_listing(),
            "coverages": self.readable(Coverage.objects).on(self.today).for_listing(),
        }

    def elections_due(self) -> list[Finding]:
        terms = self.readable(Term.objects)
        if self.acting:
            terms = terms.within(self.acting)
        return list(elections.elections_due(terms, on=self.today))

    def to_confirm(self) -> list[Finding]:
        if not holds(self.user, Permission.CONFIRM_ACTIVITIES, today=self.today):
            return []
        return list(activities.unconfirmed(self.readable(Sitting.objects)))

    def of_administrator(self) -> dict[str, Any]:
        accounts = User.objects.managed_by(self.user, today=self.today)
        events = self.readable(AuditEvent.objects)
        yesterday = self.today - timedelta(days=1)
        recent = events.filter(happened_at__date__gte=yesterday)
        return {
            "yesterday": yesterday,
            "accounts": accounts.filter(is_active=True).count(),
            "waiting": accounts.filter(is_active=True, must_change_password=True).count(),
            "disabled": accounts.filter(is_active=False).count(),
            "refused": recent.filter(verb=Verb.LOGIN_REFUSED).count(),
            "events": events.order_by("-pk")[:10],
            "last_year": Period.year(self.today.year - 1),
        }

    def of_auditor(self) -> dict[str, Any]:
        events = self.readable(AuditEvent.objects)
        yesterday = self.today - timedelta(days=1)
        recent = events.filter(happened_at__date__gte=yesterday)
        return {
            "yesterday": yesterday,
            "refused": recent.filter(verb=Verb.LOGIN_REFUSED).count(),
            "denied": recent.filter(verb=Verb.REFUSED).count(),
            "events": events.order_by("-pk")[:15],
        }
