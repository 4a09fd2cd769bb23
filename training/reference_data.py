"""First contents of the tables of this app. Staff may change them afterwards."""

from datetime import date
from decimal import Decimal

from core.reference import Report, create_missing, rows
from notifications.reference_data import load_messages
from training.models import Criterion, DisciplineKind, DisciplineThreshold, Duty, Holiday, LeaveRule, PhoneRule, Site


def load(report: Report) -> None:
    report(f"{create_missing(Site, ['name'], rows('training', 'sites.csv'))} sites")
    criteria = [row | {"position": int(row["position"])} for row in rows("training", "criteria.csv")]
    report(f"{create_missing(Criterion, ['slug'], criteria)} criteria")
    # A year that staff already looked at stays as they left it: a deleted joint leave must not come back.
    known_years = {str(day.year) for day in Holiday.objects.dates("day", "year")}
    holidays = [
        {
            "day": date.fromisoformat(row["day"]),
            "name": row["name"],
            "is_joint_leave": row["is_joint_leave"] == "true",
        }
        for row in rows("training", "holidays.csv")
        if row["day"][:4] not in known_years
    ]
    report(f"{create_missing(Holiday, ['day'], holidays)} holidays")
    rules = [
        {
            "programme_id": None,
            "valid_from": date.fromisoformat(row["valid_from"]),
            "threshold": Decimal(row["threshold"]),
            "mode": row["mode"],
            "minimum_days": int(row["minimum_days"]),
            "late_entry_days": int(row["late_entry_days"]),
        }
        for row in rows("training", "phone_rules.csv")
    ]
    report(f"{create_missing(PhoneRule, ['programme', 'valid_from'], rules)} phone rules")
    load_house_rules(report)
    load_messages("training", report)


def load_house_rules(report: Report) -> None:
    """Rules of the house, their limits, how long leave may be, and the duties that go round."""
    kinds = [
        row | {"points": int(row["points"]), "position": int(row["position"])}
        for row in rows("training", "discipline_kinds.csv")
    ]
    report(f"{create_missing(DisciplineKind, ['slug'], kinds)} rules of the house")
    limits = [row | {"points": int(row["points"])} for row in rows("training", "discipline_thresholds.csv")]
    report(f"{create_missing(DisciplineThreshold, ['points'], limits)} discipline limits")
    leave = [
        {
            "programme_id": None,
            "valid_from": date.fromisoformat(row["valid_from"]),
            "longest": int(row["longest"]),
            "later": int(row["later"]),
        }
        for row in rows("training", "leave_rules.csv")
    ]
    report(f"{create_missing(LeaveRule, ['programme', 'valid_from'], leave)} leave rules")
    duties = [
        row | {"people": int(row["people"]), "position": int(row["position"])} for row in rows("training", "duties.csv")
    ]
    report(f"{create_missing(Duty, ['name'], duties)} duties")
