"""The rows of a registration, written in one trip each: on the day when everybody registers, every trip is felt."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from candidates.enums import Deed, Stage
from candidates.models import Candidate, Journey
from candidates.telling import PERSON
from core.prepared import Prepared, columns
from notifications import queueing
from notifications.enums import State

RECEIPT = "registration_received"

# What goes with every journey: the wishes in their order, the agreements, the first line of the ledger.
ALONG = """
wish AS (
    INSERT INTO candidates_sectorwish (journey_id, sector_id, rank)
    SELECT journey.id, sector, rank FROM journey, unnest(%(sectors)s) WITH ORDINALITY AS wished(sector, rank)
), consent AS (
    INSERT INTO candidates_consent (candidate_id, text_id, ip_address, given_at)
    SELECT candidate_id, text_id, %(ip_address)s, %(at)s FROM journey, unnest(%(texts)s) AS text_id
    ON CONFLICT DO NOTHING -- who comes back may have agreed to the same text before
), event AS (
    INSERT INTO candidates_journeyevent (journey_id, deed, stage, "on", reason, by_id, at)
    SELECT id, %(deed)s, %(stage)s, %(on)s, '', %(by)s, %(at)s FROM journey
)
"""
# The receipt, to who agreed to messages. Its number is known here alone.
MESSAGE = queueing.statement(
    beside="journey",
    at="%(at)s",
    fits=f"%(tell)s AND {queueing.FITS}",
    rule="%(template)s",
    person_key=f"'{PERSON}' || journey.candidate_id",
    about="'journey:' || journey.id",
    due_on="%(on)s",
    address="%(phone)s",
    context="%(context)s || jsonb_build_object('number', journey.registration_no)",
    urgent="false",
    hold_until="NULL::timestamptz",
    error_code="''",
    name="%(call_name)s",
)
_FIRST = f"""
WITH programme AS (
    SELECT id, year, nextval('candidates_registration_seq')::text AS number FROM candidates_programme
    WHERE opens_on <= %(on)s AND closes_on >= %(on)s
        AND (NOT %(tell)s OR EXISTS (SELECT 1 FROM notifications_messagetemplate AS text WHERE {queueing.FITS}))
    ORDER BY year DESC LIMIT 1
), candidate AS (
    INSERT INTO candidates_candidate (nik, nik_differs, name, birth_date, sex, phone, kelurahan_id, address_outside,
        marital_status, was_trainee, access_code, created_at, created_by_id)
    SELECT %(nik)s, %(nik_differs)s, %(name)s, %(birth_date)s, %(sex)s, %(phone)s, %(kelurahan_id)s,
        %(address_outside)s, %(marital_status)s, %(was_trainee)s, %(access_code)s, %(at)s, %(by)s
    FROM programme RETURNING id
), journey AS (
    INSERT INTO candidates_journey (candidate_id, programme_id, registration_no, scheme_id, sector_id, submission_key,
        origin, registered_on, closed_reason, education, occupation, heard_from_id, guardian, guardian_name,
        guardian_phone)
    SELECT candidate.id, programme.id, 'SJ-' || year || '-' || lpad(number, greatest(4, length(number)), '0'),
        %(scheme)s, %(sector)s, %(key)s, %(origin)s, %(on)s, '', %(education)s, %(occupation)s,
        %(heard_from_id)s, %(guardian)s, %(guardian_name)s, %(guardian_phone)s
    FROM candidate, programme RETURNING *
), message AS ({MESSAGE}), {ALONG} SELECT {columns(Journey)} FROM journey
"""
TYPES = {
    "sectors": "text[]",
    "ip_address": "inet",
    "at": "timestamptz",
    "texts": "bigint[]",
    "deed": "varchar",
    "stage": "varchar",
    "on": "date",
    "by": "bigint",
}
FIRST = Prepared(
    _FIRST,
    TYPES | dict.fromkeys(
        ("nik", "name", "sex", "phone", "kelurahan_id", "address_outside", "marital_status", "was_trainee",
         "access_code", "scheme", "sector", "origin", "education", "occupation", "heard_from_id", "guardian",
         "guardian_name", "guardian_phone", "call_name", "template", "state"), "varchar",
    ) | {"nik_differs": "boolean", "birth_date": "date", "key": "uuid", "tell": "boolean", "context": "jsonb",
         "given": "varchar[]"},
)  # fmt: skip
FURTHER = Prepared(
    f"WITH journey AS (SELECT %(journey)s AS id, %(candidate)s AS candidate_id), {ALONG} SELECT 1",
    TYPES | {"journey": "bigint", "candidate": "bigint"},
)


@dataclass(frozen=True)
class Along:
    """What is written beside a journey. `texts` are the agreements, `by` is None when the person does it."""

    sectors: list[str]
    texts: list[int]
    key: UUID
    origin: str
    ip_address: str | None
    by_id: int | None
    on: date
    at: datetime | None = None

    def values(self) -> dict[str, Any]:
        return {
            "sectors": self.sectors,
            "texts": self.texts,
            "ip_address": self.ip_address,
            "deed": Deed.REACHED.value,
            "stage": Stage.REGISTERED.value,
            "on": self.on,
            "by": self.by_id,
            "at": self.at or timezone.now(),
        }


def write_first(
    candidate: Candidate, answers: dict[str, Any], along: Along, receipt: dict[str, Any], *, tell: bool
) -> Journey | None:
    """The person with their first journey, numbered and in the open programme; None while none is open.

    `receipt` are the values of the message that confirms it, queued when `tell` says that they agreed to messages;
    None as well when its text cannot be filled. Raises IntegrityError when the NIK is on file or the form was sent
    before.
    """
    values = along.values() | answers | {"sector": along.sectors[0], "key": str(along.key), "origin": along.origin}
    columns = ("nik", "nik_differs", "name", "birth_date", "sex", "phone", "kelurahan_id", "address_outside")
    values |= {name: getattr(candidate, name) for name in (*columns, "marital_status", "was_trainee", "access_code")}
    values |= {"tell": tell, "call_name": candidate.call_name, "state": State.QUEUED.value}
    values |= queueing.filled(RECEIPT, receipt)
    journey = next(iter(FIRST.instances(Journey, values)), None)
    if journey is not None:
        candidate.pk, candidate.created_at = journey.candidate_id, values["at"]
        candidate._state.adding, candidate._state.db = False, connection.alias
        journey.candidate = candidate
    return journey


def write_along(journey: Journey, along: Along) -> None:
    """The same beside a further journey that was just made."""
    FURTHER.rows(along.values() | {"journey": journey.pk, "candidate": journey.candidate_id})
