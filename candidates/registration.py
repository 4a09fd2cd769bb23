"""Registering a person: one verb for the public form, the counter and the demo."""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import BigIntegerField, Case, Exists, Func, OuterRef, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates import access, again, guardians
from candidates.enums import CloseReason, Origin, Purpose
from candidates.models import Candidate, Consent, ConsentText, Journey, Programme
from candidates.offer import ConsentOffer, Offer, offered
from candidates.promises import check_by
from candidates.registration_rows import RECEIPT, Along, write_along, write_first
from candidates.telling import key_of
from candidates.validators import is_minor
from core.refusal import Gap, Refused
from notifications.queueing import demand, queue_message

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
GUARDIAN_MISSING = Gap("guardian_missing", _("Under 18, write down a parent or guardian who gives permission."))
GUARDIAN_CONSENT_MISSING = Gap(
    "guardian_consent_missing", _("Under 18, we need the permission of a parent or guardian.")
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
    marital_status: str = ""
    was_trainee: str = ""


@dataclass(frozen=True)
class Background:
    """What else a registration asks: schooling, work, where one heard of it, and under 18 who gives permission."""

    education: str = ""
    occupation: str = ""
    heard_from_id: str | None = None
    guardian: str = ""
    guardian_name: str = ""
    guardian_phone: str = ""


@dataclass(frozen=True)
class Registered:
    """The receipt. `access_code` is shown here and nowhere else; it is empty when the person has theirs already."""

    journey: Journey
    access_code: str


def register(
    *,
    person: PersonData,
    sector: str,
    consents: Iterable[int | ConsentText],
    submission_key: UUID,
    scheme: str | None = None,
    wishes: Sequence[str] = (),
    background: Background = Background(),
    origin: str = Origin.ONLINE,
    ip_address: str | None = None,
    by: "User | None" = None,
    on: date | None = None,
    at: datetime | None = None,
    offer: Offer | None = None,
) -> Registered:
    """Make a person and their first journey, with consents, ledger and message, all or nothing.

    `consents` are the texts (or their ids) the person ticked, `wishes` the second and third sector. The same form
    sent twice gives the same receipt. A NIK that is on file never makes a second person, also when two requests come
    at once: somebody whose journey is over gets a new journey (`_once_more`), everybody else is refused.
    """
    on = on or timezone.localdate(at)
    offer = offer or offered(on)  # a form that was filled in brings the one it showed
    sectors = list(dict.fromkeys([sector, *wishes]))
    answers = _answers(
        offer, sectors, consents, submission_key, person.nik, scheme, origin, ip_address, by, on, background
    )
    _refuse_without_guardian(person, answers, offer)
    return _first_time(person, replace(answers, at=at))


def _first_time(person: PersonData, answers: "_Answers") -> Registered:
    code = access.derive(answers.key)
    try:
        journey = _write_first(person, code, answers)
    except IntegrityError as error:
        if _constraint_of(error) not in {"candidates_candidate_nik_key", "candidates_journey_submission_key_key"}:
            raise
        return _once_more(person, answers)
    if journey is not None:
        return Registered(journey, code)
    if answers.messages:
        demand(RECEIPT, _receipt_values(answers.on))
    # No programme takes registrations; a form that came in time still gives its receipt when it is sent again.
    if not Candidate.objects.behind(person.nik).exists():
        raise Refused(CLOSED)
    return _once_more(person, answers)


def register_again(
    candidate: Candidate,
    *,
    sector: str,
    consents: Iterable[int | ConsentText],
    submission_key: UUID,
    scheme: str | None = None,
    wishes: Sequence[str] = (),
    background: Background = Background(),
    ip_address: str | None = None,
    on: date | None = None,
    offer: Offer | None = None,
) -> Registered:
    """A new journey for somebody who came through the door of their own page, and so has proved who they are.

    The rule about a guardian is that of every registration: who is still under 18 brings the permission along.
    """
    on = on or timezone.localdate()
    offer = offer or offered(on)
    sectors = list(dict.fromkeys([sector, *wishes]))
    form = (sectors, consents, submission_key, candidate.nik, scheme, Origin.ONLINE, ip_address, None, on, background)
    answers = _answers(offer, *form)
    _refuse_without_guardian(candidate, answers, offer)
    return _new_journey(_last(candidate.nik, answers), answers, {})


@dataclass(frozen=True)
class _Answers:
    """What a registration asks besides the person, checked: the same for the first time and for every later one."""

    sectors: list[str]
    scheme: str
    ticked: list[ConsentOffer]
    key: UUID
    origin: str
    ip_address: str | None
    by: "User | None"
    on: date
    background: Background
    at: datetime | None = None

    @property
    def messages(self) -> bool:
        return any(consent.purpose == Purpose.MESSAGES for consent in self.ticked)

    @property
    def along(self) -> Along:
        texts = [consent.text_id for consent in self.ticked]
        by_id = self.by.pk if self.by else None
        return Along(self.sectors, texts, self.key, self.origin, self.ip_address, by_id, self.on, self.at)


def _answers(
    offer: Offer,
    sectors: list[str],
    consents: Iterable[int | ConsentText],
    submission_key: UUID,
    nik: str,
    scheme: str | None,
    origin: str,
    ip_address: str | None,
    by: "User | None",
    on: date,
    background: Background = Background(),
) -> _Answers:
    given = [text.pk if isinstance(text, ConsentText) else text for text in consents]
    asked = [*offer.consents, *([offer.guardian] if offer.guardian else [])]
    ticked = [consent for consent in asked if consent.text_id in given]
    # Lists and alumni come without a form; their consent is asked when the person first opens their page.
    if origin in {Origin.ONLINE, Origin.WALK_IN} and any(c.required and c not in ticked for c in offer.consents):
        raise Refused(CONSENT_MISSING)
    # One form may be used for two people (a sister types over it), so the key is that of form and person.
    key = uuid5(submission_key, nik)
    return _Answers(sectors, scheme or _default_scheme(offer), ticked, key, origin, ip_address, by, on, background)


def _refuse_without_guardian(person: PersonData | Candidate, answers: _Answers, offer: Offer) -> None:
    """Under 18 a parent or guardian is named and has agreed. Lists bring no form; the officer asks for it there."""
    if answers.origin not in {Origin.ONLINE, Origin.WALK_IN} or not is_minor(person.birth_date, answers.on):
        return
    if not answers.background.guardian_name:
        raise Refused(GUARDIAN_MISSING)
    if found := guardians.gaps(answers.background.guardian_phone, own=person.phone):
        raise Refused(found)
    if offer.guardian is not None and offer.guardian not in answers.ticked:
        raise Refused(GUARDIAN_CONSENT_MISSING)


def _default_scheme(offer: Offer) -> str:
    if offer.scheme is None:
        raise LookupError("There is no employment scheme. Has `manage.py load_reference` been run?")
    return offer.scheme


def _write_first(person: PersonData, code: str, answers: _Answers) -> Journey | None:
    candidate = Candidate(**vars(person), access_code=access.hashed(code), created_by=answers.by)
    told = {"scheme": answers.scheme, **vars(answers.background)}
    # One statement is all or nothing by itself. Within a larger transaction a refusal must not end that.
    with transaction.atomic() if connection.in_atomic_block else nullcontext():
        return write_first(candidate, told, answers.along, _receipt_values(answers.on), tell=answers.messages)


def _create_journey(
    candidate: Candidate, answers: _Answers, programme: Programme, number: int, typed_anew: dict[str, str] | None = None
) -> Journey:
    return Journey.objects.create(
        candidate=candidate,
        programme=programme,
        scheme_id=answers.scheme,
        sector_id=answers.sectors[0],
        registration_no=f"SJ-{programme.year}-{number:04d}",
        submission_key=answers.key,
        origin=answers.origin,
        registered_on=answers.on,
        typed_anew=typed_anew or None,
        **asdict(answers.background),
    )


def _next_number() -> Func:
    return Func(Value("candidates_registration_seq"), function="nextval", output_field=BigIntegerField())


def _tell(journey: Journey, *, agreed: bool) -> None:
    """A message only to who agreed to messages (UU 27/2022); the receipt is on the screen anyway."""
    if not agreed:
        return
    candidate = journey.candidate
    queue_message(
        template=RECEIPT,
        person_key=key_of(candidate),
        name=candidate.call_name,
        address=candidate.phone,
        due_on=journey.registered_on,
        about=f"journey:{journey.pk}",
        context=_receipt_values(journey.registered_on, journey.registration_no),
    )


def _receipt_values(registered_on: date, number: str = "") -> dict[str, Any]:
    """Of the message that confirms a registration."""
    return {"number": number, "due_on": check_by(registered_on), "link": f"{settings.PUBLIC_URL}/status/"}


# Somebody whose NIK is on file. Anybody can type a NIK, so what is on file stays as it is and is not shown: what was
# typed differently goes to the officer who checks the registration, and the message goes to the phone on file.


def _once_more(person: PersonData, answers: _Answers) -> Registered:
    """The same form again: the same receipt. A journey that is over: a new one, if the person is who they say."""
    last = _last(person.nik, answers)
    if last is None:
        raise Refused(KNOWN_NIK)
    if last.submission_key != answers.key and not _is_known_to_be(person, last.candidate, answers):
        raise Refused(KNOWN_NIK)
    return _new_journey(last, answers, _differences(person, last.candidate))


def _last(nik: str, answers: _Answers) -> Any:
    """The journey this form made before, else the open one, else the newest, with all that a next one needs to know."""
    now = Programme.objects.open(answers.on).order_by("-year")
    consents = Consent.objects.filter(
        candidate=OuterRef("candidate"), text__purpose=Purpose.MESSAGES, withdrawn_at__isnull=True
    )
    return (
        Journey.objects.filter(candidate__in=Candidate.objects.behind(nik))
        .select_related("candidate", "sector")
        .annotate(
            is_same_form=Case(When(submission_key=answers.key, then=1), default=0),
            is_twin=Case(When(closed_reason=CloseReason.TWICE, then=1), default=0),
            is_under_way=Case(When(closed_on__isnull=True, returned_on__isnull=True, then=1), default=0),
            programme_now=Subquery(now.values("pk")[:1]),
            year_now=Subquery(now.values("year")[:1]),
            next_number=_next_number(),
            may_message=Exists(consents),
        )
        .order_by("-is_same_form", "-is_under_way", "is_twin", "-registered_on", "-pk")
        .first()
    )


def _is_known_to_be(person: PersonData, candidate: Candidate, answers: _Answers) -> bool:
    """At the counter the KTP is looked at; online birth date and phone must be those on file."""
    if answers.origin == Origin.WALK_IN:
        return True
    same = (person.birth_date, person.phone) == (candidate.birth_date, candidate.phone)
    return answers.origin == Origin.ONLINE and same


def _differences(person: PersonData, candidate: Candidate) -> dict[str, str]:
    fields = ("name", "birth_date", "sex", "phone", "kelurahan_id", "address_outside")
    typed = {field: getattr(person, field) for field in fields}
    # These may be left open: no answer is no difference.
    typed |= {field: value for field in ("marital_status", "was_trainee") if (value := getattr(person, field))}
    return {field: str(value or "") for field, value in typed.items() if value != getattr(candidate, field)}


def _new_journey(last: Any, answers: _Answers, differences: dict[str, str]) -> Registered:
    if last.submission_key == answers.key:
        return _receipt(last)
    missing = again.gap(last, answers.on)
    if missing is not None:
        raise Refused(KNOWN_NIK if last.is_open else missing)
    if last.programme_now is None:
        raise Refused(CLOSED)
    try:
        return _receipt(_write_new_journey(last, answers, differences))
    except IntegrityError as error:
        if _constraint_of(error) not in {"one_open_journey_per_candidate", "candidates_journey_submission_key_key"}:
            raise
    first = _last(last.candidate.nik, answers)
    if first.submission_key != answers.key:
        raise Refused(KNOWN_NIK)
    return _receipt(first)


def _write_new_journey(last: Any, answers: _Answers, differences: dict[str, str]) -> Journey:
    candidate = last.candidate
    programme = Programme(pk=last.programme_now, year=last.year_now)
    with transaction.atomic():
        journey = _create_journey(candidate, answers, programme, last.next_number, differences)
        write_along(journey, answers.along)
        if answers.origin == Origin.WALK_IN:  # the KTP was seen, and the receipt is printed
            candidate.access_code = access.hashed(access.derive(answers.key))
            candidate.save(update_fields=["access_code"])
            access.forget_merged(candidate)
        _tell(journey, agreed=answers.messages or last.may_message)
    return journey


def _receipt(journey: Journey) -> Registered:
    """The code only while it is the person's code: who comes back online keeps the one they have."""
    code = access.derive(journey.submission_key) if journey.submission_key else ""
    return Registered(journey, code if access.matches(code, journey.candidate.access_code) else "")


def _constraint_of(error: IntegrityError) -> str:
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""


def is_under_way(nik: str) -> bool:
    """Whether somebody with this NIK has an open journey: then there is nothing to register."""
    return Journey.objects.open().filter(candidate__in=Candidate.objects.behind(nik)).exists()
