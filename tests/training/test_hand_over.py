"""A replacement for one evening: sees and enters that class then, and nothing else."""

from datetime import date
from html import unescape

import pytest

from accounts.roles import Role
from core.refusal import Refused, SomebodyWasFirst
from tests.factories.accounts import UserFactory
from tests.factories.training import ClassTrainerFactory, TrainingClassFactory
from training.hand_over import hand_over, take_back
from training.models import ClassTrainer, Evening
from training.scoring import Row, save_evening

MONDAY, TUESDAY, FRIDAY = date(2026, 8, 3), date(2026, 8, 4), date(2026, 8, 7)
PAGE = "/pelatihan/A-2026/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_evening")]


@pytest.fixture
def budi(roles):
    return UserFactory(name="Budi Contoh", honorific="Pak", email="budi@demo.test", role=Role.TRAINER)


def codes(refused):
    return [gap.code for gap in refused.value.gaps]


def test_the_replacement_sees_that_evening_and_no_other_page_of_the_class(client_of, class_a, trainer, budi):
    hand_over(class_a, to=budi, first=MONDAY, last=MONDAY, by=trainer)
    client = client_of(budi)
    assert client.get("/pelatihan/").headers["Location"] == f"{PAGE}2026-08-03/"
    seen = {"2026-08-03/": 200, "2026-08-03/bangun/": 200}
    others = (
        "2026-07-31/",
        "",
        "hp/2026-W32/",
        "pengganti/",
        "izin/",
        "izin/tulis/",
        "tata-tertib/",
        "tata-tertib/catat/",
    )
    hidden = dict.fromkeys(others, 404)
    assert {path: client.get(PAGE + path).status_code for path in seen | hidden} == seen | hidden
    page = unescape(client.get(f"{PAGE}2026-08-03/").content.decode())
    assert "Pak Budi Contoh menggantikan pelatih; diserahkan oleh Bu Sari Contoh." in page
    assert "Daftar HP" not in page


def test_once_the_evening_is_over_the_class_is_gone_and_the_start_page_still_opens(
    client_of, class_a, trainer, budi, monkeypatch
):
    hand_over(class_a, to=budi, first=MONDAY, last=MONDAY, by=trainer)
    rows = [Row(seat.pk, "hadir", {}) for seat in class_a.enrolments.all()]
    save_evening(class_a, MONDAY, rows, by=budi)
    later = Evening.objects.get().entered_at.replace(day=5)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    client = client_of(budi)
    assert client.get(f"{PAGE}2026-08-05/").status_code == 404
    assert "Kelas A" not in unescape(client.get("/pelatihan/").content.decode())
    assert Evening.objects.get().entered_by == budi


def test_it_is_handed_over_and_taken_back_on_its_page(client_of, class_a, trainer, budi):
    client = client_of(trainer)
    form = {"to": budi.pk, "first_day": "4", "first_month": "8", "first_year": "2026"}
    form |= {"last_day": "4", "last_month": "8", "last_year": "2026"}
    page = client.post(f"{PAGE}pengganti/", form, follow=True)
    assert "Kelas sudah diserahkan" in unescape(page.content.decode())
    row = ClassTrainer.objects.get(user=budi)
    assert (row.from_on, row.to_on, row.handed_over_by) == (TUESDAY, TUESDAY, trainer)
    client.post(f"{PAGE}pengganti/{row.pk}/batal/")
    assert not ClassTrainer.objects.filter(user=budi).exists()
    taken_back = row.history.get()
    assert (taken_back.pgh_label, taken_back.pgh_context) == ("delete", {"user": trainer.pk})


def test_what_has_begun_ends_the_day_before(class_a, trainer, budi):
    row = hand_over(class_a, to=budi, first=MONDAY, last=FRIDAY, by=trainer)
    take_back(row, by=trainer, on=TUESDAY)
    row.refresh_from_db()
    assert row.to_on == MONDAY
    with pytest.raises(SomebodyWasFirst):
        take_back(row, by=trainer, on=TUESDAY)


def test_the_past_the_wrong_order_and_days_outside_the_class_are_refused_together(class_a, trainer, budi):
    with pytest.raises(Refused) as refused:
        hand_over(class_a, to=budi, first=date(2026, 5, 4), last=date(2026, 5, 4), by=trainer)
    assert codes(refused) == ["past", "outside_class"]
    with pytest.raises(Refused) as refused:
        hand_over(class_a, to=budi, first=TUESDAY, last=MONDAY, by=trainer)
    assert codes(refused) == ["days_in_order"]
    with pytest.raises(Refused) as refused:
        hand_over(class_a, to=budi, first=MONDAY, last=date(2026, 9, 30), by=trainer)
    assert codes(refused) == ["too_long"]


def test_only_a_trainer_who_does_not_teach_the_class_then_can_replace(class_a, trainer, budi, lpk):
    with pytest.raises(Refused) as refused:
        hand_over(class_a, to=lpk, first=MONDAY, last=MONDAY, by=trainer)
    assert codes(refused) == ["no_trainer"]
    hand_over(class_a, to=budi, first=MONDAY, last=MONDAY, by=trainer)
    for person in (trainer, budi):
        with pytest.raises(SomebodyWasFirst):
            hand_over(class_a, to=person, first=MONDAY, last=TUESDAY, by=lpk)


def test_a_trainer_of_another_class_cannot_take_it(client_of, class_a):
    stranger = ClassTrainerFactory(training_class=TrainingClassFactory()).user
    assert client_of(stranger).get(f"{PAGE}pengganti/").status_code == 404
