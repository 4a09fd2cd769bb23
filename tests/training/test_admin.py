from html import unescape

import pytest

from candidates.enums import Stage
from tests.factories.candidates import JourneyFactory
from tests.factories.training import (
    AttendanceFactory,
    DayWaiverFactory,
    DisciplineEventFactory,
    DisciplineWarningFactory,
    EnrolmentFactory,
    EveningFactory,
    LeaveRequestFactory,
    RoomFactory,
    RoomStayFactory,
    ScoreChangeFactory,
    TrainingClassFactory,
)
from training.models import Criterion, Enrolment, ScoreChange

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_evening")]


@pytest.fixture
def place(class_a):
    return f"/admin/training/trainingclass/{class_a.pk}/place/"


def text(response):
    return unescape(response.content.decode())


def test_selected_people_are_ticked_and_placed(class_a, place, client_of, officer):
    rina, budi = JourneyFactory.create_batch(2, at=Stage.SELECTED)
    desk = client_of(officer)
    assert rina.candidate.name in text(desk.get(place))
    response = desk.post(place, {"journey": [rina.pk, budi.pk]}, follow=True)
    assert "2 orang ditempatkan." in text(response)
    assert set(class_a.enrolments.filter(trainee_no__gt=2).values_list("journey", flat=True)) == {rina.pk, budi.pk}


def test_who_does_not_fit_is_named_and_the_others_sit(class_a, place, client_of, officer):
    class_a.capacity = 3
    class_a.save(update_fields=["capacity"])
    rina, budi = JourneyFactory.create_batch(2, at=Stage.SELECTED)
    page = text(client_of(officer).post(place, {"journey": [rina.pk, budi.pk]}, follow=True))
    assert "1 orang ditempatkan." in page
    assert f"{budi.candidate.name}: Kelas A sudah penuh: 3 kursi terisi semua. Pilih kelas lain." in page


def test_the_second_officer_is_told(class_a, place, client_of, officer, admin2):
    rina = JourneyFactory(at=Stage.SELECTED)
    client_of(officer).post(place, {"journey": [rina.pk]})
    client_of(admin2).post(place, {"journey": [rina.pk]}, follow=True)
    assert Enrolment.objects.filter(journey=rina).count() == 1


def test_a_placement_is_taken_back(class_a, place, client_of, officer):
    rina = JourneyFactory(at=Stage.SELECTED)
    desk = client_of(officer)
    desk.post(place, {"journey": [rina.pk]})
    page = text(desk.post(f"{place}undo/", {"seat": rina.enrolments.get().pk}, follow=True))
    rina.refresh_from_db()
    assert "Penempatan dibatalkan." in page
    assert rina.stage == Stage.SELECTED


def test_a_placement_with_entered_days_stays(class_a, place, client_of, officer):
    seat = class_a.enrolments.first()
    AttendanceFactory(enrolment=seat)
    page = text(client_of(officer).post(f"{place}undo/", {"seat": seat.pk}, follow=True))
    assert "Hari orang ini di kelas sudah diisi." in page


def test_only_who_may_place_does(class_a, place, client_of, welfare):
    rina = JourneyFactory(at=Stage.SELECTED)
    assert client_of(welfare).post(place, {"journey": [rina.pk]}).status_code == 403
    assert not Enrolment.objects.filter(journey=rina).exists()


CONFIGURED = ["site", "trainingclass", "criterion", "holiday", "phonerule", "room", "disciplinekind", "duty"]
HISTORY = ["enrolment", "evening", "daywaiver", "scorechange", "roomstay", "leaverequest", "disciplineevent"]


@pytest.mark.parametrize("model", [*CONFIGURED, *HISTORY])
def test_every_list_opens_at_one_query_count(reference, client_of, admin2, model, django_assert_max_num_queries):
    for _ in range(3):
        seat = EnrolmentFactory(training_class=TrainingClassFactory())
        EveningFactory(training_class=seat.training_class)
        DayWaiverFactory(training_class=seat.training_class)
        ScoreChangeFactory(enrolment=seat)
        RoomStayFactory()
        LeaveRequestFactory(journey=seat.journey)
        DisciplineEventFactory(enrolment=seat)
        DisciplineWarningFactory(enrolment=seat)
    desk = client_of(admin2)
    with django_assert_max_num_queries(13):
        assert desk.get(f"/admin/training/{model}/").status_code == 200


def test_a_correction_says_of_each_criterion_what_stood_there(reference, client_of, admin2):
    kaiwa, kanji = Criterion.objects.get(slug="kaiwa"), Criterion.objects.get(slug="kanji_kotoba")
    ScoreChangeFactory(criteria=[kanji.pk, kaiwa.pk], before=[70, "82.5"], after=[None, 85])
    corrected = f"{kanji} 70 → – · {kaiwa} 82,5 → 85"
    assert corrected in text(client_of(admin2).get("/admin/training/scorechange/"))
    page = f"/admin/training/scorechange/{ScoreChange.objects.get().pk}/change/"
    assert corrected in text(client_of(admin2).get(page))


def test_a_criterion_that_scores_may_name_is_switched_off_and_not_deleted(reference, client_of, superuser):
    kaiwa = Criterion.objects.get(slug="kaiwa")
    assert (
        client_of(superuser).post(f"/admin/training/criterion/{kaiwa.pk}/delete/", {"post": "yes"}).status_code == 403
    )


def test_history_cannot_be_changed_in_the_admin(class_a, client_of, superuser):
    seat = class_a.enrolments.first()
    desk = client_of(superuser)
    page = f"/admin/training/enrolment/{seat.pk}/"
    assert desk.post(f"{page}change/", {"trainee_no": 9}).status_code == 403
    assert desk.post(f"{page}delete/", {"post": "yes"}).status_code == 403


def test_free_beds_are_seen_where_people_are_placed(class_a, place, client_of, officer):
    RoomFactory(site=class_a.site, beds=6)
    RoomStayFactory(room=RoomFactory(site=class_a.site, sex="L", beds=4), journey__candidate__sex="L")
    desk = client_of(officer)
    assert "perempuan 6, laki-laki 3" in text(desk.get(place))
    rina = JourneyFactory(at=Stage.SELECTED)
    form = text(desk.get(f"/admin/candidates/journey/{rina.pk}/verb/place/"))
    assert "tempat tidur kosong: perempuan 6, laki-laki 3" in form
