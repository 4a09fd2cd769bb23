"""The log never holds a NIK, a phone number, an e-mail address or a refused row."""

import logging
import string
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.logging import RedactFilter, redact

WORDS = st.text(alphabet=string.ascii_letters + " :,;()", max_size=20)
SEPARATOR = st.sampled_from(["", " ", "-", "."])


@st.composite
def grouped(draw, digits):
    """A number as people write it, in groups."""
    separator = draw(SEPARATOR)
    size = draw(st.integers(3, 6))
    number = draw(digits)
    return separator.join(number[i : i + size] for i in range(0, len(number), size))


nik = grouped(st.from_regex(r"[1-9][0-9]{15}", fullmatch=True))
phone = grouped(st.from_regex(r"(\+62|62|0)8[0-9]{8,10}", fullmatch=True))
foreign_phone = st.from_regex(r"\+81[1-9][0-9]{8,9}", fullmatch=True)
mail = st.from_regex(r"[a-z]{1,10}(\.[a-z]{1,10})?@[a-z]{1,10}\.(test|co\.id)", fullmatch=True)


@given(WORDS, nik, WORDS)
def test_a_nik_is_removed_however_it_is_grouped(before, number, after):
    assert redact(f"{before} {number} {after}") == f"{before} [NIK] {after}"


@given(WORDS, phone, WORDS)
def test_a_phone_is_removed_however_it_is_written(before, number, after):
    assert redact(f"{before} {number} {after}") == f"{before} [phone] {after}"


@given(foreign_phone)
def test_a_japanese_phone_is_removed(number):
    assert redact(f"to {number}") == "to [phone]"


@given(WORDS, mail, WORDS)
def test_an_e_mail_is_removed(before, address, after):
    assert redact(f"{before} {address} {after}") == f"{before} [e-mail] {after}"


@given(WORDS, st.integers(0, 999_999))
def test_other_words_and_small_numbers_stay(words, number):
    text = f"{words} {number}"
    assert redact(text) == text


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("DETAIL:  Key (name)=(Rina Contoh) already exists.", "DETAIL:  Key (name)=(…) already exists."),
        ("DETAIL:  Failing row contains (1, Rina Contoh, (null)).", "DETAIL:  Failing row contains (…)."),
        ("finished in 0.25 s on 2026-11-24 19:42:10", "finished in 0.25 s on 2026-11-24 19:42:10"),
    ],
)
def test_what_the_database_quotes_is_removed(line, kept):
    assert redact(line) == kept


def test_arguments_and_traces_are_cleaned_too():
    try:
        raise ValueError("no phone 0812-3456-7890")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "x", 1, "for %s", ("rina@demo.test",), sys.exc_info())
    assert RedactFilter().filter(record)
    line = logging.Formatter("%(message)s").format(record)
    assert line.startswith("for [e-mail]\nTraceback")
    assert line.endswith("no phone [phone]")


def test_a_log_call_with_wrong_arguments_is_still_a_line():
    record = logging.LogRecord("x", logging.INFO, "x", 1, "for %s and %s", ("one",), None)
    assert RedactFilter().filter(record)
    assert record.getMessage() == "for %s and %s"


def test_everything_the_portal_logs_passes_the_filter(settings):
    assert settings.LOGGING["root"]["handlers"] == ["console"]
    assert "redact" in settings.LOGGING["handlers"]["console"]["filters"]
    assert all(not logger["handlers"] for logger in settings.LOGGING["loggers"].values())
