"""The first targets. A later decision is a new row, entered by staff."""

from datetime import date

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
