from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from notifications import placeholders
from notifications.enums import State
from notifications.models import Message
from notifications.rendering import readable_text
from tests.factories.notifications import MessageFactory, MessageTemplateFactory


@pytest.mark.parametrize("text", ["Halo {name}", "Mulai {starts_on} di {place}", "Tanpa apa-apa", "{name} {name}"])
def test_a_text_with_known_placeholders_is_accepted(text):
    assert placeholders.check(text, ["starts_on", "place"]) is None


def test_an_unknown_placeholder_is_named_with_what_is_possible():
    with pytest.raises(ValidationError) as refused:
        placeholders.check("Halo {nama}", ["place"])
    assert "{nama}" in refused.value.message
    assert "{name}, {place}" in refused.value.message


@pytest.mark.parametrize("text", ["{", "}", "{Name}", "{name.__class__}", "{name!r}", "{0}", "{}", "{{name}}"])
def test_what_is_not_a_plain_name_is_refused(text):
    with pytest.raises(ValidationError):
        placeholders.check(text, ["place"])


@pytest.mark.parametrize(
    ("language", "value", "words"),
    [
        ("id", "2026-11-24", "24 November 2026"),
        ("id", "2026-11-24T12:42:00+00:00", "24 November 2026, 19.42"),
        ("id", 27_000_000, "27.000.000"),
        ("id", 79.99, "79,99"),
        ("id", "KJS-01", "KJS-01"),
        ("id", "2026-99-99", "2026-99-99"),
    ],
)
def test_values_are_written_as_the_reader_writes_them(language, value, words):
    assert placeholders.fill("{x}", {"x": value}, language) == words


@given(value=st.text())
def test_a_value_is_never_taken_for_a_placeholder(value):
    filled = placeholders.fill("<{x}>", {"x": "{name}" + value, "name": "Rina"}, "id")
    assert filled == "<{name}" + value + ">"


@given(text=st.text())
def test_a_text_that_passes_the_check_can_be_filled(text):
    try:
        placeholders.check(text, ["place"])
    except ValidationError:
        return
    placeholders.fill(text, {"name": "Rina", "place": "Serang"}, "id")


def test_a_missing_value_is_no_empty_hole():
    with pytest.raises(placeholders.MissingValue):
        placeholders.fill("{x}", {"x": None}, "id")


@pytest.mark.django_db
def test_the_outbox_shows_what_would_be_sent():
    assert readable_text(MessageFactory()) == "Halo Rina Contoh, ada kabar."


@pytest.mark.django_db
@pytest.mark.parametrize(("demo", "shown"), [(True, True), (False, False)])
def test_a_login_code_is_readable_in_demo_mode_only(settings, demo, shown):
    settings.DEMO = demo
    template = MessageTemplateFactory(code="code", body="Kode: {code}", placeholders=["code"], secret=True)
    text = readable_text(MessageFactory(template=template, context={"code": "482913"}))
    assert ("482913" in text) is shown


@pytest.mark.django_db
def test_dates_in_a_verbs_context_come_out_in_words():
    from notifications.queueing import queue_message

    MessageTemplateFactory(code="day", body="{on}", placeholders=["on"])
    queue_message(
        template="day",
        person_key="candidate:1",
        name="Rina Contoh",
        address="rina@demo.test",
        context={"on": date(2026, 12, 6)},
        due_on=None,
    )
    assert readable_text(Message.objects.get(state=State.QUEUED)) == "6 Desember 2026"
