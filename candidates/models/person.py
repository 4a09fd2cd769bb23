from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce, Right, Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role, roles_of
from candidates.enums import Marital, Sex, Told
from candidates.models.programme import Kelurahan
from candidates.nik import mask as mask_nik
from core import history
from core.phones import local, mask

if TYPE_CHECKING:
    from accounts.models import User

# Whoever was erased has this number: +999 belongs to no country.
ERASED_PHONE = "+99900000000"

# Who works with everybody's record. A trainer's people come with their class, so training adds them there.
OFFICE = frozenset({Role.DISNAKER_OFFICER, Role.DISNAKER_ADMIN, Role.LPK_OFFICER})


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def visible_to(self, user: "User") -> Self:
        """Officers see everybody, a candidate only themselves; all others nobody."""
        if user.is_superuser or not OFFICE.isdisjoint(roles_of(user)):
            return self
        if Role.CANDIDATE in roles_of(user):
            return self.filter(user=user)
        return self.none()

    def living(self) -> Self:
        """Neither erased nor gone on as another record."""
        return self.filter(erased_at=None, merged_into=None)

    def behind(self, nik: str) -> models.QuerySet["Candidate", int]:
        """The key of the person with this NIK, also when it is that of a record which was merged into theirs."""
        return self.filter(nik=nik).values_list(Coalesce("merged_into", "pk"), flat=True)


@history.kept("CandidateHistory", leave_out=["access_code", "compared_at", "erased_at", "created_at", "created_by"])
class Candidate(models.Model):
    """One person, once for life: the NIK never changes. Attempts are `Journey` rows."""

    nik = models.CharField(
        _("NIK"),
        max_length=16,
        unique=True,
        error_messages={"unique": _("This NIK is already registered.")},
    )
    nik_differs = models.BooleanField(
        _("KTP differs from NIK"),
        default=False,
        help_text=_("The KTP shows another birth date or sex than the NIK. An officer compares it with the original."),
    )
    name = models.CharField(_("full name"), max_length=120, help_text=_("Exactly as on the KTP. One word is fine."))
    birth_date = models.DateField(_("birth date"))
    sex = models.CharField(_("sex"), max_length=1, choices=Sex)
    phone = models.CharField(_("phone"), max_length=16)
    kelurahan = models.ForeignKey(
        Kelurahan,
        models.PROTECT,
        db_index=False,  # see below
        null=True,
        blank=True,
        verbose_name=_("kelurahan"),
        help_text=_("Empty for a KTP address outside Kota Serang."),
    )
    address_outside = models.CharField(_("address outside Kota Serang"), max_length=200, blank=True)
    # What the list of papers depends on besides (UU 18/2017 art. 13a; exemptions of former trainees). Empty: not told.
    marital_status = models.CharField(
        _("marital status"), max_length=8, choices=Marital, blank=True, db_default="", help_text=_("As on the KTP.")
    )
    was_trainee = models.CharField(
        _("trainee in Japan before"),
        max_length=3,
        choices=Told,
        blank=True,
        db_default="",
        help_text=_("Went as magang (TITP) before. Then the certificate of completion is asked for."),
    )
    access_code = models.CharField(_("access code (keyed hash)"), max_length=64, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="candidate",
        verbose_name=_("login"),
    )
    erased_at = models.DateTimeField(_("data deleted"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        db_index=False,  # nearly nobody: see the index below
        related_name="merged",
        verbose_name=_("goes on as"),
        help_text=_("This person was registered twice; the other record goes on."),
    )
    compared_at = models.DateTimeField(
        _("compared with everybody"),
        null=True,
        editable=False,
        help_text=_("Empty until the portal has looked for the same person under another NIK."),
    )
    created_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("recorded by"),
        help_text=_("Empty when the person registered themselves."),
    )

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        # What officers look for; see candidates/searching.py, which asks in the same words. Django would add an index
        # of its own, or two, for each key and phone, and every registration would write into all of them.
        indexes = [
            models.Index(fields=["phone"], name="candidate_phone"),
            models.Index(fields=["kelurahan"], name="candidate_kelurahan"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="candidate_name_letters"),
            models.Index(Right("phone", Value(4)), name="candidate_phone_ending"),
            # What candidates/likeness.py asks.
            models.Index(fields=["birth_date"], name="candidate_born"),
            models.Index(fields=["id"], name="candidate_not_compared", condition=Q(compared_at=None)),
            models.Index(fields=["merged_into"], name="candidate_merged", condition=Q(merged_into__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(nik__regex=r"^[0-9]{16}$"),
                name="candidate_nik_has_16_digits",
                violation_error_message=_("A NIK has 16 digits."),
            ),
            models.CheckConstraint(
                condition=Q(phone__regex=r"^\+[1-9][0-9]{7,14}$"),
                name="candidate_phone_is_e164",
                violation_error_message=_("The phone number needs its country code, for example +62812…"),
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(phone=ERASED_PHONE, access_code="", user=None, nik__startswith="00"),
                name="erased_person_has_no_data",
                violation_error_message=_("Of a person whose data were deleted nothing personal may be kept."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=models.F("id")),
                name="nobody_goes_on_as_themselves",
                violation_error_message=_("A record cannot go on as itself."),
            ),
            models.CheckConstraint(
                condition=Q(kelurahan__isnull=False) | ~Q(address_outside=""),
                name="candidate_has_a_residence",
                violation_error_message=_("Choose the kelurahan, or write the address outside Kota Serang."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def records(self) -> list["Candidate"]:
        """This record and those that were merged into it: all that is on file about the person."""
        return [self, *self.merged.order_by("pk")]

    @property
    def is_resident(self) -> bool:
        """Whether the KTP address lies in Kota Serang."""
        return self.kelurahan_id is not None

    @property
    def nik_masked(self) -> str:
        return mask_nik(self.nik)

    @property
    def phone_masked(self) -> str:
        return mask(self.phone)

    @property
    def phone_local(self) -> str:
        return local(self.phone)

    @property
    def call_name(self) -> str:
        """How the portal addresses the person: the first word of the name."""
        return self.name.split()[0] if self.name.strip() else ""

    def age(self, on: date | None = None) -> int:
        """Whole years on that day."""
        on = on or timezone.localdate()
        return on.year - self.birth_date.year - ((on.month, on.day) < (self.birth_date.month, self.birth_date.day))
