"""A day is read however people write it, and never guessed."""

from contextlib import suppress
from datetime import date

import pytest
from django import forms
from django.utils import translation
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st

from core.dates import parse_day
from core.widgets import DayMonthYearField

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
WRITTEN = ["j F Y", "j M Y", "d F Y", "d-m-Y", "j-n-Y", "d/m/Y", "j/n/Y", "d.m.Y", "Y-m-d", "l, j F Y"]


@given(day=DAYS, written=st.sampled_from(WRITTEN), language=st.sampled_from(["id", "en"]))
def test_what_the_portal_writes_it_can_read(day, written, language):
    with translation.override(language):
        assert parse_day(date_format(day, written)) == day


@given(text=st.text(max_size=20))
def test_whatever_is_typed_is_a_day_or_no_day(text):
    with suppress(ValueError):
        assert isinstance(parse_day(text), date)


@pytest.mark.parametrize(
    "text",
    ["5 Juli 2026", "5 juli 2026", " 5  JULI 2026 ", "5 Jul 2026", "5 Jul. 2026", "5/7/2026", "Minggu, 5 Juli 2026"],
)
def test_people_write_the_same_day_in_many_ways(text):
    assert parse_day(text) == date(2026, 7, 5)


@pytest.mark.parametrize("text", ["5 Mei 2004", "5 May 2004", "5-5-2004", "2004-05-05"])
def test_mei_is_may(text):
    assert parse_day(text) == date(2004, 5, 5)


@pytest.mark.parametrize("text", ["", "05/13/2004", "30 Februari 2026", "5-7-26", "5 Ju 2026", "5 Foo 2026", "besok"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValueError):
        parse_day(text)


def test_every_date_field_of_a_form_reads_it_and_says_how_to_write_it():
    class Form(forms.Form):
        day = forms.DateField()

    form, wrong = Form({"day": "5 Juli 2026"}), Form({"day": "13/13/2026"})
    assert (form.is_valid(), form.cleaned_data) == (True, {"day": date(2026, 7, 5)})
    assert wrong.errors["day"] == ["Tanggal ini tidak ada di kalender. Tulis seperti 5 Juli 2026 atau 05-07-2026."]


def test_three_boxes_keep_their_own_sentence():
    field = DayMonthYearField()
    assert field.clean("5 Mei 2004") == date(2004, 5, 5)
    assert field.error_messages["invalid"] == "Tanggal ini tidak ada di kalender. Contoh: 5 – 5 – 2004."


@pytest.mark.django_db
@pytest.mark.usefixtures("reference")
def test_the_admin_reads_it_too(client_of, superuser):
    days = {"opens_on": "5 Januari 2030", "closes_on": "12/12/2030", "test_on": "", "ends_on": "31 Des 2030"}
    typed = {"year": 2030, "test_place": "", "keep_months": 12, **days}
    answer = client_of(superuser).post("/admin/candidates/programme/add/", typed)
    assert answer.status_code == 302
