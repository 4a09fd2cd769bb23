import hashlib
import hmac
import json

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from notifications.delivery_reports import FURTHEST, read_whatsapp, settle
from notifications.enums import State
from notifications.models import DeliveryReport, Message
from tests.factories.notifications import MessageFactory

SECRET = "stand-in-app-secret"
HOOK = "/webhook/whatsapp/"


@pytest.fixture(autouse=True)
def keys(settings):
    settings.WHATSAPP_APP_SECRET = SECRET
    settings.WHATSAPP_VERIFY_TOKEN = "open-sesame"


def webhook(number, status, **more):
    entry = {"id": number, "status": status, "timestamp": "1795500003", **more}
    return {"object": "whatsapp_business_account", "entry": [{"changes": [{"value": {"statuses": [entry]}}]}]}


def post(content, secret=SECRET, client=None):
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    signature = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    browser = client or Client(enforce_csrf_checks=True)
    return browser.post(HOOK, body, content_type="application/json", headers={"X-Hub-Signature-256": signature})


def test_meta_is_answered_with_its_challenge(client):
    query = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "open-sesame"}
    answer = client.get(reverse("notifications:whatsapp_webhook"), query)
    assert (answer.status_code, answer.content) == (200, b"1158201444")


@pytest.mark.parametrize("token", ["", "wrong"])
def test_a_stranger_gets_no_challenge(client, token):
    query = {"hub.mode": "subscribe", "hub.challenge": "1", "hub.verify_token": token}
    assert client.get(HOOK, query).status_code == 403


def test_without_a_verify_token_nobody_gets_in(client, settings):
    settings.WHATSAPP_VERIFY_TOKEN = ""
    assert client.get(HOOK, {"hub.mode": "subscribe", "hub.verify_token": ""}).status_code == 403


@pytest.mark.django_db
def test_a_signed_report_moves_its_message():
    message = MessageFactory(sent=True, provider_id="wamid.A")

    assert post(webhook("wamid.A", "delivered")).status_code == 200

    message.refresh_from_db()
    assert message.state == State.DELIVERED
    assert message.reports.get().occurred_at.isoformat() == "2026-11-24T06:00:03+00:00"


@pytest.mark.django_db
def test_a_report_with_a_foreign_signature_is_refused():
    message = MessageFactory(sent=True, provider_id="wamid.A")
    assert post(webhook("wamid.A", "read"), secret="guessed").status_code == 403
    message.refresh_from_db()
    assert message.state == State.SENT


@pytest.mark.django_db
def test_without_an_app_secret_no_report_is_believed(settings):
    settings.WHATSAPP_APP_SECRET = ""
    assert post(webhook("wamid.A", "read"), secret="").status_code == 403
    assert not DeliveryReport.objects.exists()


@pytest.mark.django_db
def test_an_unsigned_post_is_refused(client):
    assert client.post(HOOK, b"{}", content_type="application/json").status_code == 403


@pytest.mark.django_db
def test_a_failed_report_puts_the_person_on_the_call_list():
    message = MessageFactory(sent=True, provider_id="wamid.A")
    post(webhook("wamid.A", "failed", errors=[{"code": 131026, "title": "Message undeliverable"}]))
    message.refresh_from_db()
    assert (message.state, message.error_code) == (State.FAILED, "131026")
    assert Message.objects.call_list().get() == message


@pytest.mark.django_db
def test_a_report_that_comes_before_our_own_note_is_not_lost():
    post(webhook("wamid.A", "read"))
    message = MessageFactory(sent=True, provider_id="wamid.A")
    settle("wamid.A")
    message.refresh_from_db()
    assert message.state == State.READ


@pytest.mark.django_db
@given(reports=st.lists(st.sampled_from(["sent", "failed", "delivered", "read"]), min_size=1, max_size=8))
def test_in_any_order_and_however_often_the_furthest_report_counts(reports):
    Message.objects.all().delete()
    DeliveryReport.objects.all().delete()
    message = MessageFactory(sent=True, provider_id="wamid.A")
    states = []
    for status in reports:
        assert post(webhook("wamid.A", status)).status_code == 200
        message.refresh_from_db()
        states.append(FURTHEST.index(message.state))

    assert message.state == max(["sent", *reports], key=FURTHEST.index)
    assert states == sorted(states)
    assert message.reports.count() == len(set(reports))


KEYS = ["entry", "changes", "value", "statuses", "id", "status", "x"]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["entry", "changes", "value", "statuses", "id", "status", "x"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)


@given(content=json_values)
def test_no_shape_of_content_breaks_the_reader(content):
    assert all(report.provider_id for report in read_whatsapp(content))


@pytest.mark.django_db
def test_signed_nonsense_is_answered_as_such():
    assert post(b"{").status_code == 400
    assert post({"entry": [{"changes": [{"value": {"messages": [{"text": {"body": "STOP"}}]}}]}]}).status_code == 200
