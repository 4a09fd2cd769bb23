"""What each sector requires (domain reference 1 and 2). Staff add a dated row when a rule changes."""

from datetime import date

from certificates.models import Requirement, Test
from core.reference import Report, create_missing, rows


def load(report: Report) -> None:
    requirements = [
        {
            "sector_id": row["sector"],
            "scheme_id": row["scheme"],
            "proof": row["proof"],
            "valid_from": date.fromisoformat(row["valid_from"]),
        }
        for row in rows("certificates", "requirements.csv")
    ]
    key = ["sector", "scheme", "proof", "valid_from"]
    report(f"{create_missing(Requirement, key, requirements)} requirements")
    tests = [
        {
            **{name: row[name] for name in ("slug", "name", "kind", "level", "issuer")},
            "work_category_id": row["work_category"] or None,
            "minimum_age": int(row["minimum_age"]) if row["minimum_age"] else None,
        }
        for row in rows("certificates", "tests.csv")
    ]
    report(f"{create_missing(Test, ['slug'], tests)} tests")
