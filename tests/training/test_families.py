"""The family contacts of a class: numbers masked in the list, a look at one is written down for the trainee."""

import pytest
from django.urls import reverse

from candidates.models import AccessLog, FamilyContact
from tests.factories.candidates import FamilyContactFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_evening")]


@pytest.fixture
def andi(class_a):
    seat = class_a.enrolments.order_by("trainee_no").first()
    FamilyContactFactory(candidate=seat.journey.candidate)
    return seat


def test_the_list_masks_numbers_and_says_who_is_missing(class_a, andi, client_of, trainer, django_assert_num_queries):
    page = client_of(trainer).get(reverse("training:families", args=[class_a.code])).content.decode()
    assert "1 dari 2 peserta" in page and "Siti Contoh" in page
    assert "0812-****-6666" in page and "81255556666" not in page.replace("-", "")


def test_a_look_at_the_number_is_written_down(class_a, andi, client_of, trainer):
    page = client_of(trainer).get(reverse("training:family", args=[andi.pk])).content.decode()
    assert "0812-5555-6666" in page
    assert AccessLog.objects.get().what == "family"


def test_the_trainer_writes_down_whom_the_trainee_names(class_a, client_of, trainer):
    bayu = class_a.enrolments.order_by("trainee_no").last()
    page = reverse("training:family", args=[bayu.pk])
    typed = {"name": "Pak Contoh", "relation": "father", "phone": "081255557777"}
    assert client_of(trainer).post(page, typed).status_code == 422  # not read and agreed to
    assert client_of(trainer).post(page, typed | {"agreed": "on"}).status_code == 302
    assert FamilyContact.objects.get().by == trainer
    own = typed | {"agreed": "on", "phone": bayu.journey.candidate.phone}
    assert "Ini nomor peserta sendiri" in client_of(trainer).post(page, own).content.decode()
