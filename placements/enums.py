"""The closed lists of matching, papers and departure. What staff may add to is a table instead."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgencyKind(models.TextChoices):
    """Who may place a person by law. Empty on a job order means that the company hires directly."""

    P3MI = "p3mi", _("P3MI (licensed placement company)")
    SO = "so", _("SO (sending organisation for magang)")
    IPKOL = "ipkol", _("IPKOL (state labour market system)")


class OrderStatus(models.TextChoices):
    OPEN = "open", _("Takes nominees")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled by the company")


class Result(models.TextChoices):
    """What the interview decided."""

    PENDING = "pending", _("Waiting for the interview")
    PASSED = "passed", _("Passed")
    RESERVE = "reserve", _("Reserve")
    FAILED = "failed", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# A person in one of these is taken: not free for another job order.
LIVE_RESULTS = (Result.PENDING, Result.PASSED, Result.RESERVE)


class Commitment(models.IntegerChoices):
    """The years of work that a person promised the company."""

    ONE = 1, _("1 year")
    TWO = 2, _("2 years")
    THREE = 3, _("3 years")
    FIVE = 5, _("5 years")


class Owner(models.TextChoices):
    """Whose turn an open step is."""

    CANDIDATE = "candidate", _("Candidate")
    LPK = "lpk", _("LPK")
    DISNAKER = "disnaker", _("Disnaker")
    JAPAN = "japan", _("Company in Japan")
    AGENCY = "agency", _("Agency")


class StepMilestone(models.TextChoices):
    """The milestone of the journey that a step of this kind carries. The values are those of `Stage`."""

    CONTRACT = "contract", _("Contract signed")
    COE = "coe", _("COE issued")
    VISA = "visa", _("Visa issued")
