"""The pages of this room on a phone and on a desk: accessible, no wider than the screen, silent under strict CSP."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from placements import matching, steps
from tests.browser import assert_accessible, assert_fits, shot
from tests.factories.accounts import UserFactory
from tests.factories.candidates import CandidateFactory, JourneyFactory
from tests.factories.placements import DepartureFactory, JobOrderFactory, who

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db, settings, tmp_path):
    """One order with all kinds of people, one person half-way to the flight, one flight that waits."""
    settings.MEDIA_ROOT = tmp_path
    call_command("load_reference", verbosity=0)
    call_command("sync_roles", verbosity=0)
    officer = UserFactory(name="Ratna Contoh", honorific="Bu", role=Role.DISNAKER_OFFICER)
    second = UserFactory(name="Bambang Contoh", honorific="Pak", role=Role.DISNAKER_ADMIN)
    today = timezone.localdate()
    order = JobOrderFactory(
        employer__name="Midori Farm Contoh",
        seats=3,
        document_deadline=today - timedelta(days=150),
        interview_on=today - timedelta(days=140),
        gross_wage_jpy=210_000,
        contract_months=36,
    )
    names = ["Rina Contoh", "Dewi Contoh", "Muhammad Rizky Kurniawan Contoh", "Siti Contoh"]
    tries = []
    for name in names:
        journey = JourneyFactory(at="qualified", candidate=CandidateFactory(name=name))
        tries.append(matching.nominate(journey, order, by=officer, on=today - timedelta(days=145)))
    for nomination, result in zip(tries, ["passed", "reserve", "failed"], strict=False):
        matching.record_result(nomination, result, by=officer, on=today - timedelta(days=140), rank=1)
    for name in ("Ayu Contoh", "Budi Contoh"):
        JourneyFactory(at="qualified", candidate=CandidateFactory(name=name))
    rina = tries[0].journey
    for kind, number, last in (("passport", "X 123456", 900), ("contract", "", None), ("coe", "CE-26-1", 1)):
        steps.complete(
            rina.steps.get(kind_id=kind),
            by=officer,
            number=number,
            **who(rina),
            on=today - timedelta(days=20),
            expires_on=today + timedelta(days=last) if last else None,
        )
    flight = DepartureFactory(journey=rina, flight_on=today + timedelta(days=5), recorded_by=officer)
    return {
        "officer": officer,
        "second": second,
        "order": order.pk,
        "nomination": tries[3].pk,
        "journey": rina.pk,
        "step": rina.steps.get(kind_id="visa").pk,
        "departure": flight.pk,
        "other": tries[3].journey.pk,
    }


PAGES = {
    "orders": "/admin/placements/joborder/",
    "order": "/admin/placements/joborder/{order}/change/",
    "people": "/admin/placements/joborder/{order}/people/",
    "result": "/admin/placements/nomination/{nomination}/result/",
    "late": "/admin/placements/step/?due=late",
    "journey": "/admin/placements/step/journey/{journey}/",
    "complete": "/admin/placements/step/{step}/complete/",
    "departures": "/admin/placements/departure/",
    "departure": "/admin/placements/departure/{departure}/change/",
    "record": "/admin/placements/departure/record/{other}/",
    "confirm": "/admin/placements/departure/{departure}/confirm/",
    "correct": "/admin/placements/departure/{departure}/correct/",
    "scheme_steps": "/admin/placements/schemestep/",
}


@pytest.mark.parametrize("phone", [True, False], ids=["360", "1366"])
def test_the_pages_fit_and_are_accessible(browser_page, scene, phone):
    for name, path in PAGES.items():
        page = browser_page(path.format(**scene), phone=phone, user=scene["second"])
        shot(page, f"placements_{name}_{'360' if phone else '1366'}")
        assert_fits(page)
        assert_accessible(page)


def test_a_refusal_is_read_out_and_nothing_typed_is_lost(browser_page, scene):
    page = browser_page(PAGES["confirm"].format(**scene), user=scene["second"])
    page.get_by_role("button", name="Ya, konfirmasi keberangkatan").click()
    expect(page.get_by_role("alert")).to_contain_text("Konfirmasi setelah tanggal itu")
    assert_accessible(page)
