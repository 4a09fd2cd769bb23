"""Another sector, other wishes or another scheme than what was registered: possible until the training begins.

The form promises it, and lists from a kelurahan often say no sector at all. What stood before is kept in the ledger.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.enums import Deed
from candidates.models import Journey, JourneyEvent, Scheme, Sector, SectorWish
from core.refusal import Gap, Refused, SomebodyWasFirst

if TYPE_CHECKING:
    from accounts.models import User

Question = Callable[[Journey], Iterable[Gap]]
Consequence = Callable[..., object]
_questions: list[Question] = []
_consequences: list[Consequence] = []


def asks(function: Question) -> Question:
    """Let an upper app say why this person's sector cannot change any more: a company waits for them."""
    if function not in _questions:
        _questions.append(function)
    return function


def follows(function: Consequence) -> Consequence:
    """Register what else becomes true: `function(journey, by=…, on=…)`, in the same transaction."""
    if function not in _consequences:
        _consequences.append(function)
    return function


@dataclass(frozen=True)
class Wish:
    """By their codes: how to Japan, for which work, and what the person said they want, the most wanted first."""

    scheme: str
    sector: str
    wishes: tuple[str, ...] = ()

    @classmethod
    def of(cls, journey: Journey) -> "Wish":
        ranked = journey.wishes.order_by("rank").values_list("sector_id", flat=True)
        return cls(journey.scheme_id, journey.sector_id, tuple(ranked))

    def code(self) -> str:
        """As a form carries it, to tell whether somebody changed it meanwhile."""
        return " ".join([self.scheme, self.sector, *self.wishes])

    def codes(self) -> dict[str, Any]:
        return {"scheme": self.scheme, "sector": self.sector, "wishes": list(self.wishes)}


def gaps(journey: Journey) -> list[Gap]:
    """Why it cannot change any more; nothing when it can."""
    if journey.departed_on is not None:
        return [Gap("departed", _("This person has departed; sector and scheme stay as they were."))]
    if not journey.is_open:
        return [Gap("journey_closed", _("This journey is closed. Reopen it first."))]
    found = []
    if journey.training_on is not None:
        words = _("The training began on %(day)s; sector and scheme can only change before it.")
        found.append(Gap("in_training", words % {"day": date_format(journey.training_on)}))
    return found + [gap for question in _questions for gap in question(journey)]


def change(
    journey: Journey,
    wish: Wish,
    *,
    by: "User | None",
    on: date | None = None,
    seen: str | None = None,
    reason: str = "",
) -> Journey:
    """Write down another sector, scheme or order of wishes. `seen` is the code of what stood on the screen.

    A work category of another sector goes with it. Raises `Refused` with every reason, `SomebodyWasFirst` when
    somebody changed it meanwhile.
    """
    on = on or timezone.localdate()
    with transaction.atomic():
        locked = Journey.objects.select_for_update(of=("self",)).select_related("work_category").get(pk=journey.pk)
        was = Wish.of(locked)
        if seen is not None and seen != was.code():
            raise SomebodyWasFirst(_who_was_first(locked))
        if found := gaps(locked) or _nothing_new(was, wish):
            raise Refused(found)
        _write(locked, wish)
        for consequence in _consequences:
            consequence(locked, by=by, on=on)
        change = {"was": was.codes(), "became": wish.codes()}
        locked.refresh_from_db()
        JourneyEvent.objects.create(
            journey=locked, deed=Deed.CHANGED, stage=locked.stage, by=by, on=on, reason=reason, change=change
        )
    journey.refresh_from_db()
    return journey


def take_back(journey: Journey, *, by: "User | None", on: date | None = None, expected: str | None = None) -> Journey:
    """What stood before the last change stands again; a change of its own in the ledger."""
    last = journey.events.filter(deed=Deed.CHANGED).first()
    if last is None:
        raise Refused(Gap("nothing_changed", _("Nothing was changed.")))
    return change(
        journey, _from_ledger(last.change["was"]), by=by, on=on, seen=_from_ledger(last.change["became"]).code()
    )


def in_words(events: Iterable[JourneyEvent]) -> dict[int, str]:
    """By the key of the row: what became of what, with the names of today. Rows of other deeds are left out."""
    changed = [event for event in events if event.deed == Deed.CHANGED]
    if not changed:
        return {}
    sectors = dict(Sector.objects.values_list("slug", "name"))
    schemes = dict(Scheme.objects.values_list("slug", "name"))
    return {event.pk: _sentence(event, sectors, schemes) for event in changed}


def _sentence(event: JourneyEvent, sectors: dict[str, str], schemes: dict[str, str]) -> str:
    was, became = _from_ledger(event.change["was"]), _from_ledger(event.change["became"])
    parts = []
    if was.sector != became.sector:
        parts.append(f"{sectors.get(was.sector)} → {sectors.get(became.sector)}")
    if was.scheme != became.scheme:
        parts.append(f"{schemes.get(was.scheme)} → {schemes.get(became.scheme)}")
    if was.wishes != became.wishes:
        ranked = ", ".join(str(sectors.get(slug)) for slug in became.wishes) or "–"
        parts.append(gettext("wishes: %(wishes)s") % {"wishes": ranked})
    return "; ".join(parts)


def _from_ledger(parts: dict[str, Any]) -> Wish:
    return Wish(parts["scheme"], parts["sector"], tuple(parts["wishes"]))


def _nothing_new(was: Wish, wish: Wish) -> list[Gap]:
    return [Gap("nothing_new", _("This is what stands there already. Nothing was changed."))] if was == wish else []


def _write(journey: Journey, wish: Wish) -> None:
    journey.scheme_id, journey.sector_id = wish.scheme, wish.sector
    if journey.work_category is not None and journey.work_category.sector_id != wish.sector:
        journey.work_category = None
    journey.save(update_fields=["scheme", "sector", "work_category"])
    journey.wishes.all().delete()
    SectorWish.objects.bulk_create(
        SectorWish(journey=journey, sector_id=slug, rank=rank) for rank, slug in enumerate(wish.wishes, start=1)
    )


def _who_was_first(journey: Journey) -> Gap:
    last = journey.events.filter(deed=Deed.CHANGED).select_related("by").first()
    who = (last and last.by) or _("Somebody")
    return Gap("changed_meanwhile", _("%(who)s changed this first. Your choice was not saved.") % {"who": who})
