"""The counter and the desk, when somebody may be on file already."""

from datetime import date

import pytest
from playwright.sync_api import expect

from candidates import likeness
from candidates.models import Programme
from tests.browser import assert_accessible, assert_fits, shot
from tests.factories.candidates import CandidateFactory, JourneyFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_officer_is_warned_at_the_counter_and_compares_at_the_desk(browser_page, officer, reference):
    Programme.objects.update_or_create(
        year=2090, defaults={"opens_on": date(2020, 1, 1), "closes_on": date(2090, 1, 1), "ends_on": date(2090, 12, 31)}
    )
    rina = CandidateFactory(name="Rina Contoh", nik="3673024505040001", phone="+6281234567890")
    JourneyFactory(candidate=rina)
    for phone in (False, True):
        page = browser_page("/admin/candidates/journey/walk-in/", user=officer, phone=phone)
        expect(page.locator("#id_name")).to_be_focused()
        page.keyboard.type("Rina Kontoh")
        page.fill("#id_nik", "3673024505040002")
        for part, typed in (("day", "5"), ("month", "5"), ("year", "2004")):
            page.fill(f"[name=birth_date_{part}]", typed)
        page.check("[name=sex][value=P]")
        page.select_option("#id_residence", "36.73.02.1001")
        page.fill("#id_phone", "0812 3456 7890")
        page.check("[name=sector][value=caregiver]")
        page.locator("[name^=consent_]").first.check()
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Mungkin orang ini sudah terdaftar")
        assert_fits(page)
        assert_accessible(page)
        shot(page, f"people_walk_in_{'phone' if phone else 'desk'}")
    page = browser_page("/admin/candidates/journey/walk-in/", user=officer)
    JourneyFactory(candidate=CandidateFactory(name="Rina Kontoh", nik="3673024505040002"))
    likeness.compare_new()
    for phone in (False, True):
        page = browser_page("/admin/antrean/serupa/?deed=one", user=officer, phone=phone)
        assert_fits(page)
        assert_accessible(page)
        shot(page, f"people_queue_{'phone' if phone else 'desk'}")
