"""The first targets (a later decision is a new row, entered by staff), and when the monthly report is made."""

from datetime import date

from django_celery_beat.models import CrontabSchedule, PeriodicTask

from candidates.models import Programme
from core.reference import Report, rows
from reports.models import Target


def load(report: Report) -> None:
    made = 0
    for row in rows("reports", "targets.csv"):
        programme = Programme.objects.filter(year=row["year"]).first()
        if programme is None or programme.targets.exists():
            continue
        target = Target.objects.create(
            programme=programme,
            number=int(row["number"]),
            decided_on=date.fromisoformat(row["decided_on"]),
            note=row["note"],
        )
        target.schemes.set(row["schemes"].split())
        made += 1
    report(f"{made} targets")
    monthly, _ = CrontabSchedule.objects.get_or_create(minute="0", hour="5", day_of_month="1", timezone="Asia/Jakarta")
    task = {"crontab": monthly, "task": "reports.tasks.freeze_last_month"}
    PeriodicTask.objects.get_or_create(name="Freeze the report of last month", defaults=task)
