"""The holidays are days off for the offices too, so nothing is promised for them (`core.days_off`)."""

from collections.abc import Iterable
from datetime import date

from core import days_off
from training.models import Holiday


@days_off.source
def holidays() -> Iterable[date]:
    return Holiday.objects.values_list("day", flat=True)
