"""Two records of one person become one, with nothing lost and a way back."""

import uuid
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from candidates import access, likeness, merge_plan, merge_ways, registration, searching
from candidates.disclosure import as_data
from candidates.document_checking import approve
from candidates.enums import CloseReason, Purpose
from candidates.erasure import erase
from candidates.merging import merge, plan, unmerge
from candidates.models import (
    AccessLog,
    Candidate,
    Document,
    Journey,
    MergeRecord,
    Resemblance,
)
from candidates.telling import agreed, key_of
from core.integrity import violations
from core.refusal import Refused, SomebodyWasFirst
from notifications.models import Message
from notifications.queueing import queue_message
from reports.progress_report import report
from tests.candidates.races import at_once
from tests.departures import flown  # noqa: F401
from tests.factories import certificates, training
from tests.factories.candidates import (
    CandidateFactory,
    ConsentFactory,
    DataRequestFactory,
    DocumentFactory,
    DocumentPageFactory,
    JourneyFactory,
    ResemblanceFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
NIK, OTHER_NIK = "3673024505040001", "3673024505400001"
CODE, OTHER_CODE = "AAAAA-22222", "BBBBB-33333"
SAW = "Datang ke loket, KTP dilihat"


@pytest.fixture
def rina():
    person = CandidateFactory(name="Rina Contoh", nik=NIK, access_code=access.hashed(CODE))
    return JourneyFactory(candidate=person, registration_no="SJ-2026-0001").candidate


@pytest.fixture
def twin():
    person = CandidateFactory(name="Rina Kontoh", nik=OTHER_NIK, access_code=access.hashed(OTHER_CODE))
    journey = JourneyFactory(candidate=person, registration_no="SJ-2026-0002", registered_on=date(2026, 2, 1))
    return journey.candidate


def wrongs():
    """What breaks an invariant. The factories write no ledger, so there is something before too."""
    return set(violations())


def gaps(function, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        function(*args, **kwargs)
    return refusal.value.codes


# Every table has its way.


def relations():
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model in {Candidate, Journey}:
                yield f"{model._meta.label}.{field.name}"


def test_every_key_to_a_person_or_a_journey_says_what_becomes_of_it():
    known = {way.label for way in merge_ways.ways()}
    assert set(relations()) - known == set()
    apart = {"notifications.Message.person_key", "accounts.User.is_active"}  # not by a foreign key
    assert known - set(relations()) == apart


# Going together.


def test_everything_is_of_one_person_and_the_other_number_leads_there(rina, twin, officer, client):
    certificate = certificates.CertificateFactory(candidate=twin)
    before = wrongs()
    record = merge(rina, twin, by=officer, reason=SAW)
    assert set(rina.journeys.values_list("registration_no", flat=True)) == {"SJ-2026-0001", "SJ-2026-0002"}
    certificate.refresh_from_db()
    assert (certificate.candidate, Candidate.objects.get(pk=twin.pk).merged_into) == (rina, rina)
    assert (record.kept, record.gone, record.by, record.reason) == (rina, twin, officer, SAW)
    assert wrongs() == before
    for number, code in [("SJ-2026-0001", CODE), ("SJ-2026-0002", OTHER_CODE), ("SJ-2026-0002", CODE)]:
        client.session.flush()
        page = client.post("/status/", {"number": number, "code": code}, follow=True)
        assert "SJ-2026-0001" in page.content.decode()


def test_a_new_code_ends_both_old_ones(rina, twin, officer, client):
    merge(rina, twin, by=officer, reason=SAW)
    access.renew(rina, key=uuid.uuid4(), by=officer)
    page = client.post("/status/", {"number": "SJ-2026-0002", "code": OTHER_CODE})
    assert "Nomor dan kode ini tidak cocok" in page.content.decode()


def test_of_two_registrations_under_way_the_one_that_got_further_goes_on(rina, officer):
    further = JourneyFactory(at="selected", registration_no="SJ-2026-0009")
    record = merge(rina, further.candidate, by=officer, reason=SAW)
    ended = Journey.objects.get(registration_no="SJ-2026-0001")
    assert (record.ended, ended.closed_reason, ended.closed_on) == (ended, CloseReason.TWICE, ended.registered_on)
    assert "SJ-2026-0009" in ended.events.first().reason
    assert Journey.objects.open().get(candidate=rina) == further


def test_a_person_is_counted_once_on_every_day(rina, twin, officer):
    merge(rina, twin, by=officer, reason=SAW)
    for day in (date(2026, 2, 2), date(2026, 11, 24)):
        assert report(on=day).waiting == 1


def test_the_chosen_values_are_the_persons_and_the_numbers_change_places(rina, twin, officer):
    Candidate.objects.filter(pk=twin.pk).update(phone="+6281299998888", kelurahan=None, address_outside="Cilegon")
    record = merge(rina, Candidate.objects.get(pk=twin.pk), by=officer, reason=SAW, take=["name", "nik", "residence"])
    rina.refresh_from_db()
    twin.refresh_from_db()
    assert (rina.name, rina.nik, rina.kelurahan, rina.address_outside) == ("Rina Kontoh", OTHER_NIK, None, "Cilegon")
    assert rina.phone != "+6281299998888"
    assert (twin.nik, twin.name) == (NIK, "Rina Kontoh")
    assert rina.nik_differs  # born on 40 May 2004, says the number with two digits swapped
    assert record.values["name"] == {"kept": "Rina Contoh", "gone": "Rina Kontoh", "now": "Rina Kontoh"}
    assert [row.nik for row in rina.history.all()] == [NIK]
    assert merge_plan.NOBODYS_NIK not in twin.history.values_list("nik", flat=True)


def test_what_only_one_record_tells_of_marriage_is_known_of_the_person(rina, twin, officer):
    Candidate.objects.filter(pk=rina.pk).update(was_trainee="no")
    Candidate.objects.filter(pk=twin.pk).update(marital_status="married", was_trainee="yes")
    record = merge(Candidate.objects.get(pk=rina.pk), Candidate.objects.get(pk=twin.pk), by=officer, reason=SAW)
    rina.refresh_from_db()
    assert (rina.marital_status, rina.was_trainee) == ("married", "no")
    unmerge(record, by=officer, reason="keliru")
    rina.refresh_from_db()
    assert rina.marital_status == ""


def test_the_better_paper_is_used_and_the_other_one_rests(rina, twin, officer):
    mine, theirs = DocumentFactory(candidate=rina), DocumentFactory(candidate=twin)
    only = DocumentFactory(candidate=twin, kind_id="kk")
    DocumentPageFactory(document=theirs)
    approve(theirs, version=1, by=officer)
    merge(rina, twin, by=officer, reason=SAW)
    assert set(rina.documents.all()) == {theirs, only}
    assert list(twin.documents.all()) == [mine]


def test_what_was_said_last_about_messages_counts(rina, twin, officer):
    long_ago, then = timezone.now() - timedelta(days=90), timezone.now() - timedelta(days=30)
    ConsentFactory(candidate=twin, purpose=Purpose.MESSAGES, given_at=long_ago)
    ConsentFactory(candidate=rina, purpose=Purpose.MESSAGES, given_at=long_ago, withdrawn_at=then)
    merge(rina, twin, by=officer, reason=SAW)
    assert not agreed(rina)


def test_an_agreement_of_the_other_record_holds(rina, twin, officer):
    ConsentFactory(candidate=twin, purpose=Purpose.MESSAGES)
    merge(rina, twin, by=officer, reason=SAW)
    assert agreed(rina)


def test_no_reminder_goes_out_a_second_time(rina, twin, officer):
    what = {"template": "verified", "name": "Rina", "address": "+6281200000001", "context": {"link": "x"}}
    told = queue_message(person_key=key_of(twin), due_on=date(2026, 11, 24), about="event:9", **what)
    merge(rina, twin, by=officer, reason=SAW)
    queue_message(person_key=key_of(rina), due_on=date(2026, 11, 24), about="event:9", **what)
    assert Message.objects.get() == told


def test_the_login_comes_along_and_of_two_one_is_closed(rina, twin, officer, candidate_user, client_of):
    Candidate.objects.filter(pk=twin.pk).update(user=candidate_user)
    record = merge(rina, twin, by=officer, reason=SAW)
    rina.refresh_from_db()
    assert rina.user == candidate_user
    assert "SJ-2026-0001" in client_of(candidate_user).get("/saya/").content.decode()
    unmerge(record, by=officer, reason="keliru")
    assert Candidate.objects.get(user=candidate_user) == twin


def test_of_two_logins_the_other_one_opens_nothing_until_it_is_taken_back(rina, twin, officer, candidate_user):
    second = certificates.UserFactory(role="candidate")
    Candidate.objects.filter(pk=rina.pk).update(user=candidate_user)
    Candidate.objects.filter(pk=twin.pk).update(user=second)
    record = merge(rina, twin, by=officer, reason=SAW, take=["login"])
    candidate_user.refresh_from_db()
    assert (Candidate.objects.get(user=second), candidate_user.is_active) == (rina, False)
    unmerge(record, by=officer, reason="keliru")
    candidate_user.refresh_from_db()
    assert (Candidate.objects.get(user=candidate_user), candidate_user.is_active) == (rina, True)


def test_the_other_nik_still_never_makes_a_second_person(rina, twin, officer):
    merge(rina, twin, by=officer, reason=SAW)
    assert registration.is_under_way(OTHER_NIK)


def test_who_looks_for_the_other_name_or_nik_finds_the_person(rina, twin, officer, client_of):
    merge(rina, twin, by=officer, reason=SAW)
    for typed in (OTHER_NIK, "Kontoh", "SJ-2026-0002"):
        page = client_of(officer).post("/admin/cari/", {"q": typed})
        journey = Journey.objects.get(registration_no="SJ-2026-0001")
        assert page.url == f"/admin/candidates/journey/{journey.pk}/change/"
    assert searching.formerly("Siapa Lain") is None


def test_the_person_reads_who_joined_them_and_what_is_held_in_both(rina, twin, officer):
    AccessLog.objects.create(candidate=twin, by=officer, what="record")
    merge(rina, twin, by=officer, reason=SAW, take=["name"])
    rina.refresh_from_db()
    data = as_data(rina)
    assert {row["nik"] for row in data["person"]} == {NIK, OTHER_NIK}
    assert [(row["reason"], row["name"]) for row in data["merged"]] == [(SAW, "Rina Contoh")]
    assert (len(data["opened_by"]), len(data["done_with"])) == (1, 2)
    assert len(data["compared"]) == 1  # a pair is told once, not by each of its records


def test_a_pair_in_the_queue_is_decided_and_not_asked_about_again(rina, twin, officer):
    pair = ResemblanceFactory(one=rina, other=twin)
    merge(rina, twin, by=officer, reason=SAW)
    pair.refresh_from_db()
    assert (pair.is_one, pair.word, pair.decided_by) == (True, SAW, officer)
    likeness.compare_new()
    assert not Resemblance.objects.undecided().exists()


def test_proofs_of_two_records_complete_a_journey_and_not_after_the_way_back(officer):
    journey = JourneyFactory(at="training")
    twin = JourneyFactory().candidate
    certificates.checked(by=officer, candidate=journey.candidate)
    certificates.checked(by=officer, candidate=twin, skill=True)
    before = wrongs()
    record = merge(journey.candidate, twin, by=officer, reason=SAW)
    journey.refresh_from_db()
    assert journey.stage == "qualified"
    unmerge(record, by=officer, reason="keliru")
    journey.refresh_from_db()
    assert journey.stage == "training"
    assert wrongs() == before


# Refusals.


def test_two_people_who_are_in_japan_stay_two(flown, officer):  # noqa: F811
    one, other = flown().journey, flown().journey
    assert gaps(merge, one.candidate, other.candidate, by=officer, reason=SAW) == ["both_under_way", "both_departed"]


def test_everything_that_cannot_be_is_said_at_once(rina, twin, officer):
    for person in (rina, twin):
        paper = DocumentFactory(candidate=person)
        DocumentPageFactory(document=paper)
        approve(paper, version=1, by=officer)
        DataRequestFactory(candidate=person)
    Journey.objects.update(verified_on=date(2026, 3, 1), selected_on=date(2026, 3, 2))
    found = gaps(merge, rina, twin, by=officer, reason=" ")
    assert found == ["no_word", "both_ask", "both_under_way", "two_checked_niks"]
    assert plan(rina, twin, by=officer).gaps[0].code == "both_ask"
    assert MergeRecord.objects.count() == 0


def test_two_classes_at_once_are_two_people(rina, officer):
    class_of_both = training.TrainingClassFactory()
    seats = [training.EnrolmentFactory(training_class=class_of_both) for _ in range(2)]
    people = [seat.journey.candidate for seat in seats]
    assert gaps(merge, *people, by=officer, reason=SAW) == ["both_under_way", "two_classes"]


def test_a_bed_among_the_other_sex_is_refused(rina, officer):
    stay = training.RoomStayFactory()
    Candidate.objects.filter(pk=rina.pk).update(sex="L" if stay.sex == "P" else "P")
    rina.refresh_from_db()
    assert "bed_of_the_other_sex" in gaps(merge, rina, stay.journey.candidate, by=officer, reason=SAW)
    merge(rina, stay.journey.candidate, by=officer, reason=SAW, take=["sex"])


def test_two_results_of_one_sitting_are_two_people(rina, twin, officer):
    told = {"result": "failed", "result_on": date(2026, 7, 20), "result_by": officer}
    sitting = certificates.SittingFactory()
    for person in (rina, twin):
        certificates.BookingFactory(candidate=person, sitting=sitting, **told)
    assert gaps(merge, rina, twin, by=officer, reason=SAW) == ["two_results"]


def test_a_pair_that_was_decided_is_opened_again_first(rina, twin, officer, admin2):
    pair = ResemblanceFactory(one=rina, other=twin, decided_by=admin2, word="Kembar")
    assert gaps(merge, rina, twin, by=officer, reason=SAW) == ["decided"]
    likeness.ask_again(pair, by=officer)
    merge(rina, twin, by=officer, reason=SAW)


def test_nobody_joins_their_own_record(rina, twin, officer):
    Candidate.objects.filter(pk=twin.pk).update(user=officer)
    assert gaps(merge, rina, Candidate.objects.get(pk=twin.pk), by=officer, reason=SAW) == ["own_record"]


def test_a_merged_record_is_merged_once(rina, twin, officer):
    merge(rina, twin, by=officer, reason=SAW)
    assert gaps(merge, JourneyFactory().candidate, twin, by=officer, reason=SAW) == ["merged_already"]
    assert gaps(merge, rina, rina, by=officer, reason=SAW) == ["same_record"]


def test_the_data_of_both_records_are_deleted_together(rina, twin, officer):
    before = wrongs()
    merge(rina, twin, by=officer, reason=SAW, take=["name"])
    assert gaps(erase, Candidate.objects.get(pk=twin.pk), by=officer) == ["merged"]
    erase(Candidate.objects.get(pk=rina.pk), by=officer)
    twin.refresh_from_db()
    assert twin.erased_at is not None
    record = MergeRecord.objects.get()
    assert (record.values, record.reason) == ({}, "–")
    assert gaps(unmerge, record, by=officer, reason="keliru") == ["erased"]
    assert wrongs() == before


# The way back.


def test_what_changed_since_stands_in_the_way(rina, twin, officer):
    theirs = DocumentFactory(candidate=twin)
    record = merge(rina, twin, by=officer, reason=SAW, take=["name"])
    Candidate.objects.filter(pk=rina.pk).update(name="Rina Contoh Baru")
    theirs.delete()
    assert gaps(unmerge, record, by=officer, reason="keliru") == ["row_changed", "value_changed"]


def test_a_paper_that_came_since_is_not_pushed_aside(rina, twin, officer):
    mine, theirs = DocumentFactory(candidate=rina), DocumentFactory(candidate=twin, sent_at=timezone.now())
    record = merge(rina, twin, by=officer, reason=SAW)
    assert list(rina.documents.all()) == [theirs]
    Document.objects.filter(pk=theirs.pk).update(kind="kk")
    DocumentFactory(candidate=rina)
    assert "came_since" in gaps(unmerge, record, by=officer, reason="keliru")
    assert mine.candidate_id == rina.pk


def test_the_last_merge_is_taken_back_first_and_each_once(rina, twin, officer):
    third = JourneyFactory().candidate
    before = wrongs()
    first = merge(rina, twin, by=officer, reason=SAW)
    second = merge(third, rina, by=officer, reason=SAW)
    assert {record.pk for record in third.records} == {rina.pk, twin.pk, third.pk}
    assert gaps(unmerge, first, by=officer, reason="keliru") == ["merged_since"]
    assert gaps(unmerge, second, by=officer, reason="") == ["no_word"]
    unmerge(second, by=officer, reason="keliru")
    unmerge(first, by=officer, reason="keliru")
    with pytest.raises(SomebodyWasFirst):
        unmerge(first, by=officer, reason="keliru")
    assert wrongs() == before


def test_a_flight_on_the_other_records_proofs_keeps_them(rina, officer, admin2):
    twin = JourneyFactory().candidate
    journey = JourneyFactory(candidate__name="Sari Contoh", at="visa")
    certificates.checked(by=officer, candidate=twin)
    certificates.checked(by=officer, candidate=twin, skill=True)
    record = merge(journey.candidate, twin, by=officer, reason=SAW)
    Journey.objects.filter(pk=journey.pk).update(departed_on=date(2026, 6, 1))
    assert gaps(unmerge, record, by=officer, reason="keliru") == ["departed_with_proofs"]


def test_a_question_is_open_again_after_the_way_back(rina, twin, officer):
    pair = ResemblanceFactory(one=rina, other=twin)
    unmerge(merge(rina, twin, by=officer, reason=SAW), by=officer, reason="keliru")
    assert list(Resemblance.objects.undecided()) == [pair]
    assert [row.word for row in pair.history.all() if row.word] == [SAW]


def test_what_comes_to_a_joined_record_is_found(rina, twin, officer):
    merge(rina, twin, by=officer, reason=SAW)
    certificate = certificates.CertificateFactory(candidate=twin)
    wrong = [line for line in violations() if line.startswith("Nothing came to a record")]
    assert wrong == [f"Nothing came to a record that goes on as another: certificates.Certificate {certificate.pk}"]


def test_two_officers_at_once_join_them_once(committed_reference):
    one, other = (JourneyFactory().candidate for _ in range(2))
    ratna, budi = (certificates.UserFactory(role="disnaker_officer") for _ in range(2))
    outcomes = at_once(lambda: merge(one, other, by=ratna, reason=SAW), lambda: merge(other, one, by=budi, reason=SAW))
    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert refused.codes[0] == "merged_already"
    assert MergeRecord.objects.live().count() == Journey.objects.open().count() == 1
