"""Who sleeps where: a bed given, changed, left, and which are free."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import Coalesce, Least
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from candidates.enums import Sex
from candidates.models import Journey
from core.refusal import Gap, Refused, SomebodyWasFirst
from training.models import Enrolment, Room, RoomStay

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Free:
    """How many beds of a site are for this sex, and how many of them nobody holds."""

    sex: str
    beds: int
    free: int

    @property
    def label(self) -> str:
        return str(FOR[self.sex])


FOR = {Sex.FEMALE.value: _("Women"), Sex.MALE.value: _("Men")}


def give_bed(journey: Journey, room: Room, bed: int, *, by: "User | None", on: date | None = None) -> RoomStay:
    """Give this person a bed from that day on. Whoever has one already moves: the other ends the day before.

    Raises `Refused`: no bed of that number, taken, a room for the other sex or out of use, or no seat in a class.
    """
    on = on or timezone.localdate()
    with transaction.atomic():
        # The room first: two officers who give out its beds queue up here.
        locked = Room.objects.select_for_update().get(pk=room.pk)
        person = Journey.objects.select_for_update(of=["self"]).select_related("candidate").get(pk=journey.pk)
        gaps = _gaps(person, locked, bed, on)
        if gaps:
            raise Refused(gaps)
        _end_stays(person, on)
        _end_what_is_over(locked.stays.filter(bed=bed), on)
        _end_what_is_over(person.room_stays.all(), on)
        return _kept(RoomStay(room=locked, bed=bed, journey=person, sex=person.candidate.sex, from_on=on, by=by))


def leave_bed(stay: RoomStay, *, by: "User | None", on: date | None = None) -> RoomStay:
    """The person no longer sleeps there; `on` is the last day."""
    on = on or timezone.localdate()
    with transaction.atomic():
        locked = RoomStay.objects.select_for_update().filter(pk=stay.pk).first()
        if locked is None or locked.to_on is not None:
            raise SomebodyWasFirst(Gap("already_left", _("This bed was already left.")))
        if on < locked.from_on:
            raise Refused(Gap("never_there", _("The person has this bed from %(day)s on.") % _day(locked.from_on)))
        locked.to_on = on
        locked.save(update_fields=["to_on"])
    return locked


def undo_leaving(stay: RoomStay, *, by: "User | None") -> RoomStay:
    """The person stays after all. Refused when somebody else has the bed, or they sleep elsewhere by now."""
    with transaction.atomic():
        locked = RoomStay.objects.select_for_update().select_related("room").get(pk=stay.pk)
        if locked.to_on is None:
            raise SomebodyWasFirst(Gap("not_left", _("The person still has this bed.")))
        if not _sits_in_a_class(locked.journey, timezone.localdate()):
            raise Refused(_in_no_class(locked.journey))
        _end_what_is_over(locked.room.stays.filter(bed=locked.bed).exclude(pk=locked.pk), timezone.localdate())
        locked.to_on = None
        return _kept(locked)


def take_back(stay: RoomStay, *, by: "User | None") -> None:
    """Undo `give_bed`: as if it had not been given. The bed that the person had until the day before is theirs again.

    Only what was given today or for later: earlier nights were slept.
    """
    with transaction.atomic():
        locked = RoomStay.objects.select_for_update().filter(pk=stay.pk).first()
        if locked is None:
            raise SomebodyWasFirst(Gap("already_undone", _("This was already taken back.")))
        if locked.from_on < timezone.localdate():
            raise Refused(Gap("slept_there", _("The person has slept there already. Move them, or let them leave.")))
        before = locked.from_on - timedelta(days=1)
        previous = RoomStay.objects.select_related("room").filter(journey=locked.journey_id, to_on=before).first()
        locked.delete()
        if previous is not None:
            previous.to_on = None
            _kept(previous)


def free_beds_of(journey: Journey, on: date) -> None:
    """The person left the training: the bed is free from the day after on, and one that was for later is given back."""
    for stay in RoomStay.objects.filter(Q(to_on=None) | Q(to_on__gt=on), journey=journey):
        if stay.from_on > on:
            stay.delete()
            continue
        stay.to_on = on
        stay.save(update_fields=["to_on"])


def give_beds(seats: Iterable[Enrolment], *, by: "User | None", on: date | None = None) -> tuple[int, int]:
    """Give each of these trainees the next free bed of their sex at the site of their class. (given, left over)."""
    on = on or timezone.localdate()
    with transaction.atomic():
        waiting = without_bed(seats, on)
        sites = {seat.training_class.site_id for seat in waiting}
        list(Room.objects.select_for_update().filter(site__in=sites).values_list("pk"))  # as in `give_bed`
        free = {(site, sex): iter(free_beds(site, sex, on)) for site in sites for sex in FOR}
        stays = []
        for seat in waiting:
            sex = seat.journey.candidate.sex
            choice = next(free[seat.training_class.site_id, sex], None)
            if choice is not None:
                room, bed = choice
                first = max(on, seat.from_on)
                stays.append(RoomStay(room=room, bed=bed, journey=seat.journey, sex=sex, from_on=first, by=by))
        _end_what_is_over(RoomStay.objects.filter(room__site__in=sites), on)
        _end_what_is_over(RoomStay.objects.filter(journey__in=[stay.journey for stay in stays]), on)
        RoomStay.objects.bulk_create(stays)
    return len(stays), len(waiting) - len(stays)


# Questions -----------------------------------------------------------------------------------------------------------


def free_beds(site_id: int, sex: str, on: date) -> list[tuple[Room, int]]:
    """Every bed of the site for this sex that nobody holds from that day on, room by room."""
    rooms = Room.objects.in_use().filter(site=site_id, sex=sex)
    held = defaultdict(set)
    for room, bed in RoomStay.objects.between(on, date.max).filter(room__in=rooms).values_list("room_id", "bed"):
        held[room].add(bed)
    return [(room, bed) for room in rooms for bed in range(1, room.beds + 1) if bed not in held[room.pk]]


def capacity(on: date) -> dict[int, list[Free]]:
    """Site → beds and free beds for women and for men, from that day on. One query."""
    holds = Q(stays__in=RoomStay.objects.between(on, date.max).values("pk"))
    rooms = Room.objects.in_use().order_by("site").annotate(held=Count("stays__bed", filter=holds, distinct=True))
    beds: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    for site, sex, number, held in rooms.values_list("site_id", "sex", "beds", F("held")):
        beds[site, sex][0] += number
        beds[site, sex][1] += max(number - held, 0)
    found: dict[int, list[Free]] = defaultdict(list)
    for (site, sex), (number, free) in sorted(beds.items(), key=lambda item: (item[0][0], item[0][1] != Sex.FEMALE)):
        found[site].append(Free(sex, number, free))
    return dict(found)


def without_bed(seats: Iterable[Enrolment], on: date) -> list[Enrolment]:
    """Those of these trainees who have no bed on that day or later."""
    seats = list(seats)
    have = set(
        RoomStay.objects.between(on, date.max)
        .filter(journey__in=[seat.journey_id for seat in seats])
        .values_list("journey_id", flat=True)
    )
    return [seat for seat in seats if seat.journey_id not in have]


def room_gaps(room: Room, on: date | None = None) -> list[Gap]:
    """Why a room cannot be as an officer edits it: people hold beds that it would lose, or are of the other sex."""
    stays = room.stays.between(on or timezone.localdate(), date.max)
    gaps = []
    if highest := stays.filter(bed__gt=room.beds).order_by("-bed").values_list("bed", flat=True).first():
        words = {"bed": highest}
        gaps.append(Gap("beds_held", _("Somebody has bed %(bed)s here. Give them another bed first.") % words))
    if stays.exclude(sex=room.sex).exists():
        gaps.append(Gap("people_here", _("People sleep in this room. Give them other beds first.")))
    return gaps


# Checking ------------------------------------------------------------------------------------------------------------


def _gaps(journey: Journey, room: Room, bed: int, on: date) -> list[Gap]:
    gaps = []
    name = {"name": journey.candidate.call_name, "room": room.name}
    if not room.is_active:
        gaps.append(Gap("room_not_in_use", _("%(room)s is not in use.") % name))
    if room.sex != journey.candidate.sex:
        whom = {**name, "whom": str(FOR[room.sex]).lower()}
        gaps.append(Gap("other_sex", _("%(room)s is for %(whom)s. Choose another room for %(name)s.") % whom))
    if not 1 <= bed <= room.beds:
        gaps.append(Gap("no_such_bed", _("%(room)s has beds 1 to %(beds)s.") % {**name, "beds": room.beds}))
    taken = room.stays.between(on, date.max).filter(bed=bed).exclude(journey=journey)
    if holder := taken.select_related("journey__candidate").order_by("from_on").first():
        words = {**name, "bed": bed, "holder": holder.journey.candidate.name}
        gaps.append(Gap("bed_taken", _("Bed %(bed)s in %(room)s is %(holder)s's. Choose another bed.") % words))
    if not _sits_in_a_class(journey, on):
        gaps.append(_in_no_class(journey))
    later = journey.room_stays.filter(from_on__gt=on).first()
    if later is not None:
        gaps.append(
            Gap("bed_later", _("This person has a bed from %(day)s on. Take that back first.") % _day(later.from_on))
        )
    return gaps


def _sits_in_a_class(journey: Journey, on: date) -> bool:
    seats = journey.enrolments.between(on, date.max).filter(training_class__ends_on__gte=on)
    return journey.is_open and seats.exists()


def _in_no_class(journey: Journey) -> Gap:
    words = {"name": journey.candidate.call_name}
    return Gap("not_in_training", _("%(name)s sits in no class from that day on. Place them first.") % words)


def _end_what_is_over(stays: QuerySet[RoomStay], on: date) -> None:
    """Write down what the calendar ended: the class is over, and with it the bed, before that day."""
    held = RoomStay.objects.between(on, date.max)
    for stay in stays.filter(Q(to_on=None) | Q(to_on__gte=on)).exclude(pk__in=held.values("pk")):
        last = Enrolment.objects.filter(journey=stay.journey_id, from_on__lt=on).aggregate(
            day=Max(Least("training_class__ends_on", Coalesce("to_on", "training_class__ends_on")))
        )["day"]
        if last is None or last < stay.from_on:
            stay.delete()
            continue
        stay.to_on = last
        stay.save(update_fields=["to_on"])


def _end_stays(journey: Journey, on: date) -> None:
    """The bed until now, to the day before; one that was taken this very day was never slept in."""
    for stay in journey.room_stays.on(on):
        if stay.from_on == on:
            stay.delete()
            continue
        stay.to_on = on - timedelta(days=1)
        stay.save(update_fields=["to_on"])


def _kept(stay: RoomStay) -> RoomStay:
    """Save; what the database would refuse is said in its own words."""
    try:
        stay.validate_constraints()
    except ValidationError as error:
        raise Refused([Gap("bed_taken", message) for message in error.messages]) from error
    stay.save()
    return stay


def _day(day: date) -> dict[str, str]:
    return {"day": date_format(day)}
