"""One person's way through the whole house, from sign-up to a counted departure, as seven people live it in 2026."""

import io
import json
import re
from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import expect

from accounts.roles import Role
from candidates.models import Journey
from tests.e2e.people import Somebody, serang
from tests.factories.accounts import UserFactory
from tests.pictures import photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STAFF = {
    "ratna": ("Ratna Contoh", "Bu", Role.DISNAKER_OFFICER),
    "bambang": ("Bambang Contoh", "Pak", Role.DISNAKER_ADMIN),
    "sari": ("Sari Contoh", "Bu", Role.TRAINER),
    "agus": ("Agus Contoh", "Pak", Role.LPK_OFFICER),
    "wati": ("Wati Contoh", "Bu", Role.WELFARE_OFFICER),
    "hasan": ("Hasan Contoh", "Pak", Role.LEADER),
}


@pytest.fixture
def clock():
    """The time of the story; it starts on the day Rina registers and ticks on."""
    with time_machine.travel(serang("2026-01-12", "19:42"), tick=True) as traveller:
        yield traveller


@pytest.fixture
def house(transactional_db, clock, settings, tmp_path):
    """A portal on its first day: reference data, the roles and the staff. Everything else happens on its pages."""
    settings.MEDIA_ROOT = tmp_path
    call_command("load_reference", verbosity=0)
    call_command("sync_roles", verbosity=0)
    for key, (name, honorific, role) in STAFF.items():
        UserFactory(name=name, honorific=honorific, email=f"{key}@demo.test", role=role)


def test_from_sign_up_to_departure(house, clock, browser_page):
    rina = Somebody(browser_page, "rina", phone=True)
    ratna, bambang, agus = (Somebody(browser_page, name) for name in ("ratna", "bambang", "agus"))
    sari = Somebody(browser_page, "sari", phone=True)
    everybody_counts(rina, 0)
    number, code = rina_registers(rina)
    rina_reads(rina, number, code, "Rina, sekarang giliran Disnaker")

    clock.move_to(serang("2026-01-14"))
    ratna_verifies(ratna)
    clock.move_to(serang("2026-01-26"))
    ratna_selects(ratna)
    rina_reads(rina, number, code, "Selamat Rina, lolos seleksi")

    clock.move_to(serang("2026-02-02", "08:00"))
    bambang_opens_a_class(bambang)
    ratna_places(ratna)
    clock.move_to(serang("2026-02-02", "20:45"))
    sari_enters_the_evening(sari)
    rina_passes_her_tests(ratna, clock)
    rina_reads(rina, number, code, "Selamat Rina, semua syarat lengkap")

    clock.move_to(serang("2026-06-08"))
    bambang_brings_a_job_order(bambang)
    agus_nominates(agus)
    clock.move_to(serang("2026-06-22", "16:00"))
    agus_hears_the_interview_result(agus)
    rina_reads(rina, number, code, "Selamat Rina, diterima perusahaan di Jepang")
    journey = Journey.objects.get()
    papers_come(agus, journey, clock)
    clock.move_to(serang("2026-11-04", "10:00"))
    agus_records_the_flight(agus, journey)
    everybody_counts(rina, 0)
    bambang_confirms(bambang)
    everybody_counts(rina, 1)
    rina_reads(rina, number, code, "Rina, sudah berangkat ke Jepang")
    everybody_else_sees_it(browser_page)
    rina_reads(rina, number, code, "Rina, sudah tiba di Jepang")
    journey.refresh_from_db()
    assert (journey.stage, journey.departed_on) == ("arrived", date(2026, 11, 3))
    assert json.loads(told_by("progress_report"))["departed"] == 1
    assert "invariants hold" in told_by("verify_integrity")


def told_by(command):
    out = io.StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def everybody_counts(visitor, people):
    """The public number, as home and the progress page show it."""
    for path, what in (("/", "beranda"), ("/kemajuan/", "kemajuan")):
        visitor.go(path)
        visitor.look(f"{what}_{people}")
        expect(visitor.page.locator(".angka").first).to_contain_text(
            re.compile(rf"^\s*{people}\s+dari\s+(target\s+)?100")
        )


def rina_registers(rina):
    """On her phone, after two slips: nothing that she typed is lost."""
    rina.go("/")
    rina.follow("Daftar sekarang")
    rina.look("daftar")
    rina.follow("Sudah saya baca, mulai")
    page = rina.page
    page.get_by_label("Nama lengkap").fill("Rina Contoh")
    page.get_by_label("NIK", exact=True).fill("367302450504001")
    rina.day("Tanggal lahir", "2004-05-05")
    page.get_by_text("Perempuan", exact=True).click()
    rina.press("Simpan dan lanjut")
    rina.sees("NIK harus 16 angka, yang diketik baru 15.")
    rina.look("daftar_keliru")
    page.get_by_label("NIK", exact=True).fill("3673024505040001")
    rina.press("Simpan dan lanjut")
    rina.sees("Langkah 2 dari 5")
    page.get_by_role("textbox", name="Nomor HP").fill("0812-3456-7890")
    page.get_by_label("Kelurahan sesuai KTP").select_option("36.73.02.1001")
    rina.press("Simpan dan lanjut")
    rina.sees("Langkah 3 dari 5")
    page.get_by_text("Perawat lansia", exact=True).first.click()
    rina.press("Simpan dan lanjut")
    rina.sees("Langkah 4 dari 5")
    page.get_by_label("Sekolah terakhir yang tamat").select_option("SMA")
    rina.press("Simpan dan lanjut")
    rina.sees("Langkah 5 dari 5")
    rina.look("daftar_periksa")
    rina.press("Kirim pendaftaran")
    rina.sees("Tanpa persetujuan ini")
    for box in page.locator("input[name^=consent_]").all():
        box.check()
    rina.press("Kirim pendaftaran")
    expect(page).to_have_url(re.compile("/daftar/selesai/$"))
    rina.look("tanda_terima")
    journey = Journey.objects.get()
    number, code = (page.locator("dl dd").nth(row).inner_text() for row in (1, 2))
    assert number == journey.registration_no
    return number, code


def rina_reads(rina, number, code, headline):
    """The other door of her own page: registration number and access code."""
    rina.page.context.clear_cookies()
    rina.go("/status/")
    rina.page.get_by_label("Nomor pendaftaran").fill(number)
    rina.page.get_by_label("Kode", exact=True).fill(code)
    rina.press("Buka halaman saya")
    expect(rina.page.get_by_role("heading", level=1)).to_have_text(headline)
    rina.look(f"saya_{Journey.objects.get().stage}")


def ratna_opens_rina(ratna):
    ratna.log_in("ratna@demo.test")
    ratna.go("/admin/candidates/journey/")
    ratna.look("meja_perjalanan")
    ratna.follow("Rina Contoh")


def ratna_verifies(ratna):
    ratna_opens_rina(ratna)
    ratna.look("meja_rina")
    ratna.press("Data benar")
    ratna.sees("Rina Contoh sekarang: Terverifikasi.")
    ratna.press("Batalkan")
    ratna.sees("Rina Contoh sekarang: Terdaftar.")
    ratna.press("Data benar")
    ratna.sees("Rina Contoh sekarang: Terverifikasi.")


def ratna_selects(ratna):
    ratna_opens_rina(ratna)
    ratna.press("Lolos seleksi")
    ratna.sees("Rina Contoh sekarang: Lolos seleksi.")
    ratna.look("meja_lolos")


def bambang_opens_a_class(bambang):
    """The head of the section sets up a class with its trainer."""
    bambang.log_in("bambang@demo.test")
    bambang.go("/admin/training/trainingclass/add/")
    bambang.fills(
        code="A-2026",
        name="Kelas A",
        site="Kota Serang",
        programme="Program 2026",
        starts_on="02/02/2026",
        ends_on="30/07/2026",
    )
    page = bambang.page
    page.locator(".add-row a").click()
    page.locator(".select2-selection").first.click()
    page.locator(".select2-search__field").fill("Sari")
    page.get_by_role("option", name="Sari Contoh").click()
    page.locator("[name=trainers-0-from_on]").fill("02/02/2026")
    bambang.look("meja_kelas_baru")
    bambang.press("Simpan")
    bambang.look("meja_kelas")


def ratna_places(ratna):
    ratna.log_in("ratna@demo.test")
    ratna.go("/admin/training/trainingclass/")
    ratna.follow("Kelas A")
    ratna.follow("Tempatkan")
    ratna.look("meja_tempatkan")
    ratna.page.get_by_label("Rina Contoh").check()
    ratna.press("Tempatkan di kelas ini")
    ratna.sees("1 orang ditempatkan.")


def sari_enters_the_evening(sari):
    """At a quarter to nine, by thumb: one tap opens a trainee, empty boxes are asked for."""
    sari.log_in("sari@demo.test")
    sari.go("/pelatihan/")
    sari.look("pelatihan_kosong")
    sari.page.locator("label", has_text="Rina Contoh").click()
    boxes = sari.page.get_by_label(re.compile("Rina Contoh$")).and_(sari.page.locator("input.sel"))
    for box, score in zip(boxes.all(), (85, 80, 78, 84, 90, 88), strict=True):
        box.fill(str(score))
    sari.page.get_by_label("Kehadiran, Rina Contoh").select_option(label="Hadir")
    sari.press("Simpan", exact=False)
    sari.sees("1 dari 1 tersimpan, pukul 20.45")
    sari.look("pelatihan_tersimpan")
    sari.go("/pelatihan/A-2026/hp/2026-W06/")
    sari.look("daftar_hp")
    sari.sees("Belum final")


def rina_passes_her_tests(ratna, clock):
    """Three proofs for care: recorded by Ratna as they come in, checked against the originals."""
    tests = (
        ("2026-05-20", {"test": "jft_basic", "issuer": "Japan Foundation", "number": "CONTOH-JFT-1", "score": "221"}),
        ("2026-05-27", {"test": "care_language", "issuer": "Prometric", "number": "CONTOH-CARE-1"}),
        (
            "2026-06-03",
            {
                "test": "skill",
                "issuer": "Prometric",
                "number": "CONTOH-SKILL-1",
                "work_category": "nursing_care",
            },
        ),
    )
    for day, facts in tests:
        clock.move_to(serang(day))
        ratna.log_in("ratna@demo.test")
        ratna.go(f"/admin/certificates/certificate/add/?candidate={Journey.objects.get().candidate_id}")
        ratna.fills(tested_on=f"{int(day[8:]) - 2:02d}/{day[5:7]}/2026", **facts)
        ratna.look(f"meja_sertifikat_{facts['number']}")
        ratna.press("Simpan")
        ratna.look("meja_sertifikat_daftar")
        ratna.page.get_by_role("row", name=re.compile("Perlu diperiksa")).get_by_role("checkbox").check()
        ratna.page.locator("select[name=action]").select_option(label="Sudah diperiksa: aslinya dilihat")
        ratna.press("Buka")
        ratna.sees("Rina Contoh")


def bambang_brings_a_job_order(bambang):
    bambang.log_in("bambang@demo.test")
    bambang.go("/admin/placements/employer/add/")
    bambang.fills(name="Hana Care Contoh", name_ja="花ケア見本", prefecture="aichi", city="Nagoya")
    bambang.look("meja_perusahaan")
    bambang.press("Simpan")
    bambang.go("/admin/placements/joborder/add/")
    bambang.fills(
        employer="Hana Care Contoh",
        scheme="ssw",
        sector="Perawat lansia",
        prefecture="aichi",
        seats="2",
        interview_on="22/06/2026",
        document_deadline="15/06/2026",
        contract_months="36",
        gross_wage_jpy="210000",
    )
    bambang.look("meja_job_order_baru")
    bambang.press("Simpan")
    bambang.look("meja_job_order")


def agus_nominates(agus):
    """The LPK office works on pages of its own."""
    agus.log_in("agus@demo.test")
    agus.go("/lpk/")
    agus.look("lpk")
    agus.go("/lpk/job-order/")
    agus.look("lpk_job_order")
    agus.follow("Lihat", exact=False)
    agus.press("Calonkan Rina Contoh")
    agus.sees("Menunggu wawancara")
    agus.look("lpk_calon")


def agus_hears_the_interview_result(agus):
    agus.log_in("agus@demo.test")
    agus.go("/lpk/job-order/")
    agus.follow("Lihat", exact=False)
    agus.follow("Hasil wawancara Rina Contoh")
    agus.look("lpk_hasil")
    agus.page.get_by_text("Lulus", exact=True).click()
    agus.press("Simpan hasil")
    agus.sees("Hasil Rina Contoh sudah dicatat.")


PAPERS = (  # kind, done on, number, valid until
    ("Paspor", "2026-07-06", "X 000 111", "2031-07-05"),
    ("Kontrak kerja", "2026-07-20", "", ""),
    ("Tes kesehatan (MCU)", "2026-07-27", "", "2027-01-26"),
    ("COE", "2026-09-21", "CONTOH-COE-1", ""),
    ("ID PMI (SISKOP2MI)", "2026-09-28", "CONTOH-PMI-1", ""),
    ("BPJS Ketenagakerjaan PMI", "2026-09-29", "CONTOH-BPJS-1", "2028-09-28"),
    ("Visa", "2026-10-12", "CONTOH-VISA-1", ""),
    ("Orientasi pra-pemberangkatan (OPP)", "2026-10-20", "", ""),
    ("E-PMI", "2026-10-22", "CONTOH-EPMI-1", ""),
    ("Tiket pesawat", "2026-10-26", "", ""),
)


def papers_come(agus, journey, clock):
    """Each step on its own day; what a paper lacks is asked for, and what was typed stays."""
    for kind, day, number, until in PAPERS:
        clock.move_to(serang(day))
        agus.log_in("agus@demo.test")
        agus.go(f"/lpk/peserta/{journey.pk}/")
        agus.follow(f"Selesai {kind}")
        if number:
            agus.page.get_by_label("Nomor surat").fill(number)
        if until:
            if kind == "Paspor":
                agus.press("Simpan")
                agus.look("lpk_paspor_kurang")
                expect(agus.page.get_by_label("Nomor surat")).to_have_value(number)
                agus.page.get_by_label("Nama di berkas").fill(journey.candidate.name)
                agus.day("Tanggal lahir di berkas", str(journey.candidate.birth_date))
            agus.day("Berlaku sampai", until)
        agus.press("Simpan")
        agus.sees(f"{kind} sudah dicatat selesai.")


def agus_records_the_flight(agus, journey):
    """With the boarding pass. Nobody is counted yet."""
    agus.log_in("agus@demo.test")
    agus.go(f"/lpk/peserta/{journey.pk}/")
    agus.follow("Catat keberangkatan")
    page = agus.page
    page.get_by_label("Nomor penerbangan").fill("GA 874")
    agus.day("Tanggal terbang", "2026-11-03")
    agus.look("lpk_catat_berangkat")
    page.get_by_label("Bukti").set_input_files(
        {"name": "boarding pass.jpg", "mimeType": "image/jpeg", "buffer": photo((400, 300))}
    )
    agus.press("Catat keberangkatan")
    agus.look("lpk_menunggu_orang_kedua")
    agus.look("lpk_menunggu")


def bambang_confirms(bambang):
    bambang.log_in("bambang@demo.test")
    bambang.go("/admin/placements/departure/")
    bambang.follow("Rina Contoh", exact=False)
    bambang.look("meja_satu_keberangkatan")
    bambang.follow("Konfirmasi keberangkatan", exact=False)
    bambang.look("meja_konfirmasi")
    bambang.press("Ya, konfirmasi keberangkatan")
    bambang.look("meja_sudah_berangkat")


def everybody_else_sees_it(browser_page):
    """The leader counts her, the LPK lists her, welfare writes down that she has arrived."""
    hasan = Somebody(browser_page, "hasan")
    hasan.log_in("hasan@demo.test")
    hasan.go("/ringkasan/")
    expect(hasan.page.locator(".angka").first).to_contain_text(re.compile(r"^\s*1\s"))
    hasan.look("ringkasan")
    hasan.page.locator(".angka a").first.click()
    hasan.sees("Rina Contoh")
    hasan.look("ringkasan_berangkat")
    agus = Somebody(browser_page, "agus")
    agus.log_in("agus@demo.test")
    agus.go("/lpk/peserta/")
    agus.sees("Rina Contoh")
    agus.look("lpk_peserta")
    wati = Somebody(browser_page, "wati", phone=True)
    wati.log_in("wati@demo.test")
    wati.go("/admin/")
    wati.look("meja_kesejahteraan")
    wati.follow("Catat", exact=False)
    wati.day("Tiba tanggal", "2026-11-04")
    wati.look("meja_tiba")
    wati.press("Sudah tiba dan melapor", exact=False)
    expect(wati.page.get_by_role("status").first).to_contain_text("Rina Contoh: Tiba")
    wati.look("meja_sudah_tiba")
