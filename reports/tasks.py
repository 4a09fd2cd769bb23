from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from reports import freezing


@shared_task
def freeze_last_month() -> None:
    """Early on the first of a month: the report of the month that has just ended."""
    freezing.freeze(on=timezone.localdate().replace(day=1) - timedelta(days=1))
