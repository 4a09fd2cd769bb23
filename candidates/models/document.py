"""Papers: which are asked of whom, and the photos a person sent, version by version."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role, roles_of
from candidates.enums import NEEDED_FOR, Condition, DocumentState, Stage
from candidates.models.journey import Journey
from candidates.models.person import Candidate
from candidates.models.programme import Scheme, Sector
from core import history

if TYPE_CHECKING:
    from accounts.models import User

CHECKERS = frozenset({Role.DISNAKER_OFFICER, Role.DISNAKER_ADMIN})
ASKED_FROM = [choice for choice in Stage.choices if choice[0] in {Stage.REGISTERED, Stage.SELECTED, Stage.OFFERED}]


@history.kept("DocumentKindHistory")
class DocumentKind(models.Model):
    slug = models.SlugField(_("code"), primary_key=True, max_length=30)
    name = models.CharField(_("name"), max_length=60, help_text=_("As the candidate reads it: “Foto KTP”."))
    advice = models.CharField(
        _("advice"), max_length=200, blank=True, help_text=_("One sentence above the camera button.")
    )
    is_sensitive = models.BooleanField(
        _("specific personal data"),
        default=False,
        help_text=_("Health, police record and the like: only Disnaker opens these (UU 27/2022 art. 4)."),
    )
    expires = models.BooleanField(_("has an expiry date"), default=False)
    says_who = models.BooleanField(
        _("says name and birth date"),
        default=False,
        help_text=_("Whoever checks it confirms both as written there; the portal compares the papers."),
    )
    max_pages = models.PositiveSmallIntegerField(_("most pages"), default=4)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("document kind")
        verbose_name_plural = _("document kinds")
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(max_pages__range=(1, 12)),
                name="document_kind_has_1_to_12_pages",
                violation_error_message=_("Between 1 and 12 pages."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def in_a_sentence(self) -> str:
        """The name inside a sentence: “foto KTP”."""
        return self.name[:1].lower() + self.name[1:]


class DocumentRuleQuerySet(models.QuerySet["DocumentRule"]):
    def valid(self, on: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)

    def about(self, journey: Journey) -> Self:
        """Those of its sector and scheme; whether the condition holds is asked in `candidates/documents.py`."""
        return self.filter(Q(sector=None) | Q(sector=journey.sector_id), Q(scheme=None) | Q(scheme=journey.scheme_id))


@history.kept("DocumentRuleHistory")
class DocumentRule(models.Model):
    """Whom a paper is asked of, from which day to which."""

    kind = models.ForeignKey(DocumentKind, models.CASCADE, related_name="rules", verbose_name=_("document kind"))
    sector = models.ForeignKey(
        Sector, models.PROTECT, null=True, blank=True, verbose_name=_("sector"), help_text=_("Empty: every sector.")
    )
    scheme = models.ForeignKey(
        Scheme, models.PROTECT, null=True, blank=True, verbose_name=_("scheme"), help_text=_("Empty: every scheme.")
    )
    condition = models.CharField(_("asked of"), max_length=12, choices=Condition, default=Condition.EVERYBODY)
    asked_from = models.CharField(_("shown from"), max_length=12, choices=ASKED_FROM, default=Stage.REGISTERED.value)
    needed_for = models.CharField(_("needed for"), max_length=12, choices=NEEDED_FOR, default=Stage.VERIFIED.value)
    blocks = models.BooleanField(
        _("stands in the way"),
        default=False,
        help_text=_("Without the checked paper that step is refused. Otherwise it is only mentioned."),
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = DocumentRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("document rule")
        verbose_name_plural = _("document rules")
        ordering = ["kind__position", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="document_rule_days_in_order",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.UniqueConstraint(
                fields=["kind", "sector", "scheme", "condition", "valid_from"],
                nulls_distinct=False,
                name="one_document_rule_a_day",
                violation_error_message=_("There is a rule like this from that day already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id}: {self.get_condition_display()}"

    def is_about(self, journey: Journey) -> bool:
        """What `about` asks, of a rule that was read already."""
        return self.sector_id in {None, journey.sector_id} and self.scheme_id in {None, journey.scheme_id}


@history.kept("ReturnReasonHistory")
class ReturnReason(models.Model):
    """Why a photo is sent back. The candidate reads both sentences."""

    text = models.CharField(
        _("reason"), max_length=80, unique=True, help_text=_("Goes on after a colon: “angka NIK tidak terbaca”.")
    )
    advice = models.CharField(_("advice"), max_length=160, help_text=_("What to do better; one sentence."))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("reason to send back")
        verbose_name_plural = _("reasons to send back")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: "User") -> Self:
        """Disnaker all; LPK what is not specific personal data, of people who were selected; a candidate their own."""
        roles = roles_of(user)
        if user.is_superuser or not CHECKERS.isdisjoint(roles):
            return self
        if Role.LPK_OFFICER in roles:
            taken = Journey.objects.open().filter(candidate=OuterRef("candidate"), selected_on__isnull=False)
            return self.filter(Exists(taken), kind__is_sensitive=False)
        if Role.CANDIDATE in roles:
            return self.filter(candidate__user=user)
        return self.none()

    def waiting(self) -> Self:
        """To be looked at; not those of people who have left."""
        under_way = Journey.objects.open().filter(candidate=OuterRef("candidate"))
        return self.filter(Exists(under_way), state=DocumentState.WAITING)


class Document(models.Model):
    """One paper of one person. Its photos are pages; a new set of photos is a new version, and the old ones stay."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="documents", verbose_name=_("candidate"))
    kind = models.ForeignKey(DocumentKind, models.PROTECT, related_name="documents", verbose_name=_("document kind"))
    state = models.CharField(_("state"), max_length=8, choices=DocumentState, default=DocumentState.WAITING)
    version = models.PositiveSmallIntegerField(
        _("version"), default=0, help_text=_("0: no photo, an officer saw the original.")
    )
    reason = models.ForeignKey(
        ReturnReason, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reason")
    )
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    decided_at = models.DateTimeField(_("checked"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    name_there = models.CharField(_("name on this paper"), max_length=120, blank=True)
    born_there = models.DateField(_("birth date on this paper"), null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["kind__position"]
        permissions = [("check_document", "Can check a document")]
        indexes = [
            models.Index(fields=["sent_at", "id"], name="document_waiting", condition=Q(state="waiting")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "kind"], name="one_document_per_person_and_kind"),
            models.CheckConstraint(
                condition=Q(state="returned", reason__isnull=False) | (~Q(state="returned") & Q(reason=None)),
                name="returned_with_a_reason",
                violation_error_message=_("A paper is sent back with a reason from the list."),
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None)
                | (~Q(state="waiting") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="document_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.kind_id


def _anonymous_path(page: "DocumentPage", filename: str) -> str:
    """Where a photo lies: nothing in it says whose it is or what."""
    name = uuid4().hex
    return f"documents/{name[:2]}/{name}.jpg"


class DocumentPageQuerySet(models.QuerySet["DocumentPage"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(document__in=Document.objects.visible_to(user))


class DocumentPage(models.Model):
    """One photo. Never changed; only erasing the person deletes it."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="pages", verbose_name=_("document"))
    version = models.PositiveSmallIntegerField(_("version"))
    number = models.PositiveSmallIntegerField(_("page"))
    file = models.FileField(_("file"), upload_to=_anonymous_path, max_length=60)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))
    width = models.PositiveSmallIntegerField(_("width"))
    height = models.PositiveSmallIntegerField(_("height"))
    content_type = models.CharField(_("type"), max_length=20, default="image/jpeg")
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Empty when the person sent it themselves."),
    )

    objects = DocumentPageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "version", "number"], name="one_photo_per_page"),
            models.UniqueConstraint(fields=["document", "version", "sha256"], name="each_photo_once_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.version}/{self.number}"


class DocumentCheck(models.Model):
    """Who decided what about which version. Append-only."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="checks", verbose_name=_("document"))
    version = models.PositiveSmallIntegerField(_("version"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=DocumentState)
    reason = models.ForeignKey(ReturnReason, models.PROTECT, null=True, related_name="+", verbose_name=_("reason"))
    by: Any = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("recorded"), default=timezone.now)

    class Meta:
        verbose_name = _("document check")
        verbose_name_plural = _("document checks")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["by", "-at"], name="documentcheck_by_person")]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.version}"
