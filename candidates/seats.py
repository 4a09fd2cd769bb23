"""How many more people a programme can take."""

from collections.abc import Iterable, Sequence
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


def for_many(rows: Sequence[Journey], on: date) -> dict[int, list[Gap]]:
    """In the order of the list, as the decision will go: who comes after the last free seat has none."""
    programmes = {journey.programme_id: journey.programme for journey in rows}
    left = {key: free(programme) for key, programme in programmes.items()}
    found: dict[int, list[Gap]] = {}
    for journey in rows:
        number = left[journey.programme_id]
        found[journey.pk] = [_full(journey.programme)] if number == 0 else []
        left[journey.programme_id] = number - 1 if number else number
    return found


@journeys.guard(Stage.SELECTED, many=for_many)
def a_seat_is_free(journey: Journey, on: date) -> Iterable[Gap]:
    if free(journey.programme) == 0:
        yield _full(journey.programme)


def _full(programme: Programme) -> Gap:
    words = _("All %(seats)d seats of %(programme)s are taken. Use the reserve list, or raise the number of seats.")
    return Gap("seats_full", words % {"seats": programme.seats, "programme": programme})
