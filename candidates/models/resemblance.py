"""Two records that may be one person, and what somebody decided about them."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import roles_of
from candidates.models.document import CHECKERS
from candidates.models.person import Candidate
from core import history

if TYPE_CHECKING:
    from accounts.models import User


class ResemblanceQuerySet(models.QuerySet["Resemblance"]):
    def undecided(self) -> Self:
        living = {f"{side}__{column}": None for side in ("one", "other") for column in ("erased_at", "merged_into")}
        return self.filter(decided_at=None, **living)

    def visible_to(self, user: "User") -> Self:
        """Disnaker compares records; nobody else does."""
        return self if user.is_superuser or not CHECKERS.isdisjoint(roles_of(user)) else self.none()


@history.kept("ResemblanceHistory", leave_out=["signs", "found_at"])
class Resemblance(models.Model):
    """A pair, the older record first. Once decided on it is not asked about again, unless somebody reopens it."""

    one: Any = models.ForeignKey(Candidate, models.CASCADE, related_name="+", verbose_name=_("older record"))
    other: Any = models.ForeignKey(Candidate, models.CASCADE, related_name="+", verbose_name=_("newer record"))
    signs = ArrayField(models.CharField(max_length=12), verbose_name=_("what is alike"))
    found_at = models.DateTimeField(_("found"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    is_one = models.BooleanField(_("one person"), default=False, help_text=_("Decided: both records are one person."))
    word = models.CharField(_("how it is known"), max_length=200, blank=True)

    objects = ResemblanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("possible same person")
        verbose_name_plural = _("possible same people")
        permissions = [("compare_people", "Can decide whether two records are one person")]
        indexes = [models.Index(fields=["found_at", "id"], name="resemblance_undecided", condition=Q(decided_at=None))]
        constraints = [
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="resemblance_older_first"),
            models.UniqueConstraint(fields=["one", "other"], name="each_pair_once"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, word="")
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(word=""),
                name="two_people_with_a_word",
                violation_error_message=_("Write how you know that these are two people."),
            ),
            models.CheckConstraint(
                condition=Q(is_one=False) | Q(decided_at__isnull=False),
                name="one_person_when_decided",
                violation_error_message=_("Only a pair that was decided on is one person."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} / {self.other}"
