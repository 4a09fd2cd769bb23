"""How many more people a programme can take."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from candidates import journey as journeys
from candidates.enums import Stage
from candidates.models import Journey, Programme
from core.refusal import Gap


def taken(programme: Programme) -> int:
    """People selected for this programme who have not left it. An earlier return does not free the seat."""
    return Journey.objects.filter(programme=programme, selected_on__isnull=False, closed_on__isnull=True).count()


def free(programme: Programme) -> int | None:
    """Seats left; None where the programme sets no limit."""
    return None if programme.seats is None else max(programme.seats - taken(programme), 0)


def hold(programme_id: int) -> None:
    """Let nobody else take a seat of this programme until this transaction ends, so that the last one goes once."""
    Programme.objects.select_for_update().get(pk=programme_id)


@journeys.guard(Stage.SELECTED)
def a_seat_is_free(journey: Journey, on: date) -> Iterable[Gap]:
    if free(journey.programme) == 0:
        words = _("All %(seats)d seats of %(programme)s are taken. Use the reserve list, or raise the number of seats.")
        yield Gap("seats_full", words % {"seats": journey.programme.seats, "programme": journey.programme})
