from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from candidates.models import Candidate, Journey
from core.integrity import violations
from demo.logins import LOGINS, PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded(reference):
    call_command("sync_roles", verbosity=0)
    call_command("seed_demo", stdout=StringIO())


def test_seeding_twice_makes_the_people_once_and_every_invariant_holds(seeded):
    people = Candidate.objects.count()
    call_command("seed_demo", stdout=StringIO())
    assert (Candidate.objects.count(), list(violations())) == (people, [])
    assert Journey.objects.filter(stage="training").count() == 8


@pytest.mark.parametrize("login", LOGINS, ids=lambda login: login.email)
def test_every_demo_login_opens_the_page_of_its_role(seeded, client, login):
    assert client.login(email=login.email, password=PASSWORD)
    assert client.get("/mulai/").status_code == 302


def test_demo_people_are_refused_in_production(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="only in demo mode"):
        call_command("seed_demo")
