"""Who was not selected is anonymised some time after registration closed; the counts stay (F83)."""

import calendar
import logging
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from candidates.enums import RequestState
from candidates.erasure import KEPT_ABROAD, erase
from candidates.importing import batches
from candidates.models import Candidate, DataRequest, Journey, Programme, draft

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)


def last_day(programme: Programme) -> date:
    """Until when the data of those not selected are kept: so many months after the last day of registration."""
    months = programme.closes_on.month - 1 + programme.keep_months
    year, month = programme.closes_on.year + months // 12, months % 12 + 1
    return date(year, month, min(programme.closes_on.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True)
class Kept:
    """How long data are kept, as it is told to everybody: `months` until `until` for who was not selected."""

    months: int
    until: date
    years_abroad: int
    days_unsent: int
    days_listed: int


def kept(on: date | None = None) -> Kept | None:
    """By the programme that takes registrations or did so last; None before there is one."""
    on = on or timezone.localdate()
    programme = Programme.objects.filter(opens_on__lte=on).order_by("-opens_on").first()
    if programme is None:
        return None
    return Kept(programme.keep_months, last_day(programme), KEPT_ABROAD, draft.KEPT_FOR.days, batches.KEPT_FOR.days)


def due(on: date | None = None) -> QuerySet[Candidate]:
    """People whose every journey ended before the selection, in programmes whose time is over.

    Not while somebody waits for an answer about their data: what they ask for must still be there.
    """
    on = on or timezone.localdate()
    over = [programme.pk for programme in Programme.objects.all() if last_day(programme) < on]
    got_further = Q(selected_on__isnull=False) | Q(offered_on__isnull=False) | Q(departed_on__isnull=False)
    theirs = Journey.objects.filter(candidate=OuterRef("pk"))
    spared = theirs.filter(Q(closed_on=None) | got_further | ~Q(programme__in=over))
    waits = DataRequest.objects.filter(candidate=OuterRef("pk"), state=RequestState.OPEN)
    return Candidate.objects.filter(Exists(theirs), ~Exists(spared), ~Exists(waits), erased_at=None).order_by("pk")


def anonymise_due(*, by: "User | None" = None, on: date | None = None) -> int:
    """Erase each of them in a transaction of its own, so that an interruption loses nothing. How many."""
    number = 0
    for key in list(due(on).values_list("pk", flat=True)):
        erase(Candidate.objects.get(pk=key), by=by, on=on)
        number += 1
    if number:
        logger.info("%d people who were not selected were anonymised", number)
    return number
