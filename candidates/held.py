"""What this app and the outbox hold about a person; certificates, training and placements tell theirs."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates import changing_wish, opened
from candidates.disclosure import Fact, Part, fact, held, table
from candidates.importing.about import rows_about
from candidates.models import (
    Candidate,
    ContactNote,
    DocumentPage,
    FamilyContact,
    JourneyEvent,
    MergeRecord,
    Resemblance,
    SectorWish,
    SelectionTest,
)
from candidates.telling import family_key_of, key_of
from notifications.models import Message

JOURNEY = [
    "registration_no", "programme", "scheme", "sector", "work_category", "origin", "education", "occupation",
    "heard_from", "guardian", "guardian_name", "guardian_phone", "registered_on", "verified_on",
    "reserved_on", "selected_on", "training_on", "qualified_on", "offered_on", "contract_on", "coe_on", "visa_on",
    "departed_on", "arrived_on", "returned_on", "closed_on", "closed_reason", "again_from",
]  # fmt: skip


CELLS = {
    "name": gettext_lazy("Name"),
    "nik": gettext_lazy("NIK"),
    "birth_date": gettext_lazy("Birth date"),
    "birth_place": gettext_lazy("Place of birth"),
    "place_and_day": gettext_lazy("Place and date of birth"),
    "sex": gettext_lazy("Man or woman"),
    "phone": gettext_lazy("Phone"),
    "address": gettext_lazy("Address"),
    "kelurahan": gettext_lazy("Kelurahan"),
    "kecamatan": gettext_lazy("Kecamatan"),
    "city": gettext_lazy("City"),
    "education": gettext_lazy("Education"),
    "sector": gettext_lazy("Sector"),
    "number": gettext_lazy("Number"),
    "as_on_ktp": gettext_lazy("As on the KTP"),
}
TOLD_BEFORE = ("name", "nik", "birth_date", "sex", "phone", "address_outside")


@held
def person(candidate: Candidate) -> Part:
    columns = [
        "name", "nik", "nik_differs", "birth_date", "sex", "phone", "kelurahan", "address_outside",
        "marital_status", "was_trainee", "created_at",
    ]  # fmt: skip
    part = table("person", _("Who you are"), [candidate], columns)
    if (user := candidate.user) is not None:
        part.rows.append([fact("login", _("login"), user.email or user.phone or user.number)])
    return part


@held
def family(candidate: Candidate) -> Part:
    rows = FamilyContact.objects.filter(candidate=candidate)
    return table("family_contact", _("Whom we tell in your family"), rows, ["name", "relation", "phone", "given_at"])


@held
def journeys(candidate: Candidate) -> Part:
    related = ("programme", "scheme", "sector", "work_category", "heard_from")
    return table("journeys", _("Your journeys"), candidate.journeys.select_related(*related), JOURNEY)


@held
def wishes(candidate: Candidate) -> Part:
    rows = SectorWish.objects.filter(journey__candidate=candidate).select_related("sector")
    return table("wishes", _("Work you wish for"), rows, ["rank", "sector"])


@held
def lists(candidate: Candidate) -> Part:
    """What a kelurahan sent, as it stood there, for as long as it is kept."""
    rows = [
        [
            fact("list", _("list"), row.batch.name),
            fact("received", _("received"), row.batch.at),
            *(fact(name, CELLS.get(name, name), value) for name, value in row.cells.items() if value not in (None, "")),
        ]
        for row in rows_about(candidate).exclude(cells={}).select_related("batch").order_by("pk")
    ]
    return Part("lists", _("What your kelurahan sent"), rows)


@held
def typed_anew(candidate: Candidate) -> Part:
    """What was typed differently when registering again."""
    columns = {f.attname: f for f in Candidate._meta.concrete_fields}
    rows: list[list[Fact]] = [
        [_typed(columns[key], value) if key in columns else fact(key, key, value) for key, value in typed.items()]
        for typed in candidate.journeys.exclude(typed_anew=None).values_list("typed_anew", flat=True)
    ]
    return Part("typed_anew", _("Typed differently when you registered again"), rows)


def _typed(column: Any, value: str) -> Fact:
    return fact(column.attname, column.verbose_name, dict(column.flatchoices).get(value, value))


@held
def events(candidate: Candidate) -> Part:
    rows = JourneyEvent.objects.filter(journey__candidate=candidate).order_by("at", "pk")
    part = table("events", _("What was decided"), rows, ["at", "deed", "stage", "on", "reason"])
    words = changing_wish.in_words(rows)
    for row, event in zip(part.rows, rows, strict=True):
        row += [fact("change", _("change"), event.change, words[event.pk])] if event.pk in words else []
    return part


@held
def contacts(candidate: Candidate) -> Part:
    rows = ContactNote.objects.filter(journey__candidate=candidate).order_by("on", "pk")
    return table(
        "contacts", _("When we called or visited you"), rows, ["on", "way", "outcome", "note", "taken_back_at"]
    )


@held
def tests(candidate: Candidate) -> Part:
    rows = SelectionTest.objects.filter(journey__candidate=candidate)
    columns = ["on", "starts_at", "place", "attendance", "score", "note"]
    return table("selection_tests", _("Selection tests"), rows, columns)


@held
def consents(candidate: Candidate) -> Part:
    rows: Any = candidate.consents.select_related("text")
    columns = ["text.purpose", "text.version", "text.text", "given_at", "ip_address", "withdrawn_at"]
    return table("consents", _("What you agreed to"), rows, columns)


@held
def papers(candidate: Candidate) -> Part:
    columns = [
        "kind", "version", "state", "reason", "sent_at", "decided_at", "expires_on", "name_there", "born_there",
    ]  # fmt: skip
    rows = table("papers", _("Your papers"), candidate.documents.select_related("kind", "reason"), columns).rows
    number = DocumentPage.objects.filter(document__candidate=candidate).count()
    words = _("%(n)d photos are kept; open them under “My data”.") % {"n": number}
    return Part("papers", _("Your papers"), rows, words if number else "")


@held
def opened_by(candidate: Candidate) -> Part:
    """Who looked, by name, role and minute; never the officer's address or phone."""
    return Part("opened_by", _("Who opened your data"), _logged(candidate, opened.LOOK, _("what was opened")))


@held
def done_with(candidate: Candidate) -> Part:
    """What else stands in the log: agreements written down, codes and passwords made, records joined, copies taken."""
    rows = _logged(candidate, opened.DONE, _("what was done"))
    return Part("done_with", _("What else was done with your record"), rows)


def _logged(candidate: Candidate, which: Q, label: str) -> list[list[Fact]]:
    return [
        [
            fact("at", _("when"), opening.at),
            fact("by", _("by"), f"{opening.who} ({opening.role})" if opening.role else opening.who),
            fact("what", label, opening.what),
        ]
        for opening in opened.openings(opened.rows(candidate).filter(which, candidate=candidate))
    ]


@held
def requests(candidate: Candidate) -> Part:
    columns = ["kind", "purpose", "field", "should_be", "asked_at", "due_at", "state", "decided_at", "reason"]
    return table("data_requests", _("What you asked for about your data"), candidate.data_requests.all(), columns)


@held
def messages(candidate: Candidate) -> Part:
    rows = Message.objects.filter(person_key=key_of(candidate)).order_by("queued_at")
    return table(
        "messages", _("Messages to you"), rows, ["queued_at", "address", "subject", "body", "state", "sent_at"]
    )


@held
def messages_to_the_family(candidate: Candidate) -> Part:
    rows = Message.objects.filter(person_key=family_key_of(candidate)).order_by("queued_at")
    return table(
        "family_messages",
        _("Messages to your family"),
        rows,
        ["queued_at", "name", "address", "body", "state", "sent_at"],
    )


@held
def compared(candidate: Candidate) -> Part:
    """That the record was compared with another one, and why they are two; not with whose. A pair of two records of
    the same person is told by the one that goes on."""
    rows = Resemblance.objects.filter(Q(one=candidate) | Q(other=candidate)).order_by("found_at")
    if goes_on := candidate.merged_into_id:
        rows = rows.exclude(Q(one=goes_on) | Q(other=goes_on))
    return table("compared", _("Compared with other records"), rows, ["found_at", "decided_at", "word"])


@held
def merged(candidate: Candidate) -> Part:
    """That two records were joined, told once, with what the record that goes on had before."""
    merges = candidate.merges.all() if candidate.merged_into_id else MergeRecord.objects.about(candidate)
    part = table("merged", _("Two records joined into one"), merges, ["at", "reason", "undone_at", "undone_reason"])
    for row, merge in zip(part.rows, merges, strict=True):
        before = {column: change["kept"] for column, change in merge.values.items() if column in TOLD_BEFORE}
        row += [fact(column, Candidate._meta.get_field(column).verbose_name, value) for column, value in before.items()]
    return part
