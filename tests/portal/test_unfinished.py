"""Registrations that were begun and not sent, as the desk counts them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates import drafting
from candidates.models import RegistrationDraft
from candidates.unfinished import unfinished
from tests.factories.candidates import JourneyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
PAGE = "/admin/belum-selesai/"


def begun(hours, step="ktp", name="Zulaikha Contoh"):
    at = timezone.now() - timedelta(hours=hours)
    return drafting.save(None, {"name": name}, next_step=lambda answers: step, at=at)


def test_the_step_that_comes_next_is_kept_with_the_answers(client):
    ktp = {"name": "Rina Contoh", "nik": "3673014505040001", "sex": "P"}
    born = {"birth_date_day": 5, "birth_date_month": 5, "birth_date_year": 2004}
    client.post(reverse("candidates:step", args=["ktp"]), ktp | born)
    assert RegistrationDraft.objects.get().step == "alamat"


def test_who_stopped_is_counted_by_step_and_day_and_who_types_is_not():
    begun(2, "alamat")
    begun(3, "alamat")
    begun(30, "minat")
    begun(0, "minat")
    begun(24 * 31, "minat")
    JourneyFactory(registered_on=timezone.localdate(), origin="online")
    left = unfinished()
    assert (left.number, left.sent, left.begun) == (3, 1, 4)
    assert dict(left.by_step()) == {"alamat": 2, "minat": 1}
    assert sum(there.total() for _day, there in left.by_day()) == 3


def test_the_desk_says_how_many_and_the_page_where_without_a_name(client_of, officer):
    desk = client_of(officer)
    assert PAGE not in desk.get("/admin/").text
    assert "Semua yang mulai" in desk.get(PAGE).text
    begun(2, "alamat")
    begun(50, "periksa")
    assert f'<a href="{PAGE}">2 pendaftaran sudah dimulai tapi belum dikirim.</a>' in desk.get("/admin/").text
    page = desk.get(PAGE)
    assert [row["cells"][1] for row in page.context["step_rows"]] == [0, 1, 0, 0, 1]
    assert [row["cells"][-1] for row in page.context["day_rows"]] == [1, 1]
    assert "Zulaikha" not in page.text


@pytest.mark.parametrize(("who", "status"), [("officer", 200), ("admin2", 200), ("lpk", 302), ("candidate_user", 302)])
def test_the_figures_are_for_the_desk(client_of, request, who, status):
    assert client_of(request.getfixturevalue(who)).get(PAGE).status_code in {status, 403 if status == 302 else status}
