"""Another sector or scheme than what was registered: until the training begins, with a way back."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from candidates import changing_wish
from candidates.admin.wish import WishForm
from candidates.changing_wish import Wish
from candidates.disclosure import everything
from candidates.enums import MILESTONES, Deed, Stage
from candidates.models import Journey
from certificates.requirements import missing
from core.refusal import Refused, SomebodyWasFirst
from placements.enums import Result
from tests.candidates.test_desk import page_of, press, told, undo
from tests.factories.candidates import JourneyFactory
from tests.factories.certificates import checked
from tests.factories.placements import NominationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
CARE = Wish("ssw", "caregiver", ("caregiver", "agriculture"))


@pytest.fixture
def desk(client_of, officer):
    return client_of(officer)


def answers(journey, **typed):
    now = {"sector": "caregiver", "wish_2": "", "wish_3": "", "scheme": "ssw", "seen": Wish.of(journey).code()}
    return now | typed


def test_an_officer_writes_down_another_sector_and_takes_it_back(desk, officer):
    journey = JourneyFactory()
    form = desk.get(reverse("admin:candidates_journey_verb", args=[journey.pk, "change-wish"])).context["form"]
    assert (form["sector"].value(), form["scheme"].value()) == ("agriculture", "ssw")
    page = press(desk, journey, "change-wish", **answers(journey, wish_2="agriculture", reason="salah pilih"))
    assert told(page) == [f"{journey.candidate.name}: bidang, pilihan, dan skema sudah dicatat."]
    journey.refresh_from_db()
    assert (Wish.of(journey), journey.stage) == (CARE, Stage.REGISTERED)
    assert "Pertanian → Perawat lansia" in page.text
    assert "salah pilih" in page.text
    row = desk.get("/admin/").context["recent"][0]
    assert (str(row.deed), row.name, bool(row.undo_url)) == ("Bidang atau skema diganti", journey.candidate.name, True)
    undo(desk, journey)
    journey.refresh_from_db()
    assert Wish.of(journey) == Wish("ssw", "agriculture", ())
    assert [event.deed for event in journey.events.all()] == [Deed.CHANGED, Deed.CHANGED]


def test_in_the_queue_the_form_shows_what_stands_now(desk):
    journey = JourneyFactory()
    url = reverse("admin:desk_queue", args=["periksa"])
    page = desk.get(f"{url}?orang={journey.pk}&deed=change-wish")
    assert page.context["form"]["sector"].value() == "agriculture"
    sent = {"orang": journey.pk, "deed": "change-wish", "expected": "registered"} | answers(journey, scheme="magang")
    desk.post(url, sent)
    journey.refresh_from_db()
    assert (journey.sector_id, journey.scheme_id) == ("caregiver", "magang")


def test_departure_and_its_requirements_follow_the_new_sector(officer):
    journey = JourneyFactory(at=Stage.SELECTED, work_category_id="agri_crop")
    checked(by=officer, candidate=journey.candidate)
    checked(by=officer, candidate=journey.candidate, skill=True)
    journey.refresh_from_db()
    assert (journey.stage, missing(journey, on=date(2026, 6, 1))) == (Stage.QUALIFIED, [])
    changing_wish.change(journey, CARE, by=officer)
    assert (journey.stage, journey.work_category) == (Stage.SELECTED, None)
    assert {gap.code for gap in missing(journey, on=date(2026, 6, 1))} >= {"skill", "care_language"}
    days = {column: date(2026, 6, 1) for stage, column in MILESTONES.items() if stage not in BEHIND}
    with pytest.raises(IntegrityError, match="missing proofs"), transaction.atomic():
        Journey.objects.filter(pk=journey.pk).update(**days)
    changing_wish.take_back(journey, by=officer)
    assert journey.stage == Stage.QUALIFIED


BEHIND = {Stage.REGISTERED, Stage.VERIFIED, Stage.RESERVE, Stage.ARRIVED, Stage.RETURNED}


@pytest.mark.parametrize(
    ("stage", "sentence"),
    [
        (Stage.TRAINING, "Pelatihannya sudah mulai 7 Februari 2026; bidang dan skema hanya bisa diganti sebelum"),
        (Stage.CLOSED, "Perjalanan ini sudah ditutup. Buka lagi dulu."),
    ],
)
def test_later_it_says_why_not_and_offers_no_button(desk, stage, sentence):
    if stage == Stage.CLOSED:
        journey = JourneyFactory(closed_on=date(2026, 3, 1), closed_reason="withdrew")
    else:
        journey = JourneyFactory(at=stage)
    page = desk.get(page_of(journey))
    assert "Ganti bidang atau skema" not in [str(verb["label"]) for verb in page.context["verbs"]]
    assert told(press(desk, journey, "change-wish", **answers(journey)))[0].startswith(sentence)
    journey.refresh_from_db()
    assert journey.sector_id == "agriculture"


def test_whom_a_company_waits_for_stays_with_their_sector(officer):
    nomination = NominationFactory(journey=JourneyFactory(at=Stage.VERIFIED))
    with pytest.raises(Refused) as refusal:
        changing_wish.change(nomination.journey, CARE, by=officer)
    assert refusal.value.codes == ["in_job_order"]
    nomination.result, nomination.result_on = Result.FAILED, nomination.nominated_on
    nomination.save()
    assert changing_wish.change(nomination.journey, CARE, by=officer).sector_id == "caregiver"


def test_two_officers_at_once_and_the_second_is_told(desk, admin2):
    journey = JourneyFactory()
    seen = answers(journey, sector="automotive")
    changing_wish.change(journey, CARE, by=admin2)
    page = press(desk, journey, "change-wish", **seen)
    assert told(page) == ["Pak Bambang Contoh lebih dulu mengganti ini. Pilihan Anda belum disimpan."]
    journey.refresh_from_db()
    assert journey.sector_id == "caregiver"
    with pytest.raises(SomebodyWasFirst):
        changing_wish.change(journey, CARE, by=None, seen="ssw agriculture")


def test_the_same_again_is_no_change(officer):
    journey = changing_wish.change(JourneyFactory(), CARE, by=officer)
    with pytest.raises(Refused) as refusal:
        changing_wish.change(journey, CARE, by=officer)
    assert refusal.value.codes == ["nothing_new"]
    assert journey.events.count() == 1


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(desk):
    journey = JourneyFactory()
    url = reverse("admin:candidates_journey_verb", args=[journey.pk, "change-wish"])
    page = desk.post(url, {"expected": "registered"} | answers(journey, wish_3="agriculture", reason="pindah minat"))
    assert page.context["form"].errors["wish_2"] == ["Isi pilihan kedua dulu, baru yang ketiga."]
    assert 'value="pindah minat"' in page.text


def test_the_person_reads_it_among_what_is_held(officer):
    journey = changing_wish.change(JourneyFactory(), CARE, by=officer)
    rows = next(part.rows for part in everything(journey.candidate) if part.key == "events")
    told_words = [fact.words for row in rows for fact in row if fact.key == "change"]
    assert told_words == ["Pertanian → Perawat lansia; urutan pilihan: Perawat lansia, Pertanian"]


SECTORS = ("agriculture", "caregiver", "automotive", "ground_handling")


@given(wishes=st.lists(st.sampled_from(("", *SECTORS)), min_size=3, max_size=3))
def test_three_wishes_are_accepted_exactly_when_each_is_another_one_without_a_gap(wishes):
    names = ("sector", "wish_2", "wish_3")
    form = WishForm({"scheme": "ssw", "seen": "", **dict(zip(names, wishes, strict=True))})
    said = [wish for wish in wishes if wish]
    good = bool(said) and wishes[: len(said)] == said and len(set(said)) == len(said)
    assert form.is_valid() == good
