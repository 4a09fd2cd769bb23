"""What the public pages say at first: examples where the city must decide, sources where the world has.

Only an empty table is filled: what staff removed stays removed.
"""

from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db import models

from candidates.models import Sector
from core.reference import Report, create_missing, rows
from portal.models import (
    Deduction,
    DormitoryRule,
    ExchangeRate,
    OfficialCost,
    PayFigure,
    PublicContact,
    Question,
    SectorWork,
)

FILES: list[tuple[type[models.Model], str, list[str]]] = [
    (PublicContact, "public_contacts.csv", ["matter", "name"]),
    (SectorWork, "sector_work.csv", ["sector"]),
    (PayFigure, "pay_figures.csv", ["sector", "unit", "valid_from"]),
    (Deduction, "deductions.csv", ["name", "sector", "valid_from"]),
    (ExchangeRate, "exchange_rates.csv", ["valid_from"]),
    (OfficialCost, "official_costs.csv", ["item", "valid_from"]),
    (DormitoryRule, "dormitory_rules.csv", ["words"]),
    (Question, "questions.csv", ["question"]),
]
READ = {
    "position": int,
    "from_year": int,
    "low": Decimal,
    "high": Decimal,
    "as_of": date.fromisoformat,
    "valid_from": date.fromisoformat,
    "starts_at": time.fromisoformat,
}


def load(report: Report) -> None:
    sectors = set(Sector.objects.values_list("slug", flat=True))
    for model, file, key in FILES:
        made = 0
        if not model._default_manager.exists():
            found = [row for row in rows("portal", file) if row.get("sector", "") in {"", *sectors}]
            made = create_missing(model, key, [_read(row) for row in found])
        report(f"{made} {model._meta.model_name}")


def _read(row: dict[str, str]) -> dict[str, Any]:
    """The values of a line; what is empty is not given, except where a column is a text."""
    values: dict[str, Any] = {}
    for name, text in row.items():
        if name == "sector":
            values["sector_id"] = text or None
        elif name in READ:
            values[name] = READ[name](text) if text else None
        else:
            values[name] = text
    return values
