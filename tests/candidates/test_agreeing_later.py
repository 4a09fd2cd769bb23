"""Who came by a list is asked on their own page; under 18 a guardian is written down, there or at the counter."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates import consenting, withdrawing
from candidates.enums import Origin, Purpose
from candidates.models import AccessLog, Consent
from candidates.own_page import own_page
from core.refusal import Refused
from tests.factories.candidates import CandidateFactory, ConsentFactory, JourneyFactory
from tests.factories.certificates import ExemptionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
PAGE = "/saya/persetujuan/"
MOTHER = {"guardian": "mother", "guardian_name": "Siti Contoh", "guardian_phone": "0812-9999-0000"}


def years_ago(years: int) -> date:
    today = timezone.localdate()
    return today.replace(year=today.year - years, day=min(today.day, 28))


@pytest.fixture
def rina(candidate_user):
    return CandidateFactory(name="Rina Contoh", user=candidate_user)


@pytest.fixture
def listed(rina):
    return JourneyFactory(candidate=rina, origin=Origin.IMPORT)


@pytest.fixture
def young(rina):
    """Registered by the form, with everything; then the permission was taken back."""
    rina.birth_date = years_ago(17)
    rina.save()
    ConsentFactory(candidate=rina, purpose=Purpose.REGISTRATION)
    return JourneyFactory(
        candidate=rina, guardian="father", guardian_name="Budi Contoh", guardian_phone="+6281288880000"
    )


@pytest.fixture
def hers(client_of, candidate_user):
    return client_of(candidate_user)


def purposes(candidate) -> set[str]:
    return set(Consent.objects.live().filter(candidate=candidate).values_list("text__purpose", flat=True))


def test_who_came_by_a_list_is_asked_first_on_their_own_page(hers, listed):
    page = hers.get("/saya/").content.decode()
    assert "Rina, persetujuan Anda belum ada" in page
    assert "Sekarang giliran Anda" in page
    assert f'href="{PAGE}"' in page
    form = hers.get(PAGE).context["form"]
    assert [text.purpose for text in form.texts] == ["registration", "messages", "employers"]
    assert not form.asks_guardian


def test_what_they_agree_to_is_written_down_and_no_more(hers, listed):
    page = hers.post(PAGE, {"consent_registration": "on"}, follow=True)
    assert page.redirect_chain == [("/saya/", 302)]
    text = page.content.decode()
    assert "Terima kasih, sudah tersimpan." in text
    assert "Rina, sekarang giliran Disnaker" in text
    assert purposes(listed.candidate) == {"registration"}
    assert hers.get(PAGE).url == "/saya/data/"  # what was left out is not asked a second time


def test_without_the_needed_one_nothing_is_written_down(hers, listed):
    page = hers.post(PAGE, {"consent_messages": "on"})
    assert page.context["form"].errors.keys() == {"consent_registration"}
    assert "<title>Perbaiki:" in page.content.decode()
    assert purposes(listed.candidate) == set()


def test_who_left_before_the_portal_was_put_in_by_a_list_and_is_asked_too(hers, client_of, officer, admin2, rina):
    ExemptionFactory(
        candidate=rina,
        kind="before_portal",
        state="verified",
        proves=["before_portal"],
        proves_from=date(2024, 1, 1),
        verified_by=admin2,
    )
    alumna = JourneyFactory(
        candidate=rina, origin=Origin.ALUMNI, registered_on=date(2024, 1, 1), departed_on=date(2024, 5, 5)
    )
    assert "Rina, persetujuan Anda belum ada" in hers.get("/saya/").content.decode()
    record = client_of(officer).get(reverse("admin:candidates_journey_change", args=[alumna.pk])).content.decode()
    assert "Masuk lewat daftar, jadi belum pernah ditanya." in record
    hers.post(PAGE, {"consent_registration": "on", "consent_employers": "on"})
    assert purposes(rina) == {"registration", "employers"}
    assert PAGE not in hers.get("/saya/").content.decode()


@pytest.mark.parametrize("origin", [Origin.ONLINE, Origin.WALK_IN])
def test_nobody_else_is_asked(hers, rina, origin):
    JourneyFactory(candidate=rina, origin=origin)
    assert PAGE not in hers.get("/saya/").content.decode()
    assert hers.get(PAGE).url == "/saya/data/"


def test_a_list_that_brought_somebody_under_18_brought_no_guardian(hers, listed):
    listed.candidate.birth_date = years_ago(17)
    listed.candidate.save()
    wrong = hers.post(PAGE, {"consent_registration": "on", "guardian": "mother"})
    assert wrong.context["form"].errors.keys() == {"guardian_name", "guardian_phone", "guardian_consent"}
    assert purposes(listed.candidate) == set()  # all or nothing
    hers.post(PAGE, {"consent_registration": "on", "guardian_consent": "on"} | MOTHER)
    listed.refresh_from_db()
    assert (listed.guardian, listed.guardian_name, listed.guardian_phone) == ("mother", "Siti Contoh", "+6281299990000")
    assert purposes(listed.candidate) == {"registration", "guardian"}
    assert own_page(listed).todos == []


OWN_NUMBER = ["Ini nomor HP yang mendaftar sendiri. Isi nomor HP orang tua atau wali."]


def test_the_number_of_a_guardian_is_not_the_persons_own(hers, rina, young):
    withdrawing.withdraw(rina, Purpose.GUARDIAN)
    wrong = hers.post(PAGE, {"guardian_consent": "on"} | MOTHER | {"guardian_phone": rina.phone})
    assert wrong.context["form"].errors == {"guardian_phone": OWN_NUMBER}
    with pytest.raises(Refused, match="guardian_phone_own"):
        consenting.name_guardian(young, relation="mother", name="Siti Contoh", phone=rina.phone)


def test_after_the_permission_was_taken_back_another_guardian_is_asked_for(hers, young):
    ConsentFactory(candidate=young.candidate, purpose=Purpose.GUARDIAN)
    assert PAGE not in hers.get("/saya/").content.decode()
    withdrawing.withdraw(young.candidate, Purpose.GUARDIAN)
    assert "Rina, izin orang tua atau wali belum ada" in hers.get("/saya/").content.decode()
    assert hers.get(PAGE).context["form"].texts == []
    hers.post(PAGE, {"guardian_consent": "on"} | MOTHER)
    young.refresh_from_db()
    assert young.guardian_name == "Siti Contoh"
    assert "guardian" in purposes(young.candidate)


def test_on_the_18th_birthday_nobody_is_asked_for_a_guardian(young):
    young.candidate.birth_date = years_ago(18)
    young.candidate.save()
    assert not consenting.lacks_guardian(young)
    with pytest.raises(Refused, match="of_age"):
        consenting.name_guardian(young, relation="mother", name="Siti Contoh", phone="+6281299990000")


def test_the_page_of_ones_data_thanks_only_for_what_was_written_down(hers, young):
    def agree(purpose):
        return hers.post("/saya/data/setuju/", {"purpose": purpose}, follow=True).content.decode()

    assert "persetujuannya tersimpan" in agree("messages")
    again = agree("messages")
    assert "Persetujuan ini sudah tersimpan." in again and "Terima kasih" not in again
    guardian = agree("guardian")
    assert "Terima kasih" not in guardian and "Tidak ada yang dicatat" in guardian


class TestAtTheCounter:
    def address(self, journey, name="candidates_guardian"):
        return reverse(f"admin:{name}", args=[journey.pk])

    def test_an_officer_writes_down_the_guardian_with_their_own_name(self, client_of, officer, young):
        desk = client_of(officer)
        journey_page = self.address(young, "candidates_journey_change")
        assert self.address(young) in desk.get(journey_page).content.decode()
        assert set(desk.post(self.address(young)).context["form"].errors) == {*MOTHER, "guardian_consent"}
        page = desk.post(self.address(young), MOTHER | {"guardian_consent": "on"}, follow=True)
        assert page.redirect_chain == [(journey_page, 302)]
        young.refresh_from_db()
        assert (young.guardian_name, purposes(young.candidate)) == ("Siti Contoh", {"registration", "guardian"})
        log = AccessLog.objects.exclude(what="record")
        assert [(row.what, row.by) for row in log] == [("consent:guardian", officer)]
        assert self.address(young) not in desk.get(journey_page).content.decode()
        assert desk.get(self.address(young)).url == journey_page

    def test_the_number_of_a_guardian_is_not_the_persons_own_here_either(self, client_of, officer, young):
        typed = MOTHER | {"guardian_phone": young.candidate.phone, "guardian_consent": "on"}
        page = client_of(officer).post(self.address(young), typed)
        assert page.context["form"].errors == {"guardian_phone": OWN_NUMBER}

    def test_a_grown_up_has_no_guardian_to_write_down(self, client_of, officer, listed):
        desk = client_of(officer)
        assert desk.get(self.address(listed)).url == self.address(listed, "candidates_journey_change")

    @pytest.mark.parametrize("who", ["lpk", "trainer", "welfare", "leader", "candidate_user"])
    def test_only_disnaker_does(self, request, client_of, young, who):
        person = request.getfixturevalue(who)
        person.is_staff = True
        person.save(update_fields=["is_staff"])
        typed = MOTHER | {"guardian_consent": "on"}
        assert client_of(person).post(self.address(young), typed).status_code in {403, 404}
        assert purposes(young.candidate) == {"registration"}


def test_the_own_page_of_a_listed_person_takes_at_most_eight_queries(hers, listed, django_assert_max_num_queries):
    listed.candidate.birth_date = years_ago(17)
    listed.candidate.save()
    hers.get("/saya/")  # what is offered is read once a minute, for everybody
    with django_assert_max_num_queries(8):
        hers.get("/saya/")
