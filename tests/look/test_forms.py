"""The crispy pack and the widgets: the error stands beside its field, what was typed stays."""

import re
from datetime import date

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import engines
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from core.squares import draw, worth
from core.widgets import ChoiceCards, DayMonthYearField
from tests.look.urls import TYPED, KtpForm


def render(source, **context):
    return engines["django"].from_string("{% load crispy_forms_tags look %}" + source).render(context)


def test_an_error_stands_between_hint_and_input_and_is_read_out_with_it():
    html = render("{{ form|crispy }}", form=KtpForm(TYPED))
    field = html[html.index('id="div_id_nik"') : html.index('id="div_id_birth_date"')]
    assert field.index("16 angka di bagian atas") < field.index("yang diketik baru 15") < field.index("<input")
    assert 'aria-describedby="id_nik_helptext id_nik_error"' in field
    assert 'id="id_nik_error"' in field
    assert 'value="367302450504001"' in field


def test_the_summary_links_every_error_to_its_first_box():
    html = render("{{ form|crispy }}", form=KtpForm(TYPED))
    assert re.findall(r'href="(#[^"]+)"', html) == ["#id_nik", "#id_birth_date_0", "#id_agree"]
    assert "Ada 3 isian yang perlu diperbaiki" in html


def test_a_form_without_errors_has_no_summary():
    assert "role=" not in render("{{ form|crispy }}", form=KtpForm())


def test_an_optional_field_says_so_and_a_required_one_has_no_asterisk():
    html = render("{{ form|crispy }}", form=KtpForm())
    assert html.count("(boleh kosong)") == 3
    assert "*" not in html


def test_a_filter_form_need_not_say_that_all_is_optional():
    class Filter(forms.Form):
        say_optional = False
        q = forms.CharField(label="Cari", required=False)

    assert "boleh kosong" not in render("{{ form|crispy }}", form=Filter())


def test_what_some_people_have_to_fill_in_and_what_is_wrong_are_not_called_optional():
    class Address(forms.Form):
        only_for_some = ("outside",)
        residence = forms.CharField()
        outside = forms.CharField(label="Alamat di luar", required=False)
        work = forms.CharField(label="Pekerjaan", required=False, max_length=3)

    assert render("{{ form|crispy }}", form=Address()).count("(boleh kosong)") == 1
    assert "boleh kosong" not in render("{{ form|crispy }}", form=Address({"work": "petani"}))


def test_choices_are_boxes_in_a_named_group():
    html = render("{{ form.sex|as_crispy_field }}", form=KtpForm({"sex": "P"}))
    assert re.search(r"<fieldset[^>]*>.*<legend[^>]*>Jenis kelamin", html, re.S)
    assert html.count('class="pilih"') == 2
    assert re.search(r'value="P"[^>]*checked', html)


def test_choice_cards_are_boxes_also_outside_crispy():
    html = render("{{ form.sex }}", form=KtpForm({"sex": "P"}))
    assert html.count('class="pilih"') == 2
    assert re.search(r'value="P"[^>]*checked', html)


def test_an_unchosen_required_choice_shows_its_error():
    class Choice(forms.Form):
        sex = forms.ChoiceField(choices=[("P", "Perempuan")], widget=ChoiceCards)

    html = render("{{ form|crispy }}", form=Choice({}))
    assert 'href="#id_sex_0"' in html
    assert 'id="id_sex_0"' in html


def test_crispy_tag_with_layout_renders_one_form_with_its_button():
    form = KtpForm(TYPED)
    form.helper = FormHelper()
    form.helper.layout = Layout(Fieldset("Diri", Row("name", "nik")), "sex", Submit("kirim", "Kirim pendaftaran"))
    html = render_crispy_form(form)
    assert html.count("<form") == 1
    assert "novalidate" in html
    assert "yang diketik baru 15" in html
    assert re.search(r'<button type="submit"[^>]*>Kirim pendaftaran</button>', html)


def test_crispy_tag_without_form_tag_leaves_the_form_to_the_page():
    form = KtpForm()
    form.helper = FormHelper()
    form.helper.form_tag = False
    html = render_crispy_form(form)
    assert "<form" not in html
    assert 'name="nik"' in html


def test_a_formset_shows_one_summary_and_each_error_at_its_field():
    class One(forms.Form):
        number = forms.IntegerField(label="Nomor")

    formset = forms.formset_factory(One, extra=2)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-number": "satu", "form-1-number": "dua"}
    )
    for html in (render("{{ formset|crispy }}", formset=formset), render_crispy_form(formset, FormHelper())):
        assert html.count('role="alert"') == 1
        assert html.count('class="invalid-feedback"') == 2
        assert 'name="form-TOTAL_FORMS"' in html
        assert 'value="satu"' in html


class Birth(forms.Form):
    on = DayMonthYearField(label="Tanggal lahir")


def boxes(day, month, year):
    return Birth({"on_day": day, "on_month": month, "on_year": year})


def test_three_boxes_make_a_date():
    form = boxes("5", "05", "2004")
    assert form.is_valid()
    assert form.cleaned_data["on"] == date(2004, 5, 5)


@pytest.mark.parametrize(
    "typed", [("31", "2", "2004"), ("5", "13", "2004"), ("lima", "mei", "2004"), ("5/5", "1", "2004")]
)
def test_what_is_no_date_is_refused_and_stays_in_its_boxes(typed):
    form = boxes(*typed)
    assert form.errors["on"] == ["Tanggal ini tidak ada di kalender. Contoh: 5 – 5 – 2004."]
    assert re.findall(r'value="([^"]*)"', str(form["on"])) == list(typed)


@pytest.mark.parametrize("typed", [("5", "5", "04"), ("5", "", "2004"), ("", "5", "")])
def test_an_unfinished_date_is_told_what_is_missing(typed):
    assert boxes(*typed).errors["on"] == ["Isi tanggal, bulan, dan tahunnya. Tahun ditulis empat angka."]


def test_empty_boxes_are_a_missing_date():
    assert boxes("", "", "").errors["on"] == ["Isi tanggal, bulan, dan tahunnya."]


@pytest.mark.parametrize("initial", [date(2004, 5, 6), "2004-05-06"])
def test_a_date_or_its_stored_text_fills_the_boxes(initial):
    assert re.findall(r'value="([^"]*)"', str(Birth(initial={"on": initial})["on"])) == ["6", "5", "2004"]


def shapes(svg):
    return {
        "filled": svg.count('fill="#1F3F6B"/>'),
        "outline": svg.count('stroke="#1F3F6B"'),
        "dot": svg.count("<circle"),
    }


def test_squares_tell_reached_possible_and_lost_by_shape():
    svg = draw(reached=37, possible=71, target=100)
    assert shapes(svg) == {"filled": 37, "outline": 34, "dot": 29}
    assert 'aria-label="37 sudah berangkat, 34 masih mungkin tahun ini, 29 tidak lagi terkejar"' in svg
    assert "style=" not in svg


def test_squares_before_a_ceiling_exists_are_filled_or_dot():
    assert shapes(draw(reached=3, possible=None, target=10)) == {"filled": 3, "outline": 0, "dot": 7}


def test_squares_over_the_target_add_rows():
    svg = draw(reached=22, possible=27, target=20)
    assert shapes(svg) == {"filled": 22, "outline": 5, "dot": 0}
    assert 'viewBox="0 0 260 78"' in svg


def test_squares_without_a_target_do_not_fail():
    assert shapes(draw(reached=0, possible=0, target=0)) == {"filled": 0, "outline": 0, "dot": 1}


@given(st.integers(0, 3_000_000), st.integers(0, 3_000_000), st.integers(0, 5_000))
def test_squares_stay_few_and_never_fill_more_than_was_reached(reached, more, target):
    possible = reached + more
    each = worth(reached, possible, target)
    found = shapes(draw(reached=reached, possible=possible, target=target))
    assert 1 <= sum(found.values()) <= 400
    assert found["filled"] * each <= reached < (found["filled"] + 1) * each


@pytest.mark.parametrize("name", ["500", "400", "403_csrf"])
def test_the_page_of_a_failure_needs_neither_request_nor_database(name):
    html = render_to_string(f"{name}.html")
    assert "<h1>" in html
    assert "Traceback" not in html


def test_the_failure_page_tells_the_code():
    assert "<b>A7F3</b>" in render_to_string("500.html", {"code": "A7F3"})


def test_djangos_own_complaints_speak_with_the_portals_voice():
    form = KtpForm({"nik": "1", "education": "S9"})
    assert form.errors["name"] == ["Bagian ini perlu diisi."]
    assert form.errors["education"] == ["Pilihan S9 tidak ada. Pilih salah satu dari daftar."]


def test_a_date_that_arrives_whole_is_taken_too():
    assert Birth({"on": "2004-05-06"}).is_valid()
