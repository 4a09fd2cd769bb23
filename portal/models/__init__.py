"""What the public pages say that no other app knows. Data, so that a new number needs no programmer."""

from portal.models.contact import Matter, PublicContact
from portal.models.pay import Basis, Deduction, ExchangeRate, PayFigure, Unit
from portal.models.told import DormitoryRule, OfficialCost, Page, Payer, Question, SectorWork

__all__ = [
    "Basis",
    "Deduction",
    "DormitoryRule",
    "ExchangeRate",
    "Matter",
    "OfficialCost",
    "Page",
    "PayFigure",
    "Payer",
    "PublicContact",
    "Question",
    "SectorWork",
    "Unit",
]
