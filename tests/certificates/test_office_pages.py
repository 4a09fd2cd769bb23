"""The office records what a trainee brings; what becomes of it is Disnaker's to say."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certificates import checking
from certificates.listing import PAGE
from certificates.models import Certificate
from tests.factories.candidates import CandidateFactory, JourneyFactory
from tests.factories.certificates import CertificateFactory, checked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "roles")]

OFFICE = reverse("certificates:office")
RECORD = reverse("certificates:record")
N4 = {"test": "jlpt", "level": "N4", "issuer": "JF/JEES", "number": "n4a 77", "passed": "on"}
DAY = {"tested_on_day": "5", "tested_on_month": "7", "tested_on_year": "2026"}


@pytest.fixture
def office(client_of, lpk):
    return client_of(lpk)


def names(client, state=""):
    page = client.get(OFFICE, {"keadaan": state}).context["page"]
    return [paper.certificate.candidate.name for paper in page.papers]


def test_the_office_records_a_certificate_for_a_trainee_and_it_waits(office, lpk):
    journey = JourneyFactory(at="training", candidate=CandidateFactory(name="Rina Contoh"))
    address = f"{RECORD}?peserta={journey.pk}"
    assert "Rina Contoh" in office.get(address).text
    response = office.post(address, N4 | DAY, follow=True)
    certificate = Certificate.objects.get()
    facts = (certificate.candidate, certificate.number, certificate.state, certificate.claimed_by)
    assert facts == (journey.candidate, "N4A77", "claimed", lpk)
    assert certificate.tested_on == date(2026, 7, 5)
    assert "Sekarang giliran Disnaker memeriksa" in response.text
    assert "Perlu diperiksa" in response.text


def test_without_a_person_in_the_address_the_registration_number_says_who(office):
    journey = JourneyFactory(at="training")
    office.post(RECORD, N4 | DAY | {"registration_no": journey.registration_no.lower()})
    assert Certificate.objects.get().candidate == journey.candidate
    nobody = {"registration_no": "SJ-2026-99999", "number": "N4A78"}
    form = office.post(RECORD, N4 | DAY | nobody).context["form"]
    assert list(form.errors) == ["registration_no"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"level": ""}, "level"),
        ({"number": "N4A1"}, "number"),
        ({"tested_on_year": "2031"}, "tested_on"),
        ({"tested_on_day": "32"}, "tested_on"),
        ({"test": "jft_basic", "score": "300"}, "score"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(changes, field, office):
    CertificateFactory(number="N4A1")
    journey = JourneyFactory(at="training")
    form = office.post(f"{RECORD}?peserta={journey.pk}", N4 | DAY | changes).context["form"]
    assert list(form.errors) == [field]
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize("junk", ["x", "0", "999999999999", "9" * 40, "²", "-1"])
def test_an_address_that_leads_to_nobody_is_not_found(junk, office):
    assert office.get(f"{RECORD}?peserta={junk}").status_code == 404


def test_each_state_has_its_list_and_a_refusal_its_reason(office, officer):
    today = timezone.localdate()
    people = {name: CandidateFactory(name=name) for name in ("Ayu", "Budi", "Citra", "Dewi", "Eka")}
    CertificateFactory(candidate=people["Ayu"])
    checked(by=officer, candidate=people["Budi"])
    checking.refuse(CertificateFactory(candidate=people["Citra"]), by=officer, reason="Nomornya tidak terbaca")
    checked(by=officer, candidate=people["Dewi"], expires_on=today + timedelta(days=90))
    checked(by=officer, candidate=people["Eka"], expires_on=today - timedelta(days=1))
    assert names(office) == ["Eka", "Dewi", "Citra", "Budi", "Ayu"]
    assert names(office, "menunggu") == ["Ayu"]
    assert names(office, "diperiksa") == ["Eka", "Dewi", "Budi"]
    assert names(office, "habis") == ["Eka", "Dewi"]
    assert names(office, "ditolak") == ["Citra"]
    assert "Nomornya tidak terbaca" in office.get(OFFICE, {"keadaan": "ditolak"}).text


def test_the_list_goes_on_page_by_page_and_asks_no_more_for_more_rows(office):
    def queries(address=OFFICE):
        with CaptureQueriesContext(connection) as asked:
            page = office.get(address).context["page"]
        return len(asked), page

    CertificateFactory()
    one, page = queries()
    assert page.next_query == ""
    for _ in range(PAGE):
        CertificateFactory()
    many, page = queries()
    assert many == one
    _, last = queries(f"{OFFICE}?{page.next_query}")
    assert (len(page.papers), len(last.papers)) == (PAGE, 1)
    assert not {paper.certificate.pk for paper in page.papers} & {paper.certificate.pk for paper in last.papers}


def test_those_that_end_soon_go_on_page_by_page_too(office, officer):
    today = timezone.localdate()
    days = [today - timedelta(days=number // 2) for number in range(PAGE + 1)]
    ending = [checked(by=officer, on=today, expires_on=day) for day in days]
    first = office.get(OFFICE, {"keadaan": "habis"}).context["page"]
    last = office.get(f"{OFFICE}?{first.next_query}").context["page"]
    shown = [paper.certificate.pk for page in (first, last) for paper in page.papers]
    assert shown == [row.pk for row in sorted(ending, key=lambda row: (row.proves_until, row.pk))]


def test_the_office_checks_nothing_and_others_do_not_come_in(client_of, lpk, trainer, candidate_user, welfare):
    certificate = CertificateFactory(claimed_by=lpk)
    assert client_of(lpk).get(f"/admin/certificates/certificate/{certificate.pk}/check/").status_code in {302, 403}
    for user in (trainer, candidate_user, welfare):
        assert [client_of(user).get(address).status_code for address in (OFFICE, RECORD)] == [404, 404]


def test_the_button_pressed_twice_records_one_paper_and_says_so(office, monkeypatch):
    """The first press is committed between the second one's question and its answer."""
    journey = JourneyFactory(at="training")
    asked = Certificate.full_clean

    def first_press_comes_between(certificate, *args, **kwargs):
        asked(certificate, *args, **kwargs)
        monkeypatch.setattr(Certificate, "full_clean", asked)
        CertificateFactory(number=certificate.number, test=certificate.test, issuer=certificate.issuer)

    page = office.get(f"{RECORD}?peserta={journey.pk}")
    assert page.status_code == 200
    monkeypatch.setattr("certificates.forms.CertificateForm._post_clean", lambda form: None)
    monkeypatch.setattr(Certificate, "full_clean", first_press_comes_between)
    answer = office.post(f"{RECORD}?peserta={journey.pk}", N4 | DAY)
    assert (answer.status_code, Certificate.objects.count()) == (200, 1)
    assert answer.context["form"].errors
