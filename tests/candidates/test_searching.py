"""What an officer types into the search box, and whom they find."""

import pytest
from django.db import connection

from candidates.models import Candidate
from candidates.searching import matching
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
