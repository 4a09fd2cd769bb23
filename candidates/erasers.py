"""What this app empties when a person is erased, and what lies below it: login, messages, the admin's log."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from accounts import changes
from accounts.models import User
from accounts.roles import is_staff_role
from candidates import drafting
from candidates.enums import ImportState
from candidates.erasure import GONE, blank, delete_file, erases
from candidates.importing.about import rows_about
from candidates.models import (
    BatchEntry,
    Candidate,
    Consent,
    ContactNote,
    DataRequest,
    DocumentPage,
    FamilyContact,
    ImportBatch,
    JourneyEvent,
    MergeRecord,
    OpeningNotice,
    Resemblance,
    SelectionTest,
)
from candidates.telling import family_key_of, key_of
from notifications.enums import WAITING, State
from notifications.models import Message

OLD_RESULTS = SelectionTest.history.rel.related_model  # type: ignore[attr-defined]


@erases
def journeys(candidate: Candidate) -> None:
    """The days and the number stay. The ledger keeps its codes; what somebody wrote into it in words goes."""
    candidate.journeys.update(
        typed_anew=None, submission_key=None, occupation="", guardian="", guardian_name="", guardian_phone=""
    )
    drafting.forget_person(candidate.nik)
    blank(JourneyEvent.objects.filter(journey__candidate=candidate), "reason")
    blank(SelectionTest.objects.filter(journey__candidate=candidate), "note")
    blank(ContactNote.objects.filter(journey__candidate=candidate), "note")
    blank(OLD_RESULTS.objects.filter(journey__candidate=candidate), "note")
    blank(BatchEntry.objects.filter(journey__candidate=candidate), "note")


@erases
def papers(candidate: Candidate) -> None:
    """Photos of papers and the rows about them; that somebody looked at them stays in the access log."""
    for page in DocumentPage.objects.filter(document__candidate=candidate):
        delete_file(page.file)
    candidate.documents.all().delete()


@erases
def family(candidate: Candidate) -> None:
    """The family's name and number, and what was written to them."""
    FamilyContact.objects.filter(candidate=candidate).delete()


@erases
def resemblances(candidate: Candidate) -> None:
    """That two records were compared stays; in which words somebody told them apart goes."""
    pairs = Resemblance.objects.filter(Q(one=candidate) | Q(other=candidate))
    blank(pairs, "word")
    for pair in pairs:
        blank(pair.history.all(), "word")  # type: ignore[attr-defined]


@erases
def merges(candidate: Candidate) -> None:
    """Who joined two records, when, and which rows moved stays; how it was known and which values there were goes."""
    merges = MergeRecord.objects.about(candidate)
    merges.update(values={}, newest={})
    blank(merges, "reason", "undone_reason")


@erases
def lists(candidate: Candidate) -> None:
    """The rows of lists that a kelurahan sent, also where nobody accepted them or the NIK was typed wrongly.

    A file that was read is not needed any more: it goes as a whole, since nobody can take one row out of it.
    """
    theirs = rows_about(candidate)
    lists = ImportBatch.objects.filter(rows__in=theirs).exclude(file="").exclude(state=ImportState.READING).distinct()
    for sent in lists:
        delete_file(sent.file)
        ImportBatch.objects.filter(pk=sent.pk).update(file="")
    theirs.update(cells={}, values={}, nik="", note="")


@erases
def rights(candidate: Candidate) -> None:
    """That a consent was given and a request answered is proof; from where and in which words is not needed."""
    Consent.objects.filter(candidate=candidate).update(ip_address=None)
    blank(DataRequest.objects.filter(candidate=candidate), "should_be", "reason")


@erases
def messages(candidate: Candidate) -> None:
    """To the person and the family, to the login, and the one about the opening that the phone was left for."""
    user = candidate.user
    keys = [key_of(candidate), family_key_of(candidate)]
    theirs = Q(person_key__in=keys) | Q(person_key__startswith="opening:", address=candidate.phone)
    if user is not None:
        theirs |= Q(person_key=f"user:{user.pk}")
    rows = Message.objects.filter(theirs)
    rows.filter(state__in=WAITING).update(state=State.CANCELLED, hold_until=None)
    rows.update(name=GONE, address=GONE, context={}, subject=GONE, body=GONE, error_text="")
    OpeningNotice.objects.filter(phone=candidate.phone).delete()


@erases
def login(candidate: Candidate) -> None:
    """The login opens nothing any more. Whoever also works here keeps theirs, without the candidate's page."""
    user = candidate.user
    if user is None or is_staff_role(user):
        return
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.groups.clear()
    user.set_unusable_password()
    user.name, user.honorific, user.phone, user.number, user.is_active = GONE, "", None, None, False
    user.email = f"erased-{user.pk}@invalid"
    user.save()
    changes.forget(user)
    _log_of(User, user.pk)


@erases
def traces_at_the_desk(candidate: Candidate) -> None:
    _log_of(Candidate, candidate.pk)


def _log_of(model: type, pk: int) -> None:
    """The admin's own log writes the name of what was changed."""
    rows = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id=str(pk))
    rows.update(object_repr=f"#{pk}")
