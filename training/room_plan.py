"""The dormitory as it is seen: rooms with their beds, a picture of each, and who lies where."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.dormitory import FOR
from training.models import Room, RoomStay, Site

PER_ROW, WIDTH, HEIGHT, GAP = 4, 56, 36, 8
HELD, SOON, FREE = "held", "soon", "free"


@dataclass(frozen=True)
class Bed:
    """A bed on that day. `soon`: free now, but given to somebody for later."""

    number: int
    stay: RoomStay | None
    later: RoomStay | None = None

    @property
    def state(self) -> str:
        return HELD if self.stay else SOON if self.later else FREE

    @property
    def is_free(self) -> bool:
        return self.state == FREE


@dataclass(frozen=True)
class RoomPlan:
    room: Room
    beds: Sequence[Bed]

    @property
    def held(self) -> int:
        return sum(bed.stay is not None for bed in self.beds)

    @property
    def free(self) -> list[int]:
        return [bed.number for bed in self.beds if bed.is_free]

    @property
    def whom(self) -> str:
        return str(FOR[self.room.sex])

    @property
    def sentence(self) -> str:
        """What a listener hears instead of the picture."""
        words = {"room": self.room.name, "held": self.held, "beds": len(self.beds)}
        said = _("%(room)s: %(held)s of %(beds)s beds held.") % words
        if not self.free:
            return said
        free = ngettext("Bed %(free)s is free.", "Beds %(free)s are free.", len(self.free))
        return f"{said} " + free % {"free": ", ".join(map(str, self.free))}

    @property
    def picture(self) -> SafeString:
        """A rectangle a bed, with its number: filled = held, dashed = given for later, outline = free."""
        rows = -(-len(self.beds) // PER_ROW)
        return format_html(
            '<svg class="denah" role="img" aria-label="{}" viewBox="0 0 {} {}">{}</svg>',
            self.sentence,
            PER_ROW * (WIDTH + GAP) - GAP + 4,
            rows * (HEIGHT + GAP) - GAP + 4,
            format_html_join("", "{}", ((_drawn(bed),) for bed in self.beds)),
        )


def plans(sites: Sequence[Site], on: date) -> dict[int, list[RoomPlan]]:
    """Site → its rooms in use (or still slept in) with their beds on that day. Two queries."""
    rooms = Room.objects.filter(site__in=sites).order_by("site", "-sex", "name")
    stays: dict[tuple[int, int], list[RoomStay]] = defaultdict(list)
    held = RoomStay.objects.between(on, date.max).filter(room__site__in=sites).select_related("journey__candidate")
    for stay in held.order_by("from_on"):
        stays[stay.room_id, stay.bed].append(stay)
    found: dict[int, list[RoomPlan]] = defaultdict(list)
    for room in rooms:
        beds = [_bed(number, stays[room.pk, number], on) for number in range(1, room.beds + 1)]
        if room.is_active or any(bed.stay for bed in beds):
            found[room.site_id].append(RoomPlan(room, beds))
    return dict(found)


def _bed(number: int, stays: list[RoomStay], on: date) -> Bed:
    now = next((stay for stay in stays if stay.from_on <= on), None)
    return Bed(number, now, next((stay for stay in stays if stay.from_on > on), None))


def _drawn(bed: Bed) -> SafeString:
    place = bed.number - 1
    left, top = (place % PER_ROW) * (WIDTH + GAP) + 2, (place // PER_ROW) * (HEIGHT + GAP) + 2
    return format_html(
        '<g class="{}"><rect x="{}" y="{}" width="{}" height="{}" rx="6"/>'
        '<rect class="bantal" x="{}" y="{}" width="10" height="{}" rx="3"/>'
        '<text x="{}" y="{}" text-anchor="middle">{}</text></g>',
        bed.state, left, top, WIDTH, HEIGHT, left + 5, top + 6, HEIGHT - 12, left + 36, top + 23, bed.number,
    )  # fmt: skip
