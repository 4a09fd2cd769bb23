"""A candidate's own password: phones are shared in families, so a phone alone opens nobody's page."""

import re
import time
import uuid

import pytest
from django.contrib.auth.hashers import make_password

from accounts.models import User
from accounts.roles import Role
from candidates import own_login
from candidates.access import hashed
from candidates.data_requests import ask, fulfil
from candidates.enums import Purpose, RequestKind
from candidates.erasure import erase
from candidates.models import AccessLog, Candidate
from core.refusal import Refused
from notifications.models import Message
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.candidates import ConsentFactory, JourneyFactory

pytestmark = pytest.mark.django_db
PHONE = "+6281277770001"
TYPED = "0812-7777-0001"
HERS, HIS = "mangga pisang jambu", "sawah kali gunung"


@pytest.fixture
def family(reference):
    """Rina and her brother, one phone."""

    def member(name, code):
        journey = JourneyFactory(candidate__name=name, candidate__phone=PHONE, candidate__access_code=hashed(code))
        ConsentFactory(candidate=journey.candidate, purpose=Purpose.MESSAGES)
        return journey

    return member("Rina Contoh", "ABCDE-FGHJK"), member("Budi Contoh", "ZZZZZ-FGHJK")


@pytest.fixture
def both(family):
    for journey, password in zip(family, (HERS, HIS), strict=True):
        own_login.choose_password(journey.candidate, password)
    Message.objects.all().delete()
    return family


def come_in(client, journey, code="ABCDE-FGHJK"):
    client.post("/status/", {"number": journey.registration_no, "code": code})


def log_in(client, login, password):
    return client.post("/masuk/", {"login": login, "password": password})


def start_over(client):
    """On a phone that several use, whoever stopped at the code leaves the door free."""
    assert client.post("/keluar/", {"next": "/masuk/"}).url == "/masuk/"


def code():
    return Message.objects.get(template__code="login_code").context["code"]


def whose_page(client):
    return client.get("/saya/").context["page"].journey


def test_who_came_in_with_the_code_chooses_a_password_and_logs_in_with_it(client, family):
    rina, _brother = family
    come_in(client, rina)
    page = client.post("/saya/kata-sandi/", {"password": HERS, "again": HERS}, follow=True)
    assert "Kata sandi tersimpan. Lain kali masuk dengan HP 0812-****-0001 atau nomor pendaftaran." in (
        page.content.decode()
    )
    assert Message.objects.get(template__code="password_chosen").address == PHONE
    client.post("/status/keluar/")
    answer = log_in(client, TYPED, HERS)
    assert answer.url == "/masuk/kode/isi/"
    assert client.get("/saya/").status_code == 302
    asked = client.get(answer.url).content.decode()
    assert "0812-****-0001" in asked
    assert PHONE not in asked
    assert client.post(answer.url, {"code": code()}).url == "/masuk/perangkat/"
    assert client.post("/masuk/perangkat/", {"action": "skip"}).url == "/mulai/"
    assert client.get("/mulai/").url == "/saya/"
    assert whose_page(client) == rina


@pytest.mark.parametrize(("password", "who"), [(HERS, 0), (HIS, 1)])
def test_in_a_family_the_password_says_who_it_is(client, both, password, who):
    log_in(client, TYPED, password)
    client.post("/masuk/kode/isi/", {"code": code()})
    client.post("/masuk/perangkat/", {"action": "skip"})
    assert whose_page(client) == both[who]


def test_a_login_ends_after_half_an_hour_without_a_click_and_no_sooner(client, both, monkeypatch):
    log_in(client, TYPED, HERS)
    client.post("/masuk/kode/isi/", {"code": code()})
    client.post("/masuk/perangkat/", {"action": "skip"})
    now = time.time()
    for minutes, status in ((29, 200), (58, 200), (87, 200), (118, 302), (119, 302)):
        monkeypatch.setattr("accounts.idle.time.time", lambda minutes=minutes: now + minutes * 60)
        assert client.get("/saya/").status_code == status, minutes


def test_staff_stay_logged_in(client_of, client, monkeypatch, officer):
    client.post("/masuk/", {"login": officer.email, "password": PASSWORD})
    later = time.time() + 24 * 3600
    monkeypatch.setattr("accounts.idle.time.time", lambda: later)
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("typed", ["{}", " {} ", "sj {}"])
def test_the_registration_number_does_as_well_as_the_phone(client, both, typed):
    number = both[1].registration_no
    assert log_in(client, typed.format(number if "sj" not in typed else number[3:]), HIS).url == "/masuk/kode/isi/"
    client.post("/masuk/kode/isi/", {"code": code()})
    client.post("/masuk/perangkat/", {"action": "skip"})
    assert whose_page(client) == both[1]


def test_the_same_password_in_one_family_opens_nothing_by_phone_but_by_number(client, both):
    own_login.choose_password(both[1].candidate, HERS)
    assert "Tulis nomor pendaftaran" in log_in(client, TYPED, HERS).content.decode()
    assert log_in(client, both[1].registration_no, HERS).url == "/masuk/kode/isi/"


def test_a_phone_alone_opens_nobodys_page(client, both):
    client.post("/masuk/kode/", {"login": TYPED})
    assert not Message.objects.exists()


def test_a_known_phone_and_an_unknown_one_answer_alike_and_take_as_many_hashes(client, both, monkeypatch):
    hashes = []
    real = make_password

    def counted(*args, **kwargs):
        hashes.append(1)
        return real(*args, **kwargs)

    monkeypatch.setattr("django.contrib.auth.base_user.make_password", counted)
    monkeypatch.setattr(User, "check_password", lambda self, raw: hashes.append(1))
    answers, numbers = [], []
    for typed in (TYPED, "0813-9999-0000"):
        hashes.clear()
        page = log_in(client, typed, "salah-sekali-ini").content.decode()
        answers.append(re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", page).replace(typed, ""))
        numbers.append(len(hashes))
    assert answers[0] == answers[1]
    assert numbers == [3, 3]


def test_more_than_three_on_one_phone_come_in_by_number(client, both):
    for number in range(2):
        more = JourneyFactory(candidate__phone=PHONE)
        ConsentFactory(candidate=more.candidate, purpose=Purpose.MESSAGES)
        own_login.choose_password(more.candidate, f"kata sandi lain {number}")
    assert log_in(client, TYPED, HERS).status_code == 200
    assert log_in(client, both[0].registration_no, HERS).url == "/masuk/kode/isi/"


def test_a_remembered_device_is_not_asked_for_the_code_again(client, both):
    log_in(client, TYPED, HERS)
    client.post("/masuk/kode/isi/", {"code": code()})
    client.post("/masuk/perangkat/", {"action": "trust"})
    assert client.cookies["mfa_trusted"]["max-age"] == 30 * 24 * 3600
    client.post("/keluar/")
    assert log_in(client, TYPED, HERS).url == "/mulai/"
    client.post("/keluar/")
    assert log_in(client, TYPED, HIS).url == "/masuk/kode/isi/"


def test_whoever_takes_no_messages_is_shown_the_other_door(client, both):
    ask(both[0].candidate, RequestKind.WITHDRAW, purpose=Purpose.MESSAGES)
    page = client.post("/masuk/", {"login": TYPED, "password": HERS}, follow=True)
    assert page.redirect_chain[-1][0] == "/status/"
    assert "Anda belum menyetujui pesan WhatsApp" in page.content.decode()
    assert not Message.objects.filter(template__code="login_code").exists()


def test_codes_are_not_sent_without_end(client, both):
    for _try in range(6):
        assert log_in(client, TYPED, HERS).url == "/masuk/kode/isi/"
        start_over(client)
    assert log_in(client, TYPED, HERS).url == "/status/"
    assert Message.objects.filter(template__code="login_code").count() == 6


def test_the_code_goes_to_the_phone_that_was_corrected(client, both, officer):
    request = ask(both[0].candidate, RequestKind.CORRECT, field="phone", should_be="0813 1111 2222")
    fulfil(request, by=officer)
    assert log_in(client, "081311112222", HERS).url == "/masuk/kode/isi/"
    assert Message.objects.get(template__code="login_code").address == "+6281311112222"
    start_over(client)
    assert log_in(client, TYPED, HERS).status_code == 200


def test_a_forgotten_password_is_chosen_anew_and_logs_the_other_devices_out(client, client_of, both):
    elsewhere = client_of(User.objects.get(candidate=both[0].candidate))
    assert elsewhere.get("/saya/").status_code == 200
    come_in(client, both[0])
    client.post("/saya/kata-sandi/", {"password": "kata yang baru", "again": "kata yang baru"})
    assert elsewhere.get("/saya/").status_code == 302
    assert User.objects.filter(candidate=both[0].candidate).count() == 1
    client.post("/status/keluar/")
    assert log_in(client, TYPED, HERS).status_code == 200


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("pendek", "Terlalu pendek. Paling sedikit 10 huruf atau angka."),
        ("081277770001", "diketahui orang lain"),
        ("lahir 05052004 ya", "diketahui orang lain"),
        ("Rina  Contoh", "diketahui orang lain"),
    ],
)
def test_what_others_can_guess_is_refused_beside_the_field(client, family, password, sentence):
    come_in(client, family[0])
    form = client.post("/saya/kata-sandi/", {"password": password, "again": password}).context["form"]
    assert sentence in form.errors["password"][0]
    assert not User.objects.exists()


def test_two_different_ones_are_refused(client, family):
    come_in(client, family[0])
    assert client.post("/saya/kata-sandi/", {"password": HERS, "again": HIS}).context["form"].errors["again"]


def test_without_agreement_to_messages_it_is_asked_for_here(client, reference):
    journey = JourneyFactory(candidate__access_code=hashed("ABCDE-FGHJK"))
    come_in(client, journey)
    refused = client.post("/saya/kata-sandi/", {"password": HERS, "again": HERS})
    assert list(refused.context["form"].errors) == ["messages"]
    assert not User.objects.exists()
    client.post("/saya/kata-sandi/", {"password": HERS, "again": HERS, "messages": "on"})
    assert journey.candidate.consents.live().get().text.purpose == Purpose.MESSAGES
    assert User.objects.get().number == journey.registration_no


def test_an_access_code_never_changes_the_password_of_somebody_who_works_here(family, officer):
    Candidate.objects.filter(pk=family[0].candidate_id).update(user=officer)
    with pytest.raises(Refused) as refusal:
        own_login.choose_password(Candidate.objects.get(pk=family[0].candidate_id), HERS)
    assert refusal.value.codes == ["works_here"]
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)


def test_the_demo_candidate_logs_in_by_e_mail_as_before_and_keeps_it_after_choosing_a_password(client, family):
    user = UserFactory(email="rina@demo.test", role=Role.CANDIDATE)
    Candidate.objects.filter(pk=family[0].candidate_id).update(user=user)
    assert log_in(client, "rina@demo.test", PASSWORD).url == "/mulai/"
    client.post("/keluar/")
    own_login.choose_password(Candidate.objects.get(pk=family[0].candidate_id), HERS)
    assert log_in(client, "rina@demo.test", HERS).url == "/mulai/"


def test_who_is_logged_in_changes_the_password_with_the_old_one(client_of, both):
    browser = client_of(User.objects.get(candidate=both[0].candidate))
    assert browser.get("/saya/kata-sandi/").url == "/akun/kata-sandi/"
    new = {"oldpassword": HERS, "password1": "kata yang baru", "password2": "kata yang baru"}
    assert browser.post("/akun/kata-sandi/", new).status_code == 302


def test_it_stands_in_the_log_that_the_person_reads(client, both):
    assert AccessLog.objects.filter(candidate=both[0].candidate, what="new_password", by=None).count() == 1
    come_in(client, both[0])
    assert "memilih kata sandi baru" in client.get("/saya/data/semua/").content.decode()


def test_an_erased_person_logs_in_no_more(client, both, officer):
    person = both[0].candidate
    user = User.objects.get(candidate=person)
    erase(Candidate.objects.get(pk=person.pk), by=officer)
    user.refresh_from_db()
    assert (user.number, user.name, user.is_active) == (None, "–", False)
    assert log_in(client, both[0].registration_no, HERS).status_code == 200


def test_junk_at_the_door_is_answered_politely(client, both):
    for junk in ("SJ-", "sj", "SJ-2026-99999999999999999999999", "\x00", str(uuid.uuid4())):
        assert log_in(client, junk, "x").status_code == 200
