"""People and papers that wait, for the tests of the desk."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from certificates.enums import TestKind
from certificates.models import Certificate
from notifications.models import Message, MessageTemplate
from tests.factories.candidates import CandidateFactory, JourneyFactory

TODAY = timezone.localdate()


def person(name, days_ago=1, **kwargs):
    kwargs.setdefault("registered_on", TODAY - timedelta(days=days_ago))
    return JourneyFactory(candidate=CandidateFactory(name=name), **kwargs)


def queue(slug, **query):
    return reverse("admin:desk_queue", args=[slug], query=query)


def told(response):
    return [str(message) for message in response.context["messages"]]


def claimed(name, candidate=None, **kwargs):
    facts = {"test": TestKind.JLPT, "level": "N4", "issuer": "JF/JEES", "number": name, "tested_on": date(2026, 7, 5)}
    return Certificate.objects.create(candidate=candidate or CandidateFactory(name=name), **facts | kwargs)


def failed_message(name="Budi", **kwargs):
    template = MessageTemplate.objects.get(code="verified")
    facts = {"rule": f"r-{name}", "person_key": "user:1", "address": "+6281234567890", "error_code": "131026"}
    return Message.objects.create(template=template, name=name, state="failed", **facts | kwargs)
