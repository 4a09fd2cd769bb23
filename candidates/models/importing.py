"""Lists of people as kelurahan send them: the batch, and each row as it stood there and as it was understood."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.enums import ImportState, Outcome
from candidates.models.journey import Journey
from candidates.models.programme import Sector

if TYPE_CHECKING:
    from accounts.models import User


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: "User") -> Self:
        """Lists hold whole NIKs: only for who may import."""
        return self if user.has_perm("candidates.import_candidates") else self.none()


class ImportBatch(models.Model):
    """One list that was sent. Nobody is registered before it is accepted; it is taken back as one."""

    key = models.UUIDField(_("form key"), unique=True, editable=False)
    name = models.CharField(_("list"), max_length=120)
    file = models.FileField(_("file"), upload_to="lists/", blank=True, editable=False)
    on = models.DateField(_("reckoned for"))
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.READING)
    note = models.TextField(_("why"), blank=True)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    expected = models.PositiveIntegerField(_("rows expected"), default=0)
    sector = models.ForeignKey(
        Sector,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sector"),
        help_text=_("For people whose row names none. They are asked later."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("sent by"),
        help_text=_("Empty when it was read by a command."),
    )
    at = models.DateTimeField(_("received"), default=timezone.now)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("accepted by")
    )
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("taken back by")
    )
    undone_at = models.DateTimeField(_("taken back"), null=True)
    forgotten_on = models.DateField(_("cells deleted"), null=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("list from a kelurahan")
        verbose_name_plural = _("lists from kelurahan")
        ordering = ["-at", "-pk"]
        permissions = [("import_candidates", "Can import lists of people")]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(accepted_at__isnull=False),
                name="taken_back_after_accepted",
                violation_error_message=_("Only a list that was accepted can be taken back."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """One person of a list. `cells` and `values` are personal data; they are deleted with the list's file."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", verbose_name=_("list"))
    sheet = models.CharField(_("sheet"), max_length=60)
    row = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(_("as it stands there"), default=dict)
    values = models.JSONField(_("as understood"), default=dict)
    reasons = models.JSONField(_("reasons"), default=list)
    warnings = models.JSONField(_("warnings"), default=list)
    nik = models.CharField(_("NIK"), max_length=16, blank=True)
    can_import = models.BooleanField(_("can be imported"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    note = models.TextField(_("why"), blank=True)
    journey = models.ForeignKey(
        Journey, models.SET_NULL, null=True, blank=True, related_name="import_rows", verbose_name=_("journey")
    )

    class Meta:
        verbose_name = _("row of a list")
        verbose_name_plural = _("rows of a list")
        ordering = ["pk"]
        indexes = [models.Index(fields=["batch", "nik"], name="importrow_by_nik")]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "sheet", "row"],
                name="each_row_of_a_list_once",
                violation_error_message=_("This row is in the list already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet}:{self.row}"
