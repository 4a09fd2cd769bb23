"""One attempt to reach Japan. Dates go in; the stage comes out, computed by the database."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role, roles_of
from candidates.enums import (
    BESIDE_THE_MILESTONES,
    MILESTONES,
    CloseReason,
    Deed,
    Education,
    Guardian,
    Origin,
    Stage,
)
from candidates.models.contact import ContactNote
from candidates.models.person import OFFICE, Candidate
from candidates.models.programme import HeardFrom, Programme, Scheme, Sector, WorkCategory

if TYPE_CHECKING:
    from accounts.models import User


SILENT_AFTER = 14  # days
SOMEBODYS_TURN = [
    Stage.REGISTERED,
    Stage.VERIFIED,
    Stage.SELECTED,
    Stage.QUALIFIED,
    Stage.OFFERED,
    Stage.CONTRACT,
    Stage.COE,
    Stage.VISA,
]

BEFORE_SELECTION = [Stage.REGISTERED, Stage.VERIFIED, Stage.RESERVE]


def _stage_expression() -> Case:
    """The last milestone that has a date; a journey that was closed is closed, whatever it had reached."""
    latest_first = list(reversed(MILESTONES.items()))
    return Case(
        When(closed_on__isnull=False, then=Value(Stage.CLOSED.value)),
        *[When(**{f"{column}__isnull": False}, then=Value(str(stage))) for stage, column in latest_first[:-1]],
        default=Value(Stage.REGISTERED.value),
    )


def _needs(later: str, *earlier: str, name: str, message: Any) -> models.CheckConstraint:
    """`later` may stand only when one of `earlier` stands, and not before it. Alumni have no papers here."""
    before = Q()
    for column in earlier:
        before |= Q(**{f"{column}__isnull": False, f"{later}__gte": F(column)})
    return models.CheckConstraint(
        condition=Q(**{f"{later}__isnull": True}) | Q(origin=Origin.ALUMNI.value) | before,
        name=name,
        violation_error_message=message,
    )


class JourneyQuerySet(models.QuerySet["Journey"]):
    def open(self) -> Self:
        """Under way: neither closed nor returned."""
        return self.filter(closed_on__isnull=True, returned_on__isnull=True)

    def as_of(self, on: date) -> Self:
        """Who was registered at the end of that day, each with the stage of then as `stood_at`.

        Today that is the stage itself. Asked of an earlier day, what is dated later had not happened yet.
        """
        known = self.filter(registered_on__lte=on)
        if on >= timezone.localdate():
            return known.annotate(stood_at=F("stage"))
        reached = [
            When(**{f"{column}__lte": on}, then=Value(stage.value)) for stage, column in reversed(MILESTONES.items())
        ]
        closed = When(closed_on__lte=on, then=Value(Stage.CLOSED.value))
        return known.annotate(stood_at=Case(closed, *reached, output_field=models.CharField()))

    def silent(self, on: date, days: int = SILENT_AFTER) -> Self:
        """It is somebody's turn, and nothing was written down for so many days, not even a call.

        Class and reserve are no silence.
        """
        since = on - timedelta(days=days)
        heard = JourneyEvent.objects.filter(journey=OuterRef("pk"), on__gte=since)
        called = ContactNote.objects.standing().filter(journey=OuterRef("pk"), on__gte=since)
        return self.open().filter(~Exists(heard), ~Exists(called), stage__in=SOMEBODYS_TURN, registered_on__lt=since)

    def left_over(self, on: date) -> Self:
        """The programme is over, and nobody has decided: their data would be kept for ever (UU 27/2022 art. 43)."""
        return self.open().filter(stage__in=BEFORE_SELECTION, programme__ends_on__lt=on)

    def visible_to(self, user: "User") -> Self:
        """Officers see every journey, welfare those who have departed, a candidate their own; all others none."""
        if user.is_superuser or not OFFICE.isdisjoint(roles_of(user)):
            return self
        if Role.WELFARE_OFFICER in roles_of(user):
            return self.filter(departed_on__isnull=False)
        if Role.CANDIDATE in roles_of(user):
            return self.filter(candidate__user=user)
        return self.none()


class Journey(models.Model):
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="journeys", verbose_name=_("candidate"))
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="journeys", verbose_name=_("programme"))
    # Of these Django would keep two indexes each. Nobody asks by them alone but for a sector: see the indexes below.
    scheme = models.ForeignKey(Scheme, models.PROTECT, db_index=False, related_name="+", verbose_name=_("scheme"))
    sector = models.ForeignKey(Sector, models.PROTECT, db_index=False, related_name="+", verbose_name=_("sector"))
    work_category = models.ForeignKey(
        WorkCategory,
        models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("work category"),
    )
    registration_no = models.CharField(_("registration number"), max_length=20, unique=True, editable=False)
    submission_key = models.UUIDField(_("form key"), unique=True, null=True, editable=False)
    origin = models.CharField(_("came in by"), max_length=10, choices=Origin, default=Origin.ONLINE)

    education = models.CharField(
        _("highest school finished"), max_length=3, choices=Education, blank=True, db_default=""
    )
    occupation = models.CharField(_("work now"), max_length=80, blank=True, db_default="")
    heard_from = models.ForeignKey(
        HeardFrom,
        models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("heard of it from"),
    )
    guardian = models.CharField(_("who gives permission"), max_length=8, choices=Guardian, blank=True, db_default="")
    guardian_name = models.CharField(_("name of parent or guardian"), max_length=120, blank=True, db_default="")
    guardian_phone = models.CharField(_("phone of parent or guardian"), max_length=16, blank=True, db_default="")

    registered_on = models.DateField(_("registered"))
    verified_on = models.DateField(_("verified"), null=True, blank=True)
    reserved_on = models.DateField(_("reserve list"), null=True, blank=True)
    selected_on = models.DateField(_("selected"), null=True, blank=True)
    training_on = models.DateField(_("training started"), null=True, blank=True)
    qualified_on = models.DateField(_("proofs complete"), null=True, blank=True)
    offered_on = models.DateField(_("passed interview"), null=True, blank=True)
    contract_on = models.DateField(_("contract signed"), null=True, blank=True)
    coe_on = models.DateField(_("COE issued"), null=True, blank=True)
    visa_on = models.DateField(_("visa issued"), null=True, blank=True)
    departed_on = models.DateField(_("departed"), null=True, blank=True)
    arrived_on = models.DateField(_("arrived"), null=True, blank=True)
    returned_on = models.DateField(_("returned"), null=True, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    closed_reason = models.CharField(_("reason"), max_length=20, choices=CloseReason, blank=True)
    again_from = models.DateField(
        _("may register again from"),
        null=True,
        blank=True,
        help_text=_("As promised when it was closed. Empty: only an officer can reopen it."),
    )
    typed_anew = models.JSONField(
        _("typed differently"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("What a person on file typed differently this time; an officer compares it with the KTP."),
    )

    stage = models.GeneratedField(
        expression=_stage_expression(),
        output_field=models.CharField(_("stage"), max_length=12, choices=Stage),
        db_persist=True,
        choices=Stage,
        verbose_name=_("stage"),
    )

    objects = JourneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("journey")
        verbose_name_plural = _("journeys")
        permissions = [
            ("register_walk_in", "Can register a person at the counter"),
            ("verify_journey", "Can check a registration"),
            ("select_journey", "Can decide on the selection"),
            ("close_journey", "Can close and reopen a journey"),
            ("export_journey", "Can take a list of journeys out as a file"),
            ("export_whole", "Gets NIK and phone in full in a file"),
        ]
        indexes = [
            models.Index(fields=["stage", "-registered_on", "-id"], name="journey_by_stage"),
            models.Index(fields=["-registered_on", "-id"], name="journey_newest"),
            models.Index(fields=["sector"], name="journey_sector"),
            models.Index(
                fields=["departed_on", "scheme"], name="journey_departures", condition=Q(departed_on__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"],
                condition=Q(closed_on__isnull=True, returned_on__isnull=True),
                name="one_open_journey_per_candidate",
                violation_error_message=_("This person already has an open journey. Close it first."),
            ),
            models.CheckConstraint(
                condition=(Q(closed_on__isnull=True) & Q(closed_reason=""))
                | (Q(closed_on__isnull=False) & ~Q(closed_reason="")),
                name="closed_with_a_reason",
                violation_error_message=_("A closed journey has a day and a reason; an open one has neither."),
            ),
            models.CheckConstraint(
                condition=Q(guardian="", guardian_name="", guardian_phone="")
                | ~(Q(guardian="") | Q(guardian_name="") | Q(guardian_phone="")),
                name="guardian_whole_or_not_at_all",
                violation_error_message=_("A parent or guardian is written down with relation, name and phone."),
            ),
            models.CheckConstraint(
                condition=Q(again_from__isnull=True) | Q(closed_on__isnull=False),
                name="again_only_after_closing",
                violation_error_message=_("Only for a closed journey can it be said from when to register again."),
            ),
            models.CheckConstraint(
                condition=~Q(closed_reason=CloseReason.NOT_CHOSEN.value) | Q(again_from__isnull=False),
                name="not_chosen_may_come_again",
                violation_error_message=_("Say from when the person may register again."),
            ),
            _needs(
                "verified_on",
                "registered_on",
                name="verified_after_registered",
                message=_("The check cannot be dated before the registration."),
            ),
            _needs(
                "reserved_on",
                "verified_on",
                name="reserve_after_verified",
                message=_("Check the data before deciding on the selection."),
            ),
            _needs(
                "selected_on",
                "verified_on",
                name="selected_after_verified",
                message=_("Check the data before deciding on the selection."),
            ),
            _needs(
                "training_on",
                "selected_on",
                "offered_on",
                name="training_after_selected",
                message=_("Training starts after the selection."),
            ),
            _needs(
                "offered_on",
                "verified_on",
                name="offered_after_verified",
                message=_("Only a person whose data were checked can receive an offer."),
            ),
            _needs(
                "contract_on",
                "offered_on",
                name="contract_after_offer",
                message=_("A contract needs an employer's offer first."),
            ),
            _needs(
                "coe_on", "contract_on", name="coe_after_contract", message=_("A COE needs a signed contract first.")
            ),
            _needs("visa_on", "coe_on", name="visa_after_coe", message=_("A visa needs the COE first.")),
            _needs("departed_on", "visa_on", name="departed_after_visa", message=_("Departure needs the visa first.")),
            _needs(
                "arrived_on",
                "departed_on",
                name="arrived_after_departed",
                message=_("Arrival needs a departure first."),
            ),
            _needs(
                "returned_on",
                "departed_on",
                name="returned_after_departed",
                message=_("A return needs a departure first."),
            ),
        ]

    def __str__(self) -> str:
        return self.registration_no

    @property
    def is_open(self) -> bool:
        return self.closed_on is None and self.returned_on is None

    def reached_on(self, stage: str) -> date | None:
        """The day on which this journey reached `stage`, or None."""
        column = "closed_on" if stage == Stage.CLOSED else MILESTONES[stage]
        return getattr(self, column)


def sits_until(last_day: date) -> str:
    """A seat whose last day is still to come is not ended yet."""
    return gettext("Sits in the class until %(day)s") % {"day": date_format(last_day)}


class JourneyEvent(models.Model):
    """The ledger of a journey: append-only. Keys and codes, no personal values."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="events", verbose_name=_("journey"))
    deed = models.CharField(_("deed"), max_length=10, choices=Deed)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage)
    on = models.DateField(_("dated"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    change = models.JSONField(
        _("change"),
        null=True,
        editable=False,
        help_text=_("What stood before and what stands since, in codes, when it is no milestone that changed."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        db_index=False,  # the index below begins with it
        null=True,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Empty when the person did it themselves, or the portal."),
    )
    at = models.DateTimeField(_("recorded"), default=timezone.now)

    class Meta:
        verbose_name = _("journey event")
        verbose_name_plural = _("journey events")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["by", "-at"], name="journeyevent_by_person")]

    def __str__(self) -> str:
        deed = self.get_deed_display()
        if self.deed == Deed.LEFT and self.on > timezone.localdate():
            return sits_until(self.on)
        return deed if self.deed in {*BESIDE_THE_MILESTONES, Deed.CLOSED} else f"{deed}: {self.get_stage_display()}"


class SectorWish(models.Model):
    # Found by the index of the ranks; nobody asks who wished for a sector at all.
    journey = models.ForeignKey(
        Journey, models.CASCADE, db_index=False, related_name="wishes", verbose_name=_("journey")
    )
    sector = models.ForeignKey(Sector, models.PROTECT, db_index=False, related_name="+", verbose_name=_("sector"))
    rank = models.PositiveSmallIntegerField(_("rank"))

    class Meta:
        verbose_name = _("sector wish")
        verbose_name_plural = _("sector wishes")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["journey", "rank"],
                name="one_wish_per_rank",
                violation_error_message=_("Each rank can be given once."),
            ),
            models.UniqueConstraint(
                fields=["journey", "sector"],
                name="each_sector_wished_once",
                violation_error_message=_("This sector is already among the wishes."),
            ),
            models.CheckConstraint(
                condition=Q(rank__range=(1, 3)),
                name="wish_rank_1_to_3",
                violation_error_message=_("Up to three sectors can be ranked."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.sector_id}"
