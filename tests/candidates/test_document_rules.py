"""Which papers are asked for: by dated rules, and by what is known of the person."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from candidates import uploading
from candidates.documents import missing, papers, required
from candidates.enums import Condition, DocumentState, Stage
from candidates.models import (
    Document,
    DocumentKind,
    DocumentRule,
)
from tests.candidates.test_documents import picture
from tests.factories.candidates import JourneyFactory

TODAY = date(2026, 11, 24)


def kinds(demands):
    return [each.kind.slug for each in demands]


@pytest.fixture
def rina(reference):
    return JourneyFactory(candidate__name="Rina Contoh", registered_on=TODAY)


@pytest.fixture
def ktp(reference):
    return DocumentKind.objects.get(slug="ktp")


def test_who_registers_is_asked_for_four_papers(rina):
    assert kinds(papers(rina, TODAY)) == ["ktp", "kk", "ijazah", "pas-foto"]


def test_who_is_under_18_also_brings_the_permission_of_a_guardian(reference):
    young = JourneyFactory(candidate__birth_date=date(2009, 5, 5), registered_on=TODAY)
    assert "izin-wali" in kinds(papers(young, TODAY))
    assert "izin-wali" not in kinds(papers(young, date(2027, 5, 5)))


def test_later_papers_are_asked_for_when_their_time_comes(reference):
    assert "paspor" in kinds(papers(JourneyFactory(at="selected"), TODAY))
    assert "skck" not in kinds(papers(JourneyFactory(at="selected"), TODAY))
    assert "skck" in kinds(papers(JourneyFactory(at="offered"), TODAY))


def test_the_marriage_book_is_asked_of_the_married_once_they_are_selected(reference):
    married = JourneyFactory(candidate__marital_status="married", at="selected")
    assert "buku-nikah" in kinds(papers(married, TODAY))
    assert "buku-nikah" not in kinds(papers(JourneyFactory(candidate__marital_status="married"), TODAY))
    for told in ("", "single", "divorced", "widowed"):
        other = JourneyFactory(candidate__marital_status=told, at="selected")
        assert "buku-nikah" not in kinds(papers(other, TODAY))


def test_former_trainees_bring_their_certificate(reference):
    asked = [
        told
        for told in ("", "no", "yes")
        if "sertifikat-magang" in kinds(papers(JourneyFactory(candidate__was_trainee=told), TODAY))
    ]
    assert asked == ["yes"]


def test_an_officer_corrects_what_the_list_depends_on(client_of, officer, rina):
    page = f"/admin/candidates/candidate/{rina.candidate_id}/change/"
    browser = client_of(officer)
    shown = browser.get(page).context["adminform"].form
    typed = {field.html_name: field.value() for field in shown if field.value() not in (None, False)}
    typed |= {f"birth_date_{part}": getattr(rina.candidate.birth_date, part) for part in ("day", "month", "year")}
    browser.post(page, typed | {"was_trainee": "yes"})
    rina.candidate.refresh_from_db()
    assert "sertifikat-magang" in kinds(papers(rina, TODAY))
    assert rina.candidate.history.count() == 1


def test_a_rule_counts_from_its_first_to_its_last_day(rina, ktp):
    rule = DocumentRule.objects.get(kind=ktp)
    rule.valid_from, rule.valid_to = TODAY, TODAY
    rule.save()
    days = (TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1))
    assert ["ktp" in kinds(required(rina, day)) for day in days] == [False, True, False]


def test_a_rule_of_a_sector_asks_only_its_people(rina):
    kind = DocumentKind.objects.create(slug="sim", name="Foto SIM", position=99)
    DocumentRule.objects.create(kind=kind, sector_id="automotive", valid_from=TODAY)
    assert "sim" not in kinds(required(rina, TODAY))
    assert "sim" in kinds(required(JourneyFactory(sector_id="automotive"), TODAY))


def test_of_two_rules_about_a_paper_the_stricter_counts(rina, ktp):
    DocumentRule.objects.create(
        kind=ktp, sector_id="agriculture", valid_from=TODAY, blocks=True, needed_for=Stage.DEPARTED
    )
    demand = required(rina, TODAY)[0]
    assert (demand.kind.slug, demand.needed_for, demand.blocks) == ("ktp", Stage.VERIFIED, True)


def test_the_same_rule_cannot_stand_twice(reference, ktp):
    rule = DocumentRule(kind=ktp, condition=Condition.EVERYBODY, valid_from=date(2026, 1, 1))
    with pytest.raises(Exception, match="Aturan seperti ini"):
        rule.validate_constraints()


def test_missing_for_the_check_is_what_was_not_sent(rina, ktp):
    uploading.keep(rina.candidate, ktp, [picture()])
    assert kinds(missing(rina, Stage.VERIFIED, TODAY)) == ["kk", "ijazah", "pas-foto"]


def test_a_checked_paper_whose_time_is_over_is_missing_again(reference, officer):
    journey = JourneyFactory(at="offered")
    Document.objects.create(
        candidate=journey.candidate, kind_id="paspor", state=DocumentState.APPROVED, expires_on=TODAY,
        decided_at=timezone.now(), decided_by=officer,
    )  # fmt: skip
    assert "paspor" not in kinds(missing(journey, Stage.CONTRACT, TODAY))
    assert "paspor" in kinds(missing(journey, Stage.CONTRACT, TODAY + timedelta(days=1)))


# Keeping photos
