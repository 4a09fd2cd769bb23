"""What a registration form offers: sectors, kelurahan, consent texts, regions a NIK may name.

Read once a minute and kept in the cache as plain values, and for a few seconds by
each process, because every visitor needs it and it changes a few times a year.
So is whether the pages of a registration are shown; what is sent is judged by the
database itself (`registration.register`).
"""

import time
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.enums import Purpose
from candidates.models import ConsentText, HeardFrom, Kelurahan, NikRegion, Programme, Scheme, Sector
from core.days_off import days_off
from core.widgets import Choices

KEPT_FOR = 60  # seconds, in the cache
AT_HAND_FOR = 5  # seconds, in a process: so long may another process show what staff have just changed
# Agreed to together with what they are about: a guardian's name, a family member's number.
BESIDE_A_FORM = {Purpose.GUARDIAN, Purpose.FAMILY}
OUTSIDE = "outside"  # the choice "KTP address outside Kota Serang"


@dataclass(frozen=True)
class ConsentOffer:
    text_id: int
    purpose: str
    text: str
    required: bool


@dataclass(frozen=True)
class Offer:
    scheme: str | None
    sectors: dict[str, str]
    schemes: dict[str, str]
    sources: dict[str, str]
    kelurahan: dict[str, dict[str, str]]  # kecamatan → code → name
    consents: list[ConsentOffer]
    guardian: ConsentOffer | None  # asked of those under 18 only
    provinces: frozenset[str]
    regencies: frozenset[str]

    @cached_property
    def choices(self) -> dict[str, Choices]:
        """Of each field whose choices are offered, by its name."""
        nothing = ("", _("Choose…"))
        kelurahan = [(f"Kec. {name}", list(inside.items())) for name, inside in self.kelurahan.items()]
        wish = Choices([("", _("No further wish")), *self.sectors.items()])
        return {
            "sector": Choices(self.sectors.items()),
            "residence": Choices([nothing, *kelurahan, (OUTSIDE, _("Outside Kota Serang"))]),
            "wish_2": wish,
            "wish_3": wish,
            "scheme": Choices([("", _("Not sure yet")), *self.schemes.items()]),
            "heard_from": Choices([nothing, *self.sources.items()]),
        }

    @cached_property
    def places(self) -> dict[str, str]:
        """Code → name with the kecamatan, since a name stands in two of them."""
        return {
            code: f"{name}, {kecamatan}"
            for kecamatan, inside in self.kelurahan.items()
            for code, name in inside.items()
        }


_at_hand: dict[date, tuple[float, Offer]] = {}


def offered(on: date | None = None) -> Offer:
    """The choices of a registration on that day."""
    on = on or timezone.localdate()
    until, offer = _at_hand.get(on, (0.0, None))
    if offer is None or time.monotonic() > until:
        offer = _kept(on)
        _at_hand.clear()  # of other days: what is asked for is today
        _at_hand[on] = (time.monotonic() + AT_HAND_FOR, offer)
    return offer


def place_of(kelurahan_id: str | None) -> str:
    """The kelurahan by its name, for lists: no row asks the database for it. Empty for an address outside."""
    return offered().places.get(kelurahan_id or "", "")


_open_at_hand: dict[date, tuple[float, bool]] = {}


def is_open(on: date | None = None) -> bool:
    """Whether somebody who looks on that day finds registration open."""
    on = on or timezone.localdate()
    until, found = _open_at_hand.get(on, (0.0, False))
    if time.monotonic() > until:
        found = Programme.objects.open(on).exists()
        _open_at_hand.clear()
        _open_at_hand[on] = (time.monotonic() + AT_HAND_FOR, found)
    return found


def forget(on: date | None = None) -> None:
    """After staff changed one of the tables: the next visitor sees it, in another process seconds later."""
    cache.delete(f"candidates:offer:{on or timezone.localdate()}")
    _at_hand.clear()
    _open_at_hand.clear()


def _kept(on: date) -> Offer:
    key = f"candidates:offer:{on}"
    offer = cache.get(key)
    if offer is None:
        days_off()  # the receipt promises a day: read here, so that sending asks for nothing more
        offer = _read(on)
        cache.set(key, offer, KEPT_FOR)
    return offer


def _read(on: date) -> Offer:
    kelurahan: dict[str, dict[str, str]] = {}
    for code, name, kecamatan in Kelurahan.objects.values_list("code", "name", "kecamatan"):
        kelurahan.setdefault(kecamatan, {})[code] = name
    consents = _consents(on)
    regions = set(NikRegion.objects.values_list("code", flat=True))
    return Offer(
        scheme=Scheme.objects.filter(is_employment=True).order_by("slug").values_list("slug", flat=True).first(),
        sectors=dict(Sector.objects.filter(is_active=True).values_list("slug", "name")),
        schemes=dict(Scheme.objects.values_list("slug", "name")),
        sources=dict(HeardFrom.objects.filter(is_active=True).values_list("slug", "name")),
        kelurahan=kelurahan,
        consents=[consent for consent in consents if consent.purpose not in BESIDE_A_FORM],
        guardian=next((consent for consent in consents if consent.purpose == Purpose.GUARDIAN), None),
        provinces=frozenset(code for code in regions if len(code) == 2),
        regencies=frozenset(code for code in regions if len(code) == 4),
    )


def _consents(on: date) -> list[ConsentOffer]:
    """The newest valid text of each purpose, the one that is needed first."""
    valid = ConsentText.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    newest = {text.purpose: text for text in valid.order_by("version")}
    ordered = sorted(newest.values(), key=lambda text: (not text.required, list(Purpose).index(Purpose(text.purpose))))
    return [ConsentOffer(text.pk, text.purpose, text.text, text.required) for text in ordered]
