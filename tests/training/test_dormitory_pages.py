"""The dormitory on the screen: the office gives beds out, a trainer finds their own people."""

from html import unescape

import pytest
from django.urls import reverse

from candidates.models import Candidate
from tests.browser import assert_accessible, assert_fits, shot
from tests.factories.training import EnrolmentFactory, RoomFactory, RoomStayFactory
from training.models import RoomStay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_evening")]
PAGE = "/pelatihan/asrama/"


def text(response):
    return unescape(response.content.decode())


@pytest.fixture
def melati(class_a):
    """A room for women at the site of Kelas A, with Dewi of that class in bed 1."""
    room = RoomFactory(site=class_a.site, name="Melati 1", beds=6)
    dewi = EnrolmentFactory(training_class=class_a, journey__candidate__name="Dewi Contoh", journey__candidate__sex="P")
    RoomStayFactory(room=room, bed=1, journey=dewi.journey)
    Candidate.objects.filter(name__in=["Andi Contoh", "Bayu Contoh"]).update(sex="L")
    return room


@pytest.fixture
def citra(class_a):
    return EnrolmentFactory(
        training_class=class_a, journey__candidate__name="Citra Contoh", journey__candidate__sex="P"
    )


def test_the_overview_says_in_words_what_it_draws(melati, client_of, lpk):
    page = text(client_of(lpk).get(PAGE))
    assert "Melati 1: 1 dari 6 tempat tidur terisi. Nomor 2, 3, 4, 5, 6 kosong." in page
    assert "2 peserta belum punya tempat tidur" in page


def test_the_office_gives_moves_and_takes_back_a_bed(melati, citra, client_of, lpk):
    office, room = client_of(lpk), reverse("training:room", args=[melati.pk])
    fields = {"on_day": "3", "on_month": "8", "on_year": "2026"}
    page = reverse("training:give_bed", args=[melati.pk])
    assert "Citra Contoh · Kelas A" in text(office.get(page))
    office.post(page, {"seat": citra.pk, "bed": f"{melati.pk}.2", **fields})
    stay = RoomStay.objects.get(journey=citra.journey)
    assert (stay.bed, stay.by) == (2, lpk)
    assert "Citra Contoh" in text(office.get(room))
    office.post(reverse("training:move_bed", args=[stay.pk]), {"bed": f"{melati.pk}.5", **fields})
    stay = RoomStay.objects.get(journey=citra.journey)
    assert stay.bed == 5
    office.post(reverse("training:leave_bed", args=[stay.pk]), fields)
    office.post(reverse("training:undo_bed", args=[stay.pk]))
    stay.refresh_from_db()
    assert stay.to_on is None
    office.post(reverse("training:undo_bed", args=[stay.pk]))
    assert not RoomStay.objects.filter(journey=citra.journey).exists()


def test_what_stands_in_the_way_is_read_on_the_form(melati, citra, client_of, lpk):
    citra.to_on = "2026-08-10"
    citra.save()
    fields = {"seat": citra.pk, "bed": f"{melati.pk}.2", "on_day": "3", "on_month": "9", "on_year": "2026"}
    answer = client_of(lpk).post(reverse("training:give_bed", args=[melati.pk]), fields)
    assert answer.status_code == 422
    assert "Citra tidak ada di kelas mana pun mulai hari itu." in text(answer)


def test_one_press_gives_everybody_a_bed(melati, citra, client_of, lpk):
    answer = client_of(lpk).post(reverse("training:give_beds", args=[melati.site_id]), follow=True)
    assert "1 tempat tidur dibagikan." in text(answer)
    assert "Untuk 2 orang tidak ada tempat tidur." in text(answer)


def test_a_trainer_reads_only_the_names_of_their_own_classes_and_gives_nothing(melati, client_of, trainer):
    RoomStayFactory(room=melati, bed=2, journey__candidate__name="Lastri Contoh")
    page = text(client_of(trainer).get(reverse("training:room", args=[melati.pk])))
    assert "Dewi Contoh" in page and "Lastri Contoh" not in page and "Peserta kelas lain" in page
    assert client_of(trainer).post(reverse("training:give_beds", args=[melati.site_id])).status_code == 404


def test_the_pages_cost_the_same_for_any_number_of_people(melati, client_of, lpk, django_assert_max_num_queries):
    office = client_of(lpk)
    for bed in range(2, 6):
        RoomStayFactory(room=melati, bed=bed)
    for page in (PAGE, reverse("training:room", args=[melati.pk])):
        with django_assert_max_num_queries(12):
            office.get(page)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=False)
def test_the_pages_fit_and_can_be_read_by_everybody(browser_page, melati, citra, lpk):
    RoomFactory(site=melati.site, name="Garuda 1", sex="L", beds=8)
    RoomStayFactory(room=melati, bed=3, journey=citra.journey, from_on="2026-09-01")
    room = reverse("training:room", args=[melati.pk])
    for phone in (True, False):
        for name, address in (("asrama", PAGE), ("kamar", room), ("beri", f"{room}beri/")):
            page = browser_page(address, user=lpk, phone=phone)
            assert_fits(page)
            assert_accessible(page)
            shot(page, f"{name}_{'phone' if phone else 'desk'}")
