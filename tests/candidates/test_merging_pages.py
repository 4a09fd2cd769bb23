"""Two records side by side at the desk: chosen, shown, joined, and taken back."""

import pytest
from playwright.sync_api import expect

from candidates.models import AccessLog, Candidate, Journey, MergeRecord, Resemblance
from core.integrity import violations
from tests.browser import assert_accessible, assert_fits, shot
from tests.factories import certificates, training
from tests.factories.accounts import UserFactory
from tests.factories.candidates import (
    ConsentFactory,
    DocumentFactory,
    JourneyFactory,
    ResemblanceFactory,
)

pytestmark = pytest.mark.django_db
NIK, OTHER_NIK = "3673024505040001", "3673024505400001"
SAW = "Datang ke loket, KTP dilihat"


@pytest.fixture
def pair(reference):
    rina = JourneyFactory(candidate__name="Rina Contoh", candidate__nik=NIK, registration_no="SJ-2026-0001").candidate
    twin = JourneyFactory(
        candidate__name="Rina Kontoh", candidate__nik=OTHER_NIK, registration_no="SJ-2026-0002", at="verified"
    ).candidate
    for person in (rina, twin):
        DocumentFactory(candidate=person)
        ConsentFactory(candidate=person)
    certificates.CertificateFactory(candidate=twin)
    return ResemblanceFactory(one=rina, other=twin, signs=["nik_swapped", "name_near"])


def address(pair):
    return f"/admin/candidates/candidate/{pair.one_id}/merge/{pair.other_id}/"


def answers(**changes):
    return {"stays": "other", "name": "one", "nik": "other", "phone": "one", "word": SAW} | changes


def test_the_queue_leads_to_both_records_side_by_side(pair, officer, client_of):
    desk = client_of(officer)
    assert address(pair) in desk.get("/admin/antrean/serupa/").content.decode()
    page = desk.get(address(pair)).content.decode()
    assert all(text in page for text in (NIK, OTHER_NIK, "Rina Contoh", "Rina Kontoh", "SJ-2026-0002"))
    # Both were shown whole, so both people read who looked: once in the queue, once here.
    assert AccessLog.objects.filter(what="record", by=officer).count() == 4


def test_first_it_is_shown_then_done_then_taken_back(pair, officer, client_of):
    desk = client_of(officer)
    before = set(violations())
    shown = desk.post(address(pair), answers(step="look")).content.decode()
    assert "SJ-2026-0001 ditutup karena terdaftar dua kali" in shown
    assert MergeRecord.objects.count() == 0
    assert desk.post(address(pair), answers(step="join", word="")).status_code == 200
    done = desk.post(address(pair), answers(step="join"), follow=True).content.decode()
    record = MergeRecord.objects.get()
    kept = Candidate.objects.get(pk=pair.other_id)
    assert (record.kept, kept.name, kept.nik, record.by) == (kept, "Rina Contoh", OTHER_NIK, officer)
    assert "Sekarang satu orang: Rina Contoh" in done
    assert not {NIK, OTHER_NIK} & set(done.split())
    assert "Berkas yang tinggal di data satunya" in done
    assert set(violations()) == before
    back = f"/admin/candidates/mergerecord/{record.pk}/undo/"
    certificates.CertificateFactory(candidate=kept)
    asked = desk.get(back).content.decode()
    assert "Datang sesudah digabung, tetap di data yang dipakai" in asked
    assert "Sertifikat: 1 (JLPT N4)" in asked
    desk.post(back, {"reason": " "})
    assert MergeRecord.objects.live().exists()
    desk.post(back, {"reason": "Ternyata saudara kembar"})
    record.refresh_from_db()
    assert record.undone_by == officer
    assert list(Resemblance.objects.undecided()) == [pair]
    assert Candidate.objects.get(pk=pair.other_id).name == "Rina Kontoh"


def test_what_stands_in_the_way_is_read_before_and_nothing_can_be_pressed(pair, officer, client_of):
    Candidate.objects.filter(pk=pair.one_id).update(user=officer)
    page = client_of(officer).post(address(pair), answers(step="look")).content.decode()
    assert "Salah satunya data Anda sendiri: rekan yang memutuskan." in page
    assert 'value="join"' not in page


def test_the_other_record_is_found_by_its_number_and_by_nik(pair, officer, client_of):
    desk = client_of(officer)
    find = f"/admin/candidates/candidate/{pair.other_id}/merge/"
    for typed in ("sj 2026 0001", NIK):
        assert desk.post(find, {"other": typed}).url == address(pair)
    wrong = desk.post(find, {"other": "3673015112990009"}).content.decode()
    assert "Tidak ada data lain dengan" in wrong
    assert find in desk.get(f"/admin/candidates/candidate/{pair.other_id}/change/").content.decode()


def test_a_joined_record_leads_on_and_is_not_changed_any_more(pair, officer, client_of):
    desk = client_of(officer)
    desk.post(address(pair), answers(step="join"))
    page = desk.get(f"/admin/candidates/candidate/{pair.one_id}/change/").content.decode()
    assert "Dilanjutkan sebagai Rina Contoh" in page
    assert 'name="_save"' not in page
    assert "Rina" in desk.get("/admin/candidates/mergerecord/?state=live").content.decode()
    assert [person.pk for person in desk.get("/admin/candidates/candidate/").context["cl"].result_list] == [
        pair.other_id
    ]
    assert f"/admin/candidates/mergerecord/{MergeRecord.objects.get().pk}/undo/" in desk.get("/admin/").content.decode()


def test_a_decided_pair_is_opened_again(pair, officer, admin2, client_of):
    Resemblance.objects.update(decided_at=pair.found_at, decided_by=admin2, word="Kembar")
    desk = client_of(officer)
    page = f"/admin/candidates/resemblance/{pair.pk}/change/"
    assert page in desk.get("/admin/candidates/resemblance/?decision=two").content.decode()
    assert "Kembar" in desk.get(page).content.decode()
    desk.post(page)
    assert list(Resemblance.objects.undecided()) == [pair]
    assert [row.word for row in pair.history.all() if row.word] == ["Kembar"]


@pytest.mark.parametrize("person", ["candidate_user", "trainer", "lpk", "welfare", "leader"])
def test_only_disnaker_joins_people(pair, request, client_of, person):
    browser = client_of(request.getfixturevalue(person))
    record = MergeRecord.objects.create(kept=pair.one, gone=pair.other, reason=SAW, by=UserFactory())
    for page in (
        address(pair),
        f"/admin/candidates/candidate/{pair.one_id}/merge/",
        f"/admin/candidates/mergerecord/{record.pk}/change/",
        f"/admin/candidates/mergerecord/{record.pk}/undo/",
        f"/admin/candidates/resemblance/{pair.pk}/change/",
    ):
        assert browser.post(page, answers(step="join"), follow=True).status_code in {403, 404}, page
    assert MergeRecord.objects.get().is_live


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_officer_joins_two_records_and_takes_it_back(browser_page, pair, officer):
    for phone in (True, False):
        size = "phone" if phone else "desk"
        page = browser_page(address(pair), user=officer, phone=phone)
        page.locator("#id_word").fill(SAW)
        page.check("[name=name][value=one]")
        assert_fits(page)
        assert_accessible(page)
        shot(page, f"merge_compare_{size}")
        page.get_by_role("button", name="Lihat yang akan pindah").click()
        expect(page.get_by_role("heading", name="Yang pindah")).to_be_visible()
        assert_fits(page)
        assert_accessible(page)
        shot(page, f"merge_plan_{size}")
        page.get_by_role("button", name="Gabungkan kedua data").click()
        expect(page.get_by_text("Sekarang satu orang: Rina Contoh")).to_be_visible()
        assert_fits(page)
        assert_accessible(page)
        shot(page, f"merge_done_{size}")
        certificates.CertificateFactory(candidate=pair.other)
        if not phone:
            training.EnrolmentFactory(journey=Journey.objects.get(registration_no="SJ-2026-0001"))
        page.get_by_role("link", name="Batalkan").click()
        expect(page.get_by_text("Sertifikat: 1 (JLPT N4)")).to_be_visible()
        expect(page.get_by_text("ikut pendaftarannya ke data satunya")).to_have_count(0 if phone else 1)
        assert_fits(page)
        page.locator("#id_reason").fill("Ternyata saudara kembar")
        shot(page, f"merge_back_{size}")
        page.get_by_role("button", name="Pisahkan lagi").click()
        expect(page.get_by_text("Sudah jadi dua data lagi")).to_be_visible()
