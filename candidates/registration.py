"""Registering a person: one verb for the public form, the counter and the demo."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, Func, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates import access
from candidates.enums import Deed, Origin, Purpose, Stage
from candidates.models import Candidate, Consent, ConsentText, Journey, JourneyEvent, Programme, SectorWish
from candidates.offer import ConsentOffer, Offer, offered
from candidates.promises import check_by
from core.refusal import Gap, Refused
from notifications.queueing import queue_message

if TYPE_CHECKING:
    from accounts.models import User

CLOSED = Gap("registration_closed", _("Registration is closed at the moment."))
KNOWN_NIK = Gap(
    "nik_known",
    _(
        "This NIK is already registered, there is no need to register again. Open your page with the registration "
        "number and code. Lost the code? Ask for a new one by phone or at the counter."
    ),
)
CONSENT_MISSING = Gap("consent_missing", _("Without this agreement we may not store the registration."))


@dataclass(frozen=True)
class PersonData:
    """What the form learned about a person, already checked: NIK of 16 digits, phone as E.164."""

    nik: str
    name: str
    birth_date: date
    sex: str
    phone: str
    kelurahan_id: str | None = None
    address_outside: str = ""
    nik_differs: bool = False


@dataclass(frozen=True)
class Registered:
    """The receipt. `access_code` is shown here and nowhere else."""

    journey: Journey
    access_code: str


def register(
    *,
    person: PersonData,
    sector: str,
    consents: Iterable[int | ConsentText],
    submission_key: UUID,
    scheme: str | None = None,
    origin: str = Origin.ONLINE,
    ip_address: str | None = None,
    by: "User | None" = None,
    on: date | None = None,
) -> Registered:
    """Make a person and their first journey, with consents, ledger and message, all or nothing.

    `consents` are the texts (or their ids) the person ticked. The same form sent twice gives the same receipt; a NIK
    that is on file is refused and never makes a second person, also when two requests come at once.
    """
    on = on or timezone.localdate()
    # One form may be used for two people (a sister types over it), so the key is that of form and person.
    key = uuid5(submission_key, person.nik)
    code = access.derive(key)
    given = [text.pk if isinstance(text, ConsentText) else text for text in consents]
    offer = offered(on)
    ticked = [consent for consent in offer.consents if consent.text_id in given]
    _refuse_without_consent(offer, ticked, origin)
    try:
        with transaction.atomic():
            candidate = _create_candidate(person, code, by)
            journey = _create_journey(candidate, scheme or _default_scheme(offer), sector, key, origin, on)
            _record(journey, ticked, sector, ip_address, by, on)
            _tell(journey, ticked)
    except IntegrityError as error:
        if _constraint_of(error) not in {"candidates_candidate_nik_key", "candidates_journey_submission_key_key"}:
            raise
        return _already(person, key, code)
    return Registered(journey, code)


def _refuse_without_consent(offer: Offer, ticked: list[ConsentOffer], origin: str) -> None:
    # Lists and alumni come without a form; their consent is asked when the person first opens their page.
    if origin in {Origin.ONLINE, Origin.WALK_IN} and any(c.required and c not in ticked for c in offer.consents):
        raise Refused(CONSENT_MISSING)


def _default_scheme(offer: Offer) -> str:
    if offer.scheme is None:
        raise LookupError("There is no employment scheme. Has `manage.py load_reference` been run?")
    return offer.scheme


def _create_candidate(person: PersonData, code: str, by: "User | None") -> Candidate:
    return Candidate.objects.create(
        nik=person.nik,
        nik_differs=person.nik_differs,
        name=person.name,
        birth_date=person.birth_date,
        sex=person.sex,
        phone=person.phone,
        kelurahan_id=person.kelurahan_id,
        address_outside=person.address_outside,
        access_code=access.hashed(code),
        created_by=by,
    )


def _create_journey(candidate: Candidate, scheme: str, sector: str, key: UUID, origin: str, on: date) -> Journey:
    programme, number = _programme_and_number(on)
    return Journey.objects.create(
        candidate=candidate,
        programme=programme,
        scheme_id=scheme,
        sector_id=sector,
        registration_no=f"SJ-{programme.year}-{number:04d}",
        submission_key=key,
        origin=origin,
        registered_on=on,
    )


def _programme_and_number(on: date) -> tuple[Programme, int]:
    """The programme of that day, together with the next number: one question less for a busy day."""
    number = Func(Value("candidates_registration_seq"), function="nextval", output_field=BigIntegerField())
    programme = Programme.objects.annotate(next_number=number).current(on)
    if programme is None:
        raise Refused(CLOSED)
    return programme, programme.next_number  # type: ignore[attr-defined]


def _record(
    journey: Journey, ticked: list[ConsentOffer], sector: str, ip_address: str | None, by: "User | None", on: date
) -> None:
    SectorWish.objects.create(journey=journey, sector_id=sector, rank=1)
    Consent.objects.bulk_create(
        Consent(candidate=journey.candidate, text_id=consent.text_id, ip_address=ip_address) for consent in ticked
    )
    JourneyEvent.objects.create(journey=journey, deed=Deed.REACHED, stage=Stage.REGISTERED, on=on, by=by)


def _tell(journey: Journey, ticked: list[ConsentOffer]) -> None:
    """A message only to who agreed to messages (UU 27/2022); the receipt is on the screen anyway."""
    if not any(consent.purpose == Purpose.MESSAGES for consent in ticked):
        return
    candidate = journey.candidate
    queue_message(
        template="registration_received",
        person_key=f"candidate:{candidate.pk}",
        name=candidate.call_name,
        address=candidate.phone,
        due_on=journey.registered_on,
        context={
            "number": journey.registration_no,
            "due_on": check_by(journey.registered_on),
            "link": f"{settings.PUBLIC_URL}/status/",
        },
    )


def _already(person: PersonData, key: UUID, code: str) -> Registered:
    """The same form again: the same receipt. Any other form with a known NIK: the way to the first registration."""
    journey = (
        Journey.objects.select_related("candidate", "sector")
        .filter(submission_key=key, candidate__nik=person.nik)
        .first()
    )
    if journey is None:
        raise Refused(KNOWN_NIK)
    return Registered(journey, code)


def _constraint_of(error: IntegrityError) -> str:
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
