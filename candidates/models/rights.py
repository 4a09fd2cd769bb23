"""What a person asks for about their own data, with the three days that the law gives the office."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role, roles_of
from candidates.enums import Correctable, Purpose, RequestKind, RequestState
from candidates.models.person import Candidate

if TYPE_CHECKING:
    from accounts.models import User

WITHIN = timedelta(hours=3 * 24)  # UU 27/2022 art. 30, 32, 40: three times 24 hours, Sundays included
ANSWERING = frozenset({Role.DISNAKER_OFFICER, Role.DISNAKER_ADMIN})


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def open(self) -> Self:
        return self.filter(state=RequestState.OPEN)

    def overdue(self, at: datetime | None = None) -> Self:
        return self.open().filter(due_at__lt=at or timezone.now())

    def visible_to(self, user: "User") -> Self:
        """Disnaker answers as the controller of the data; a candidate sees their own; LPK none."""
        roles = roles_of(user)
        if user.is_superuser or not ANSWERING.isdisjoint(roles):
            return self
        return self.filter(candidate__user=user) if Role.CANDIDATE in roles else self.none()


class DataRequest(models.Model):
    """One request of one person. What it says in words is emptied when the person is erased; the row stays."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="data_requests", verbose_name=_("candidate"))
    kind = models.CharField(_("asks for"), max_length=10, choices=RequestKind)
    purpose = models.CharField(_("consent"), max_length=20, choices=Purpose, blank=True)
    field = models.CharField(_("what is wrong"), max_length=12, choices=Correctable, blank=True)
    should_be = models.CharField(_("what it should be"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written down by"),
        help_text=_("Empty when the person asked on their own page."),
    )
    due_at = models.DateTimeField(_("due"), help_text=_("Three times 24 hours after it was asked, as the law demands."))
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.OPEN)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
        help_text=_("Empty when the person did it on their own page."),
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True, help_text=_("The candidate reads it."))

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("data request")
        verbose_name_plural = _("data requests")
        ordering = ["due_at", "pk"]
        default_permissions = ("view",)
        permissions = [("answer_datarequest", "Can answer a data request")]
        indexes = [models.Index(fields=["due_at", "id"], name="datarequest_open", condition=Q(state="open"))]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "kind"],
                condition=Q(state="open"),
                name="one_open_request_per_kind",
                violation_error_message=_("This person already waits for an answer to such a request."),
            ),
            models.CheckConstraint(
                condition=Q(due_at=F("asked_at") + WITHIN),
                name="request_due_in_three_days",
                violation_error_message=_("A request is due three times 24 hours after it was asked."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None, decided_by=None)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="request_decided_at_a_time",
                violation_error_message=_("An answered request says when."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | (~Q(reason="") & Q(decided_by__isnull=False)),
                name="request_refused_with_a_reason",
                violation_error_message=_("Who refuses a request says why."),
            ),
            models.CheckConstraint(
                condition=(Q(kind="correct") & ~Q(field="")) | (~Q(kind="correct") & Q(field="", should_be="")),
                name="correction_names_the_field",
                violation_error_message=_("Say what is wrong and what it should be."),
            ),
            models.CheckConstraint(
                condition=(Q(kind="withdraw") & ~Q(purpose="")) | (~Q(kind="withdraw") & Q(purpose="")),
                name="withdrawal_names_the_consent",
                violation_error_message=_("Say which consent is withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == RequestState.OPEN

    def hours_left(self, at: datetime | None = None) -> int:
        """Whole hours until the law says it is late; negative when it is."""
        return int((self.due_at - (at or timezone.now())).total_seconds() // 3600)
