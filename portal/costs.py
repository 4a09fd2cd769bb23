"""What it costs, who pays, and what nobody may ask for: the newest row of each item that is shown."""

from dataclasses import dataclass
from datetime import date

from portal.models import OfficialCost, Payer


@dataclass(frozen=True)
class Costs:
    forbidden: list[OfficialCost]
    official: list[OfficialCost]


def on_file(on: date) -> Costs:
    newest = OfficialCost.objects.filter(valid_from__lte=on).order_by("item", "-valid_from").distinct("item")
    shown = sorted((row for row in newest if row.is_shown), key=lambda row: (row.position, row.item))
    return Costs(
        forbidden=[row for row in shown if row.payer == Payer.NOBODY],
        official=[row for row in shown if row.payer != Payer.NOBODY],
    )
