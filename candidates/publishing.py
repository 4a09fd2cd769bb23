"""The results of a selection as the public reads them: registration numbers, nothing else."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
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


def results_of(programme: Programme, *, until: date) -> Results:
    """Who was chosen, who waits, who was not chosen, by the decisions dated up to that day.

    What came later (the next round, training, leaving) is not announced yet, or nobody's business here.
    """
    people = Journey.objects.filter(programme=programme).order_by("registration_no")
    numbers = people.values_list("registration_no", flat=True)
    undecided = numbers.exclude(selected_on__lte=until)
    return Results(
        programme,
        selected=list(numbers.filter(selected_on__lte=until)),
        reserve=list(undecided.filter(reserved_on__lte=until).exclude(closed_on__lte=until)),
        not_chosen=list(undecided.filter(closed_on__lte=until, closed_reason=CloseReason.NOT_CHOSEN)),
    )


def announced(on: date | None = None) -> Programme | None:
    """The newest programme whose results an officer has published, whether it still takes registrations or not."""
    return Programme.objects.filter(results_on__lte=on or timezone.localdate()).order_by("-year").first()


def published(on: date | None = None) -> Results | None:
    """The newest results that an officer has published, as they stood on the day of publishing; or None."""
    programme = announced(on)
    return results_of(programme, until=programme.results_on) if programme and programme.results_on else None


def not_on_the_page(programme: Programme) -> int:
    """How many people were decided about after the day of publishing: a later round, waiting to be published anew."""
    if not (day := programme.results_on):
        return 0
    later = Q(selected_on__gt=day) | Q(reserved_on__gt=day) | Q(closed_on__gt=day, closed_reason=CloseReason.NOT_CHOSEN)
    return Journey.objects.filter(later, programme=programme).count()


def publish(programme: Programme, *, by: "User", on: date | None = None) -> None:
    """Put the numbers on the public page. Refused while nothing is decided."""
    on = on or timezone.localdate()
    with transaction.atomic():
        locked = Programme.objects.select_for_update().get(pk=programme.pk)
        if locked.results_on:
            raise Refused(Gap("published", _("These results are on the public page already.")))
        if not results_of(locked, until=on).selected:
            raise Refused(Gap("nobody_selected", _("Nobody has been selected yet. Decide first, then publish.")))
        _put_on_the_page(locked, by=by, on=on)


def publish_anew(programme: Programme, *, by: "User", on: date | None = None) -> None:
    """Put what was decided since on the public page as well: a second round, people called from the reserve list."""
    with transaction.atomic():
        locked = Programme.objects.select_for_update().get(pk=programme.pk)
        if not locked.results_on:
            raise Refused(Gap("not_published", _("These results are not on the public page. Publish them first.")))
        _put_on_the_page(locked, by=by, on=on or timezone.localdate())


def _put_on_the_page(programme: Programme, *, by: "User", on: date) -> None:
    programme.results_on, programme.results_by = on, by
    programme.save(update_fields=["results_on", "results_by"])


def withdraw(programme: Programme, *, by: "User") -> None:
    """Take the numbers off the public page again."""
    Programme.objects.filter(pk=programme.pk).update(results_on=None, results_by=by)
