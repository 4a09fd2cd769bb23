from placements.models.departures import Departure
from placements.models.employers import Agency, Employer
from placements.models.naming import NameInJapan
from placements.models.orders import JobOrder, Nomination
from placements.models.steps import SchemeStep, Step, StepKind

__all__ = ["Agency", "Departure", "Employer", "JobOrder", "NameInJapan", "Nomination", "SchemeStep", "Step", "StepKind"]
