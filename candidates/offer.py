"""What a registration form offers: sectors, kelurahan, consent texts, regions a NIK may name.

Read once a minute and kept in the cache as plain values, and for a few seconds by
each process, because every visitor needs it and it changes a few times a year.
So is whether the pages of a registration are shown; what is sent is judged by the
database itself (`registration.register`).
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.enums import Purpose
from candidates.models import ConsentText, HeardFrom, Kelurahan, NikRegion, Programme, Scheme, Sector
from core.at_hand import AtHand
from core.days_off import days_off
from core.widgets import Choices

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


def offered(on: date | None = None) -> Offer:
    """The choices of a registration on that day."""
    return _offers.of(on or timezone.localdate())


def place_of(kelurahan_id: str | None) -> str:
    """The kelurahan by its name, for lists: no row asks the database for it. Empty for an address outside."""
    return offered().places.get(kelurahan_id or "", "")


def is_open(on: date | None = None) -> bool:
    """Whether somebody who looks on that day finds registration open."""
    return _open.of(on or timezone.localdate())


def forget(on: date | None = None) -> None:
    """After staff changed one of the tables."""
    _offers.forget(on or timezone.localdate())
    _open.forget(on or timezone.localdate())


def _read(on: date) -> Offer:
    days_off()  # the receipt promises a day: read here, so that sending asks for nothing more
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


_offers = AtHand("candidates:offer", _read)
_open = AtHand("candidates:open", lambda on: Programme.objects.open(on).exists(), in_cache=False)


def _consents(on: date) -> list[ConsentOffer]:
    """The newest valid text of each purpose, the one that is needed first."""
    valid = ConsentText.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    newest = {text.purpose: text for text in valid.order_by("version")}
    ordered = sorted(newest.values(), key=lambda text: (not text.required, list(Purpose).index(Purpose(text.purpose))))
    return [ConsentOffer(text.pk, text.purpose, text.text, text.required) for text in ordered]
