import pytest
from django.urls import reverse

from notifications import reminders
from notifications.enums import State
from notifications.models import Message, MessageTemplate, ReminderRule
from tests.factories.accounts import UserFactory
from tests.factories.notifications import DeliveryReportFactory, MessageFactory, MessageTemplateFactory

pytestmark = pytest.mark.django_db
OUTBOX = "/admin/notifications/message/"


def texts(answer):
    return answer.content.decode()


def test_the_outbox_shows_the_person_and_hides_the_number(officer, client_of):
    MessageFactory(name="Rina Contoh", address="+6281234567890")
    page = texts(client_of(officer).get(OUTBOX))
    assert "Rina Contoh" in page
    assert "0812-****-7890" in page
    assert "+6281234567890" not in page


def test_an_email_address_is_masked_too(officer, client_of):
    MessageFactory(address="rina@demo.test")
    page = texts(client_of(officer).get(OUTBOX))
    assert "r***@demo.test" in page
    assert "rina@demo.test" not in page


def test_a_message_can_be_read_and_not_changed(officer, client_of):
    message = MessageFactory(sent=True, body="Halo Rina, ada kabar.")
    DeliveryReportFactory(message=message, status="read")
    page = texts(client_of(officer).get(f"{OUTBOX}{message.pk}/change/"))
    assert "Halo Rina, ada kabar." in page
    assert message.address not in page
    assert "<textarea" not in page


def test_the_call_list_holds_the_failed_ones(officer, client_of):
    MessageFactory(name="Budi Contoh")
    MessageFactory(failed=True, name="Rina Contoh")
    page = texts(client_of(officer).get(OUTBOX, {"call": "yes"}))
    assert "Rina Contoh" in page
    assert "Budi Contoh" not in page


@pytest.mark.parametrize(
    ("action", "state"), [("try_again", State.QUEUED), ("cancel", State.CANCELLED), ("settle_by_phone", State.FAILED)]
)
def test_many_at_once(officer, client_of, action, state):
    messages = MessageFactory.create_batch(2, failed=True)
    data = {"action": action, "_selected_action": [message.pk for message in messages]}
    client_of(officer).post(OUTBOX, data)
    assert set(Message.objects.values_list("state", "handled_by")) == {(state, officer.pk)}


def test_one_message_has_the_buttons_that_fit_it(officer, client_of):
    browser = client_of(officer)
    message = MessageFactory(failed=True)
    again = reverse("admin:notifications_message_do", args=[message.pk, "again"])
    assert again in texts(browser.get(f"{OUTBOX}{message.pk}/change/"))

    browser.post(again)

    message.refresh_from_db()
    assert message.state == State.QUEUED
    assert again not in texts(browser.get(f"{OUTBOX}{message.pk}/change/"))


def test_a_refusal_is_shown_as_a_sentence(officer, client_of):
    message = MessageFactory(sent=True)
    page = client_of(officer).post(reverse("admin:notifications_message_do", args=[message.pk, "cancel"]), follow=True)
    message.refresh_from_db()
    assert message.state == State.SENT
    assert [str(notice) for notice in page.context["messages"]] == [
        "Rina Contoh: Pesan ini sudah terkirim, tidak bisa ditarik lagi."
    ]


def test_who_may_not_see_the_outbox_finds_nothing(roles, client_of):
    message = MessageFactory(failed=True)
    stranger = UserFactory(is_staff=True)
    browser = client_of(stranger)
    assert browser.get(OUTBOX).status_code == 403
    assert browser.post(reverse("admin:notifications_message_do", args=[message.pk, "again"])).status_code == 404
    assert not Message.objects.visible_to(stranger).exists()


def test_a_verb_is_never_a_link(officer, client_of):
    message = MessageFactory(failed=True)
    url = reverse("admin:notifications_message_do", args=[message.pk, "again"])
    assert client_of(officer).get(url).status_code == 405


def test_the_outbox_asks_the_same_number_of_questions_for_one_and_three(
    officer, client_of, django_assert_max_num_queries
):
    browser = client_of(officer)
    counts = []
    for _ in range(2):
        MessageFactory.create_batch(1 if not counts else 2)
        with django_assert_max_num_queries(12) as asked:
            browser.get(OUTBOX)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_admin_changes_a_text(admin2, client_of):
    template = MessageTemplateFactory(code="greeting", placeholders=["place"])
    url = f"/admin/notifications/messagetemplate/{template.pk}/change/"
    client_of(admin2).post(url, {"subject": "", "body": "Halo {name}, di {place}.", "whatsapp_template": ""})
    template.refresh_from_db()
    assert template.body == "Halo {name}, di {place}."


def test_a_placeholder_that_nobody_fills_is_refused_beside_the_field(admin2, client_of):
    template = MessageTemplateFactory(code="greeting", placeholders=["place"])
    url = f"/admin/notifications/messagetemplate/{template.pk}/change/"
    page = client_of(admin2).post(url, {"subject": "", "body": "Halo {nama}.", "whatsapp_template": ""})
    form = page.context["adminform"].form
    assert form.errors == {"body": ["{nama} tidak bisa diisi. Yang bisa dipakai di sini: {name}, {place}."]}
    assert MessageTemplate.objects.get().body == "Halo {name}, ada kabar."


def test_the_admin_makes_a_rule_from_what_the_apps_offer(admin2, client_of, monkeypatch):
    monkeypatch.setattr(reminders, "_sources", {"exam": lambda on, days: None})
    template = MessageTemplateFactory()
    rule = {"code": "exam_7", "reminder": "exam", "days_before": 7, "template": template.pk, "catch_up_days": 30}
    browser = client_of(admin2)
    browser.post("/admin/notifications/reminderrule/add/", {**rule, "reminder": "nothing_known"})
    assert not ReminderRule.objects.exists()
    browser.post("/admin/notifications/reminderrule/add/", rule)
    assert ReminderRule.objects.get().reminder == "exam"


def test_rules_and_texts_are_listed_by_what_they_are_about_and_not_by_their_codes(admin2, client_of, reference):
    browser = client_of(admin2)
    rules = browser.get("/admin/notifications/reminderrule/").text
    assert "Permintaan tentang data pribadi harus dijawab" in rules
    assert "data_request_due" not in rules.partition("<tbody")[2]
    texts = browser.get("/admin/notifications/messagetemplate/").text
    assert "Undangan tes seleksi" in texts
    assert "test_invitation" not in texts.partition("<tbody")[2]


def test_an_officer_reads_the_outbox_and_leaves_the_words_alone(officer, client_of):
    assert client_of(officer).get("/admin/notifications/messagetemplate/").status_code == 403
