"""Does the ledger still add up? Asked by `manage.py verify`."""

from collections.abc import Iterator

from django.db.models import F, Q

from dues.models import Assessment, Payment


def faults() -> Iterator[str]:
    """Yield each entry that does not answer for the one it reverses or replaces.

    A reversal is the negative of one payment of the same member, month and kind at the same
    organisation; what replaces a payment replaces one that was reversed, and a later reckoning
    is of the same member and month.
    """
    for row in Payment.objects.filter(reverses__isnull=False).exclude(
        Q(fen=-F("reverses__fen")),
        member=F("reverses__member"),
        organisation=F("reverses__organisation"),
        month=F("reverses__month"),
        kind=F("reverses__kind"),
    ):
        yield f"payment {row.pk} does not reverse payment {row.reverses_id}"
    replacing = Payment.objects.filter(replaces__isnull=False)
    for row in replacing.exclude(
        member=F("replaces__member"),
        month=F("replaces__month"),
        kind=F("replaces__kind"),
        replaces__reversal__isnull=False,
    ):
        yield f"payment {row.pk} does not replace payment {row.replaces_id}"
    later = Assessment.objects.filter(replaces__isnull=False)
    for owed in later.exclude(member=F("replaces__member"), month=F("replaces__month")):
        yield f"assessment {owed.pk} does not replace assessment {owed.replaces_id}"
