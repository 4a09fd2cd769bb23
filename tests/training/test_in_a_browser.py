"""The evening and the phone list in a real browser, at both widths."""

import re
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.browser import assert_accessible, assert_fits, shot
from tests.factories.training import AttendanceFactory, EnrolmentFactory, EveningFactory, ScoreFactory
from training.models import Criterion, Score
from training.phone_list import Week

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=False),
    pytest.mark.usefixtures("monday_evening"),
]
PAGE = "/pelatihan/A-2026/2026-08-03/"
LIST = "/pelatihan/A-2026/hp/2026-W32/"
NAMES = ["Citra", "Dewi", "Eka", "Fajar", "Gita", "Hadi", "Indah", "Joko", "Kiki", "Lina", "Maya", "Nanda",
         "Oki", "Putri", "Qori", "Raka", "Sinta", "Tono", "Umi", "Vino", "Wulan", "Yoga", "Zahra"]  # fmt: skip


@pytest.fixture
def class_of_25(class_a):
    """With last week's scores, so that everybody has usual values."""
    for name in NAMES:
        EnrolmentFactory(training_class=class_a, journey__candidate__name=f"{name} Contoh")
    for seat in class_a.enrolments.all():
        for criterion in Criterion.objects.all():
            ScoreFactory(
                enrolment=seat, day=date(2026, 7, 31), criterion=criterion,
                value=74 + (seat.trainee_no * 3 + criterion.position * 5) % 13,
            )  # fmt: skip
    EveningFactory(training_class=class_a, day=date(2026, 7, 31))
    return class_a


def box(page, trainee, criterion="Percakapan"):
    return page.get_by_label(f"{criterion}, {trainee} Contoh", exact=True)


def assert_accessible_below_the_bar(page):
    """At the end of the page the save bar covers nothing, so that axe measures whole boxes."""
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert_accessible(page)


def test_on_a_desk_the_keyboard_fills_the_grid(browser_page, class_of_25, trainer):
    page = browser_page(PAGE, user=trainer)
    assert_fits(page)
    assert_accessible(page)
    assert page.locator("tr.orang-nilai").first.bounding_box()["height"] <= 42
    box(page, "Andi").fill("91")
    page.keyboard.press("Enter")
    page.keyboard.type("92")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("93")
    page.get_by_label("Kehadiran, Eka Contoh").select_option("sakit")
    shot(page, "grid_desk")
    expect(page.locator("#jumlah")).to_contain_text("3 diubah, belum tersimpan")
    page.get_by_role("button", name="Simpan 25 orang").click()
    expect(page.get_by_role("status").first).to_have_text("25 dari 25 tersimpan, pukul 21.04")
    assert_accessible(page)
    shot(page, "grid_desk_saved")
    scores = Score.objects.filter(day=date(2026, 8, 3))
    typed = scores.filter(source="typed").order_by("value").values_list("value", flat=True)
    assert (scores.count(), list(typed)) == (144, [91, 92, 93])  # Eka was not there: six usual values fewer


def test_a_phone_shows_a_line_a_person_that_opens_with_steppers(browser_page, class_of_25, trainer):
    page = browser_page(PAGE, user=trainer, phone=True)
    assert_fits(page)
    assert_accessible(page)
    expect(box(page, "Citra")).to_be_hidden()
    assert page.locator("tr.orang-nilai").nth(1).bounding_box()["height"] == 72
    page.locator("label", has_text="Citra Contoh").click()
    before = Decimal(box(page, "Citra").input_value())
    plus = page.get_by_role("button", name="Tambah, Percakapan, Citra Contoh")
    assert plus.bounding_box()["width"] >= 44
    plus.click()
    expect(box(page, "Citra")).to_have_value(f"{before + 1:f}")
    assert_fits(page)
    assert_accessible_below_the_bar(page)
    shot(page, "grid_phone")
    page.get_by_role("button", name="Simpan 25 orang").click()
    expect(page.get_by_role("status").first).to_have_text("25 dari 25 tersimpan, pukul 21.04")
    saved = Score.objects.get(day=date(2026, 8, 3), enrolment__trainee_no=3, criterion__slug="kaiwa")
    assert (saved.value, saved.source) == (before + 1, "typed")


def test_without_a_script_a_phone_saves_all_the_same(browser_page, class_of_25, trainer):
    page = browser_page(PAGE, user=trainer, phone=True, javascript=False)
    page.locator("label", has_text="Citra Contoh").click()
    box(page, "Citra").fill("88")
    page.get_by_role("button", name="Simpan 25 orang").click()
    expect(page.get_by_role("status").first).to_have_text("25 dari 25 tersimpan, pukul 21.04")


@pytest.mark.parametrize("phone", [True, False])
def test_a_wrong_box_is_open_and_says_why(browser_page, class_of_25, trainer, phone):
    page = browser_page(PAGE, user=trainer, phone=phone)
    if phone:
        page.locator("label", has_text="Citra Contoh").click()
    box(page, "Citra").fill("820")
    page.get_by_role("button", name="Simpan 25 orang").click()
    expect(page.get_by_text("Nilai berupa angka 0 sampai 100.")).to_be_visible()
    expect(box(page, "Citra")).to_have_value("820")
    assert_fits(page)
    assert_accessible_below_the_bar(page)
    shot(page, f"grid_wrong_{'phone' if phone else 'desk'}")


@pytest.mark.parametrize("phone", [True, False])
def test_two_values_are_offered_side_by_side(browser_page, class_of_25, trainer, lpk, phone):
    mine, theirs = browser_page(PAGE, user=lpk, phone=phone), browser_page(PAGE, user=trainer)
    box(theirs, "Citra").fill("85")
    theirs.get_by_role("button", name="Simpan 25 orang").click()
    if phone:
        mine.locator("label", has_text="Citra Contoh").click()
    box(mine, "Citra").fill("80")
    mine.get_by_role("button", name="Simpan 25 orang").click()
    expect(mine.get_by_text("Bu Sari Contoh sudah mengisi 85 pukul 21.04, isian Anda 80.")).to_be_visible()
    assert_fits(mine)
    assert_accessible_below_the_bar(mine)
    shot(mine, f"grid_conflict_{'phone' if phone else 'desk'}")
    mine.get_by_label("Pakai 85").check()
    mine.get_by_role("button", name="Simpan 25 orang").click()
    expect(mine.get_by_role("status").first).to_have_text("25 dari 25 tersimpan, pukul 21.04")
    assert Score.objects.get(day=date(2026, 8, 3), enrolment__trainee_no=3, criterion__slug="kaiwa").value == 85


@pytest.fixture
def full_week(class_of_25):
    kaiwa = Criterion.objects.get(slug="kaiwa")
    for seat in class_of_25.enrolments.all():
        for number, day in enumerate(Week.parse("2026-W32").days):
            ill = (seat.trainee_no % 5 == 0 and number < 1) or (seat.trainee_no % 7 == 0 and number < 3)
            AttendanceFactory(enrolment=seat, day=day, status="sakit" if ill else "hadir")
            ScoreFactory(enrolment=seat, day=day, criterion=kaiwa, value=Decimal(78 + seat.trainee_no % 5))
    return class_of_25


@pytest.mark.parametrize("phone", [True, False])
def test_the_phone_list_reads_well_on_a_screen(browser_page, full_week, trainer, phone):
    page = browser_page(LIST, user=trainer, phone=phone)
    expect(page.locator("tbody tr")).to_have_count(25)
    assert_fits(page)
    assert_accessible(page)
    shot(page, f"phone_list_{'phone' if phone else 'desk'}")


def test_the_sheet_fits_one_page_of_paper(browser_page, full_week, trainer):
    page = browser_page(LIST, user=trainer)
    page.emulate_media(media="print")
    pdf = page.pdf(prefer_css_page_size=True)
    assert re.search(rb"/Count (\d+)", pdf)[1] == b"1"
    page.set_viewport_size({"width": 688, "height": 1017})  # A4 less 14 mm on each side, at 96 dpi
    shot(page, "lembar")
    rows = page.locator("tbody tr")
    assert {round(rows.nth(number).bounding_box()["height"]) for number in range(25)} == {30}  # 7.9 mm


@pytest.mark.parametrize("phone", [True, False])
@pytest.mark.parametrize("path", ["/lpk/", "/lpk/peserta/", "/pelatihan/?pilih=1"])
def test_the_office_pages_fit_and_are_accessible(browser_page, full_week, lpk, path, phone):
    page = browser_page(path, user=lpk, phone=phone)
    assert_fits(page)
    assert_accessible(page)
    shot(page, f"office_{path.strip('/').replace('/', '_').split('?')[0]}_{'phone' if phone else 'desk'}")
