from django.db import models
from django.utils.translation import gettext_lazy as _


class Proof(models.TextChoices):
    """What a sector can require before departure."""

    LANGUAGE = "language", _("Japanese certificate (JLPT N4 or above, or JFT-Basic 200)")
    SKILL = "skill", _("SSW skill test of the sector")
    CARE_LANGUAGE = "care_language", _("nursing care Japanese test")


class TestKind(models.TextChoices):
    """Which test a certificate is of. Issuers differ: see domain reference 1 and 2."""

    __test__ = False  # not a test class for pytest

    JLPT = "jlpt", _("JLPT")
    JFT_BASIC = "jft_basic", _("JFT-Basic")
    SKILL = "skill", _("SSW skill test")
    CARE_LANGUAGE = "care_language", _("Nursing Care Japanese Language Evaluation Test")
    OTHER = "other", _("Other (not counted for departure)")


class Level(models.TextChoices):
    N1 = "N1", "N1"
    N2 = "N2", "N2"
    N3 = "N3", "N3"
    N4 = "N4", "N4"
    N5 = "N5", "N5"


class State(models.TextChoices):
    CLAIMED = "claimed", _("To be checked")
    VERIFIED = "verified", _("Checked")
    REFUSED = "refused", _("Not accepted")
    REVOKED = "revoked", _("Revoked")


ENDED = (State.REFUSED, State.REVOKED)


class ExemptionKind(models.TextChoices):
    """Who needs no test, and why. Source: domain reference 1.5."""

    TITP2 = "titp2", _("Completed TITP (ii)")
    CARE_SCHOOL = "care_school", _("Graduate of a care-worker school, or EPA candidate with four full years")
    BEFORE_PORTAL = "before_portal", _("Departed before the portal, on KJS's list")


class CheckMethod(models.TextChoices):
    ORIGINAL = "original", _("Original seen")
    ISSUER = "issuer", _("Issuer's site")
    PHONE = "phone", _("Asked the issuer by phone or letter")


BEFORE_PORTAL = "before_portal"


class Result(models.TextChoices):
    """What came of a booked test."""

    WAITING = "waiting", _("No result yet")
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Not passed")
    ABSENT = "absent", _("Did not come")
