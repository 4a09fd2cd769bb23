"""The fields of a registration are worked out once for all who send it, and nobody sees what belongs to another."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from candidates import offer, steps
from candidates.admin.counter import CounterForm
from candidates.models import Sector

pytestmark = pytest.mark.django_db


def judged(**data):
    form = steps.CheckForm(data, only_judged=True)
    form.is_valid()
    return form


def test_a_form_with_something_wrong_has_fields_of_its_own_to_draw():
    first, second = judged(name=""), judged(name="")
    assert first.fields["name"] is not second.fields["name"]
    assert first["name"].field is first.fields["name"]
    first.fields["name"].widget.attrs["class"] = "wrong"
    assert "class" not in judged(name="").fields["name"].widget.attrs


def test_a_form_that_is_only_judged_says_the_same_as_one_that_is_shown():
    data = {"name": "Rina", "nik": "12", "phone": "1", "sector": "nothing", "residence": "nowhere"}
    shown = steps.CheckForm(data)
    assert judged(**data).errors == shown.errors
    assert list(judged(**data).fields) == list(shown.fields)


@settings(max_examples=30)
@given(st.dictionaries(st.sampled_from(["name", "nik", "sector", "wish_2", "guardian_name"]), st.text(max_size=20)))
def test_what_one_sends_never_shows_in_the_form_of_another(data):
    clean = {name: dict(field.widget.attrs) for name, field in steps.CheckForm({}).fields.items()}
    str(judged(**data))
    other = steps.CheckForm({})
    assert {name: dict(field.widget.attrs) for name, field in other.fields.items()} == clean
    assert {name: field.required for name, field in other.fields.items()} == {
        name: field.required for name, field in CounterForm({}).fields.items() if name in other.fields
    }


def test_a_sector_that_staff_add_is_offered_to_the_next_visitor():
    assert "fishery" not in dict(steps.CheckForm({}).fields["sector"].choices)
    Sector.objects.create(slug="fishery", name="Perikanan")
    offer.forget()
    assert "fishery" in dict(steps.CheckForm({}).fields["sector"].choices)
