"""The results of a selection as the public reads them: registration numbers, nothing else."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.enums import CloseReason
from candidates.models import Journey, Programme
from core.refusal import Gap, Refused

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Results:
    programme: Programme
    selected: list[str]
    reserve: list[str]
    not_chosen: list[str]


def results_of(programme: Programme) -> Results:
    """Who was chosen, who waits, who was not chosen. What came later (training, leaving) is nobody's business here."""
    people = Journey.objects.filter(programme=programme).order_by("registration_no")
    numbers = people.values_list("registration_no", flat=True)
    undecided = numbers.filter(selected_on__isnull=True)
    return Results(
        programme,
        selected=list(numbers.filter(selected_on__isnull=False)),
        reserve=list(undecided.filter(reserved_on__isnull=False, closed_on__isnull=True)),
        not_chosen=list(undecided.filter(closed_reason=CloseReason.NOT_CHOSEN)),
    )


def published(on: date | None = None) -> Results | None:
    """The newest results that an officer has published, or None."""
    on = on or timezone.localdate()
    programme = Programme.objects.filter(results_on__lte=on).order_by("-year").first()
    return results_of(programme) if programme else None


def publish(programme: Programme, *, by: "User", on: date | None = None) -> None:
    """Put the numbers on the public page. Refused while nothing is decided."""
    on = on or timezone.localdate()
    with transaction.atomic():
        locked = Programme.objects.select_for_update().get(pk=programme.pk)
        if locked.results_on:
            raise Refused(Gap("published", _("These results are on the public page already.")))
        results = results_of(locked)
        if not results.selected:
            raise Refused(Gap("nobody_selected", _("Nobody has been selected yet. Decide first, then publish.")))
        locked.results_on, locked.results_by = on, by
        locked.save(update_fields=["results_on", "results_by"])


def withdraw(programme: Programme, *, by: "User") -> None:
    """Take the numbers off the public page again."""
    Programme.objects.filter(pk=programme.pk).update(results_on=None, results_by=by)
