"""That two records are one person: which one goes on, what was moved from where, and who decided it."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import roles_of
from candidates.models.document import CHECKERS
from candidates.models.journey import Journey
from candidates.models.person import Candidate

if TYPE_CHECKING:
    from accounts.models import User


class MergeRecordQuerySet(models.QuerySet["MergeRecord"]):
    def live(self) -> Self:
        """Not taken back."""
        return self.filter(undone_at=None)

    def about(self, candidate: Candidate) -> Self:
        return self.filter(Q(kept=candidate) | Q(gone=candidate))

    def visible_to(self, user: "User") -> Self:
        """Disnaker, as the records that are compared."""
        return self if user.is_superuser or not CHECKERS.isdisjoint(roles_of(user)) else self.none()


class MergeRecord(models.Model):
    """`moved` and `newest` hold keys only: table, column, rows, from whom, to whom. `values` are personal; erasing
    empties them."""

    kept: Any = models.ForeignKey(
        Candidate, models.PROTECT, related_name="merges", verbose_name=_("record that goes on")
    )
    gone: Any = models.ForeignKey(Candidate, models.PROTECT, related_name="merged_by", verbose_name=_("other record"))
    reason = models.CharField(_("how it is known"), max_length=200)
    moved = models.JSONField(_("what was moved"), default=list)
    newest = models.JSONField(
        _("what was there then"),
        default=dict,
        blank=True,
        help_text=_("The highest key of each table, so that what came since can be told when it is taken back."),
    )
    values = models.JSONField(
        _("what was chosen"),
        default=dict,
        blank=True,
        encoder=DjangoJSONEncoder,
        help_text=_("For each value that changed: how it was in both records, and how it is now."),
    )
    ended = models.ForeignKey(
        Journey,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="ended_by_merge",
        verbose_name=_("registration that ended"),
        help_text=_("Both records had one under way; a person has one."),
    )
    by: Any = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("recorded"), default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    undone_reason = models.CharField(_("why it was taken back"), max_length=200, blank=True)

    objects = MergeRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("merged record")
        verbose_name_plural = _("merged records")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(kept=F("gone")),
                name="merge_of_two_records",
                violation_error_message=_("A record cannot be merged with itself."),
            ),
            models.UniqueConstraint(
                fields=["gone"],
                condition=Q(undone_at=None),
                name="a_record_is_merged_once",
                violation_error_message=_("This record was already merged with another one."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="merge_has_a_reason",
                violation_error_message=_("Write how you know."),
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None, undone_reason="")
                | Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_reason=""),
                name="merge_taken_back_with_a_reason",
                violation_error_message=_("Say why it is taken back."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"

    @property
    def is_live(self) -> bool:
        return self.undone_at is None
