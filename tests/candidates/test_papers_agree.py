"""What a checked paper says about a person, against the record: when checked, on the page, before a test."""

from datetime import date

import pytest

from candidates import document_checking
from candidates.models import Document, DocumentKind
from candidates.names import Verdict
from candidates.papers_agree import disagreeing, sayings
from certificates.sitting import book, correct_seat, record_result
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
    verdicts = {str(each.said.of.kind_id): each.verdict for each in sayings(rizki)}
    assert verdicts == {"ktp": Verdict.SAME, "paspor": Verdict.OTHERWISE, "ijazah": Verdict.DIFFERENT}
    assert [each.said.of.kind_id for each in disagreeing(rizki)] == ["ijazah", "paspor"]
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


def test_an_account_that_is_not_called_like_the_passport_is_not_booked(rizki, officer):
    seen(rizki, "paspor", "M. Rizki Contoh", officer)
    sitting = SittingFactory()
    with pytest.raises(Refused) as refused:
        book(rizki, sitting, by=officer, account_name="Muhammad Rizki Contoh")
    (gap,) = refused.value.gaps
    assert (gap.code, gap.beside) == ("account_name", "account_name")
    assert str(gap).startswith("“Muhammad Rizki Contoh” di sini, “M. Rizki Contoh” di Foto paspor")
    assert book(rizki, sitting, by=officer, account_name="m. rizki  contoh").account_name == "m. rizki contoh"


def test_until_there_is_a_passport_the_ktp_is_the_name(rizki, officer):
    seat = book(rizki, SittingFactory(), by=officer, account_name="Rizki", knowing=True)
    assert [each.said.of for each in disagreeing(rizki)] == [seat]
    assert "“M. Rizki Contoh” di KTP" in correction(seat, officer, "Muhammad Rizki Contoh")
    correct_seat(seat, by=officer, account_name="M. Rizki Contoh")
    assert disagreeing(rizki) == []


def correction(seat, officer, name):
    with pytest.raises(Refused) as refused:
        correct_seat(seat, by=officer, account_name=name)
    return refused.value.sentences()[0]


def test_a_try_that_was_lost_names_nobody_any_more(rizki, officer):
    seat = book(
        rizki, SittingFactory(held_on=date(2026, 3, 1), book_by=None), by=officer, account_name="Rizki", knowing=True
    )
    record_result(seat, "failed", by=officer)
    assert disagreeing(rizki) == []
    with pytest.raises(Refused):
        correct_seat(seat, by=officer, account_name="M. Rizki Contoh")


def test_the_sentence_stands_beside_the_field_and_a_tick_goes_on(client_of, officer, rizki):
    page, desk = f"/admin/certificates/booking/add/?journey={rizki.journeys.get().pk}", client_of(officer)
    assert "Di KTP: “M. Rizki Contoh”" in html(desk.get(page))
    typed = {"sitting": SittingFactory().pk, "booking_no": "b 1", "account_name": "Muhammad Rizki Contoh"}
    answer = desk.post(page, typed)
    assert "Betulkan akunnya" in answer.context["form"].errors["account_name"][0]
    assert answer.context["gaps"] == []
    assert "Saya tahu berkasnya tidak sama" in html(answer)
    assert desk.post(page, typed | {"knowing": "on"}).status_code == 302
    seat = rizki.bookings.get()
    assert (seat.booking_no, seat.account_name) == ("B1", "Muhammad Rizki Contoh")
    assert "Akun ujian" in journey_page(desk, rizki)
    desk.post(f"/admin/certificates/booking/{seat.pk}/correct/", typed | {"account_name": "M. Rizki Contoh"})
    assert "Akun ujian" not in journey_page(desk, rizki)


def html(answer):
    return answer.content.decode()
