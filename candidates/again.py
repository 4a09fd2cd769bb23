"""When a person whose journey was closed may register again. The day is fixed at the closing, because it is promised.

A person comes back in one of two ways: a new registration (a new journey of the same candidate), or an officer
reopens the closed journey, with a reason.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from candidates.enums import Again, CloseReason
from candidates.models.programme import Programme
from core.refusal import Gap

if TYPE_CHECKING:
    from candidates.models import Journey

# What hurts or needs talking about goes through an officer; who left by their own will comes back by their own will.
USUAL = {
    CloseReason.NOT_CHOSEN: Again.NEXT_PROGRAMME,
    CloseReason.WITHDREW: Again.AT_ONCE,
    CloseReason.LOST_CONTACT: Again.AT_ONCE,
}


def day(journey: "Journey", policy: str, on: date) -> date | None:
    """The first day of a new registration after a closing on `on`; None when an officer has to decide."""
    if policy == Again.AT_ONCE:
        return on
    if policy == Again.BY_OFFICER:
        return None
    following = Programme.objects.filter(opens_on__gt=on).order_by("opens_on").first()
    return following.opens_on if following else max(journey.programme.ends_on, on) + timedelta(days=1)


def usual(reason: str) -> Again:
    return USUAL.get(CloseReason(reason), Again.BY_OFFICER)


def gap(journey: "Journey", on: date) -> Gap | None:
    """Why the person of this journey, their last one, may not register anew on that day; None when they may.

    Only for somebody who has proved who they are: it says how the journey ended.
    """
    if journey.is_open:
        return Gap("journey_open", _("This person already has an open journey."))
    if journey.returned_on:
        return None
    if journey.again_from is None:
        return Gap("reopen_first", _("The earlier journey was ended by the programme. Ask at the Disnaker counter."))
    if on < journey.again_from:
        words = _("You may register again from %(date)s.") % {"date": date_format(journey.again_from)}
        return Gap("again_later", words)
    return None
