"""Do: keep the committee's words of a year's summary."""

import pytest
from django.core.exceptions import ValidationError

from branches.audit import Verb
from branches.models import Stale
from reports.models import SummaryText
from reports.services import keep_text
from tests.events import detail, recorded
from tests.factories.branches import AppointmentFactory, CommitteeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def staff(top):
    return AppointmentFactory(organisation=top).user


def keep(top, by=None, *, text="围绕中心工作。", version=None, **values):
    facts = {"year": 2025, "slot": "LEAD", "source": "年度工作要点"} | values
    return keep_text(organisation=top, text=text, version=version, by=by, **facts)


def test_a_text_is_entered(top, staff):
    row = keep(top, staff)

    kept = SummaryText.objects.get()
    assert kept == row
    assert (kept.organisation, kept.year, kept.slot) == (top, 2025, "LEAD")
    assert (kept.text, kept.source, kept.recorded_by) == ("围绕中心工作。", "年度工作要点", staff)


def test_a_text_is_corrected_where_it_stands(top, staff):
    first = keep(top, staff)

    keep(top, staff, text="另一句。", version=first.version)

    kept = SummaryText.objects.get()
    assert (kept.pk, kept.text, kept.version) == (first.pk, "另一句。", 2)


def test_every_keeping_is_one_event_with_what_changed(top, staff):
    row = keep(top, staff)

    with recorded() as events:
        keep(top, staff, text="另一句。", version=row.version)

    assert [event.verb for event in events] == [Verb.SUMMARY_TEXT_KEPT]
    assert events[0].organisation_id == top.pk
    told = detail(events[0])
    assert told["changes"] == {"text": ["围绕中心工作。", "另一句。"]}
    assert (told["slot"], told["year"]) == ("LEAD", 2025)


def test_who_saw_an_older_version_is_told(top, staff):
    row = keep(top, staff)
    keep(top, staff, text="另一句。", version=row.version)

    with pytest.raises(Stale):
        keep(top, staff, text="第三句。", version=row.version)

    assert SummaryText.objects.get().text == "另一句。"


def test_who_saw_nothing_there_does_not_overwrite_what_another_entered(top, staff):
    keep(top, staff)

    with pytest.raises(Stale):
        keep(top, staff, text="第三句。", version=None)

    assert SummaryText.objects.get().text == "围绕中心工作。"


@pytest.mark.parametrize(
    ("values", "field"),
    [({"text": ""}, "text"), ({"source": ""}, "source"), ({"year": 1949}, "year")],
)
def test_a_text_without_words_source_or_sensible_year_is_refused(top, staff, values, field):
    with pytest.raises(ValidationError) as refused:
        keep(top, staff, **values)

    assert list(refused.value.message_dict) == [field]
    assert not SummaryText.objects.exists()


def test_nothing_is_kept_when_the_log_fails(top, staff, broken_log):
    with pytest.raises(broken_log):
        keep(top, staff)

    assert not SummaryText.objects.exists()
