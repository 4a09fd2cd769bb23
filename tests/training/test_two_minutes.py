"""A whole evening, by keyboard and by thumb: 25 trainees, four exceptions, one press. What is asserted is how many keys
or taps it takes and what is on file; the seconds are only printed, at the pace of a person when HUMAN is set:

    HUMAN=1 ./test tests/training/test_two_minutes.py -s
"""

import os
import time
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.factories.training import EnrolmentFactory, EveningFactory, ScoreFactory
from tests.training.test_in_a_browser import NAMES
from training.models import Attendance, Criterion, Score

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=False),
    pytest.mark.usefixtures("monday_evening"),
]
PAGE = "/pelatihan/A-2026/2026-08-03/"
KEY, TAP, LOOK = (400, 1200, 1000) if os.environ.get("HUMAN") else (0, 0, 0)  # ms: a key, a tap, a name that is read


class Hand:
    """Counts what a person does, and takes as long as a person would."""

    def __init__(self, page):
        self.page, self.done, self.began = page, 0, time.monotonic()
        page.wait_for_timeout(25 * LOOK)

    def keys(self, *names):
        for name in names:
            self.page.keyboard.press(name)
            self.did(KEY)

    def type(self, text):
        self.keys(*text)

    def tap(self, place):
        place.click()
        self.did(TAP)

    def choose(self, box, value):
        """Two taps: the box, and the word in the list that the phone opens."""
        box.select_option(value)
        self.did(TAP), self.did(TAP)

    def did(self, pause):
        self.done += 1
        self.page.wait_for_timeout(pause)

    def told(self, way):
        print(f"\n{way}: {self.done} keys or taps, {time.monotonic() - self.began:.1f} s")


@pytest.fixture
def class_of_25(class_a):
    """With last week's scores, so that everybody has usual values."""
    for name in NAMES:
        EnrolmentFactory(training_class=class_a, journey__candidate__name=f"{name} Contoh")
    for seat in class_a.enrolments.all():
        for criterion in Criterion.objects.all():
            ScoreFactory(enrolment=seat, day=date(2026, 7, 31), criterion=criterion, value=76 + seat.trainee_no % 7)
    EveningFactory(training_class=class_a, day=date(2026, 7, 31))


def box(page, trainee, criterion="Percakapan"):
    return page.get_by_label(f"{criterion}, {trainee} Contoh", exact=True)


def assert_the_evening_is_on_file(page):
    expect(page.get_by_role("status").first).to_have_text("25 dari 25 tersimpan, pukul 21.04")
    here = Score.objects.filter(day=date(2026, 8, 3))
    typed = here.filter(source="typed", criterion__slug="kaiwa")
    assert dict(typed.values_list("enrolment__trainee_no", "value")) == {3: 91, 8: 88, 10: 70}
    assert (here.count(), here.filter(source="usual").count()) == (144, 141)  # Eka was ill: six boxes fewer
    away = Attendance.objects.filter(day=date(2026, 8, 3)).exclude(status="hadir")
    assert dict(away.values_list("enrolment__trainee_no", "status")) == {5: "sakit", 10: "terlambat"}


def test_by_keyboard(browser_page, class_of_25, trainer):
    page = browser_page(PAGE, user=trainer)
    hand = Hand(page)
    first = page.get_by_label("Kehadiran, Andi Contoh")
    while not first.evaluate("box => box === document.activeElement"):
        hand.keys("Tab")
    hand.keys(*["Enter"] * 4, "s", *["Enter"] * 5, "t", "Tab")  # Eka is ill, Joko came late
    hand.type("70")
    hand.keys(*["ArrowUp"] * 7)
    hand.type("91")
    hand.keys(*["ArrowDown"] * 5)
    hand.type("88")
    hand.keys(*["Enter"] * 18)  # down to the button
    hand.keys("Enter")
    assert_the_evening_is_on_file(page)
    hand.told("by keyboard")
    assert hand.done <= 90


def test_by_thumb(browser_page, class_of_25, trainer):
    page = browser_page(PAGE, user=trainer, phone=True)
    hand = Hand(page)
    for name, score, attendance in (
        ("Citra", "91", ""), ("Eka", "", "sakit"), ("Hadi", "88", ""), ("Joko", "70", "terlambat")
    ):  # fmt: skip
        hand.tap(page.locator("label", has_text=f"{name} Contoh"))
        if attendance:
            hand.choose(page.get_by_label(f"Kehadiran, {name} Contoh"), attendance)
        if score:
            hand.tap(box(page, name))
            page.keyboard.press("ControlOrMeta+a")
            hand.type(score)
    hand.tap(page.get_by_role("button", name="Simpan 25 orang"))
    assert_the_evening_is_on_file(page)
    hand.told("by thumb")
    assert hand.done <= 30
