"""What each sector requires (domain reference 1 and 2). Staff add a dated row when a rule changes."""

from datetime import date

from certificates.models import Requirement
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
