"""What a checked paper says about a person, against the record: when checked, on the page, before a test."""

from datetime import date

import pytest

from candidates import document_checking
from candidates.models import Document, DocumentKind
from candidates.names import Verdict
from candidates.papers_agree import disagreeing, sayings
from certificates.sitting import book
from core.refusal import Refused
from tests.factories.candidates import CandidateFactory, DocumentFactory, JourneyFactory
from tests.factories.certificates import SittingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def rizki():
    return JourneyFactory(candidate=CandidateFactory(name="M. Rizki Contoh")).candidate


def seen(candidate, kind, name, officer, born=date(2004, 5, 5)):
    kind = DocumentKind.objects.get(slug=kind)
    day = date(2036, 1, 1) if kind.expires else None
    return document_checking.see_original(candidate, kind, by=officer, expires_on=day, name=name, born=born)


def test_papers_are_compared_with_the_record(rizki, officer):
    seen(rizki, "ktp", "M. RIZKI CONTOH", officer)
    seen(rizki, "paspor", "Muhammad Rizki Contoh", officer)
    seen(rizki, "ijazah", "Muhammad Rizki", officer, born=date(2004, 5, 6))
    verdicts = {str(each.paper.kind.slug): each.verdict for each in sayings(rizki)}
    assert verdicts == {"ktp": Verdict.SAME, "paspor": Verdict.OTHERWISE, "ijazah": Verdict.DIFFERENT}
    assert [each.paper.kind.slug for each in disagreeing(rizki)] == ["ijazah", "paspor"]
    assert str(disagreeing(rizki)[1]) == (
        "Foto paspor: Muhammad Rizki Contoh; nama sama, penulisannya beda (disingkat: M / MUHAMMAD)"
    )
    assert "tanggal lahir berbeda" in str(disagreeing(rizki)[0])


def test_a_paper_that_says_nobody_is_not_asked(rizki, officer):
    assert seen(rizki, "pas-foto", "Somebody Else", officer).name_there == ""


def test_one_key_confirms_what_was_typed(client_of, officer, rizki):
    paper = DocumentFactory(candidate=rizki)
    url = f"/admin/candidates/journey/{rizki.journeys.get().pk}/berkas/"
    desk = client_of(officer)
    assert 'value="M. Rizki Contoh"' in desk.get(url + "?berkas=ktp").content.decode()
    typed = {"berkas": "ktp", "version": 1, "deed": "approve", "name": "M. Rizki Contoh"}
    desk.post(url, typed | {"born_day": 5, "born_month": 5, "born_year": 2004})
    paper.refresh_from_db()
    assert (paper.state, paper.name_there, paper.born_there) == ("approved", "M. Rizki Contoh", date(2004, 5, 5))
    assert "Nama dan tanggal lahir di berkas tidak sama" not in journey_page(desk, rizki)


def journey_page(desk, candidate):
    return desk.get(f"/admin/candidates/journey/{candidate.journeys.get().pk}/change/").content.decode()


def test_the_journey_page_lists_what_differs(client_of, officer, rizki):
    seen(rizki, "paspor", "Muhammad Rizki", officer)
    page = journey_page(client_of(officer), rizki)
    assert "Nama dan tanggal lahir di berkas tidak sama" in page
    assert "Foto paspor: Muhammad Rizki; nama berbeda" in page


def test_a_test_is_not_booked_before_somebody_has_looked(rizki, officer):
    seen(rizki, "paspor", "Muhammad Rizki", officer)
    sitting = SittingFactory()
    with pytest.raises(Refused) as refused:
        book(rizki, sitting, by=officer)
    assert refused.value.codes == ["names_differ"]
    assert "Foto paspor: Muhammad Rizki" in refused.value.sentences()[0]
    assert book(rizki, sitting, by=officer, knowing=True).candidate == rizki


def test_the_booking_page_asks_only_when_papers_differ(client_of, lpk, officer, rizki):
    page = f"/admin/certificates/booking/add/?journey={rizki.journeys.get().pk}"
    tick = "Saya tahu berkasnya tidak sama"
    assert tick not in client_of(officer).get(page).content.decode()
    seen(rizki, "paspor", "Muhammad Rizki", officer)
    assert tick in client_of(officer).get(page).content.decode()


def test_a_decision_that_is_taken_back_says_nothing(rizki, officer):
    paper = DocumentFactory(candidate=rizki)
    document_checking.approve(paper, version=1, by=officer, name="Lain", born=date(2004, 5, 5))
    assert len(disagreeing(rizki)) == 1
    document_checking.take_back(Document.objects.get(), by=officer)
    assert disagreeing(rizki) == []
