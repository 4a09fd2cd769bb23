"""What an officer types into the search box, and whom they find."""

import string

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candidates.models import Candidate
from candidates.searching import matching, similar
from tests.factories.candidates import CandidateFactory, JourneyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def people():
    JourneyFactory(candidate=CandidateFactory(name="Siti Rahayu", phone="+6281234567890", nik="3673024505040001"))
    JourneyFactory(candidate=CandidateFactory(name="Budi Santoso Susilo", phone="+6281311116234"))
    JourneyFactory(candidate=CandidateFactory(name="Yesi", phone="+628999990000"))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("rahayu", ["Siti Rahayu"]),
        ("ANTOS", ["Budi Santoso Susilo"]),
        ("si", ["Siti Rahayu"]),
        ("su", ["Budi Santoso Susilo"]),
        ("qx", []),
        ("3673024505040001", ["Siti Rahayu"]),
        ("3673 0245 0504 0001", ["Siti Rahayu"]),
        ("7890", ["Siti Rahayu"]),
        ("34567890", ["Siti Rahayu"]),
        ("0812-3456-7890", ["Siti Rahayu"]),
        ("+62 812 3456 7890", ["Siti Rahayu"]),
        ("62 812 3456 7890", ["Siti Rahayu"]),
        ("6234", ["Budi Santoso Susilo"]),
        ("0000", ["Yesi"]),
    ],
)
def test_a_person_is_found_by(people, typed, found):
    assert list(Candidate.objects.filter(matching(typed)).values_list("name", flat=True)) == found


@pytest.mark.parametrize("typed", ["rahayu", "si", "7890", "3673024505040001"])
def test_whatever_is_typed_an_index_can_answer_it(people, typed):
    """A search that reads everybody takes a quarter of a second at a million people."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Candidate.objects.filter(matching(typed)).order_by().explain()
    assert "Seq Scan" not in plan, plan


NAMES = ["Siti Rahayu", "Budi Santoso Susilo"]


@st.composite
def slips(draw):
    """A name, and the same name with one letter wrong, missing, too many, or two that changed places."""
    name = draw(st.sampled_from(NAMES)).lower()
    at = draw(st.integers(1, len(name) - 2))
    letter = draw(st.sampled_from(string.ascii_lowercase))
    before, after = name[:at], name[at:]
    wrong, missing, double = before + letter + after[1:], before + after[1:], before + letter + after
    swapped = before + after[:2][::-1] + after[2:]
    return name, draw(st.sampled_from([wrong, missing, double, swapped]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(slips())
def test_a_name_with_one_slip_finds_its_person(people, slip):
    name, typed = slip
    found = Candidate.objects.filter(similar(typed)).values_list("name", flat=True)
    assert name in [each.lower() for each in found]


@pytest.mark.parametrize("typed", ["3673024505040002", "7891", "SJ-2026-0001", "Siti", "", "  ", "\x00"])
def test_numbers_and_very_short_words_have_no_slip(people, typed):
    assert similar(typed) is None


@pytest.mark.parametrize("typed", ["Brynhildur", "100%_\\", "%%%%%%", "______", "'; --; x"])
def test_who_is_called_nothing_like_it_is_not_found(people, typed):
    nearly = similar(typed)
    assert nearly is None or not Candidate.objects.filter(nearly).exists()


def test_the_desk_shows_similar_names_only_when_nobody_is_called_so(people, client_of, officer):
    client, page = client_of(officer), reverse("admin:candidates_journey_changelist")
    slip = client.get(page, {"q": "Sity Rahayu"}).content.decode()
    assert "Siti Rahayu" in slip and "Budi" not in slip
    assert "Nama berikut mirip" in slip
    exact = client.get(page, {"q": "Siti Rahayu"}).content.decode()
    assert "Siti Rahayu" in exact and "Nama berikut mirip" not in exact
