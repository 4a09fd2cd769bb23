"""What can be due with registrations: looking at them within the days that were promised."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import CharField, Count, DateField, Exists, F, Max, Min, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from candidates import opening
from candidates.disclosure import in_words
from candidates.enums import DocumentState, Purpose, Stage
from candidates.models import Consent, DataRequest, Document, Journey
from candidates.never_sent import never_sent
from candidates.promises import check_by, overdue_if_registered_by
from candidates.telling import has_agreed
from notifications import reminders


def verifications_overdue(on: date, days_before: int) -> QuerySet[User]:
    """One row for each Disnaker officer while somebody waits longer than promised.

    Due is the newest broken promise: a backlog that stays the same does not nag every day, a growing one does.
    """
    waiting = Journey.objects.filter(stage=Stage.REGISTERED, registered_on__lte=overdue_if_registered_by(on))
    late = waiting.aggregate(count=Count("pk"), oldest=Min("registered_on"), newest=Max("registered_on"))
    return _to_officers(
        late["newest"] and check_by(late["newest"]),
        count=Value(late["count"]),
        oldest_on=Value((late["oldest"] or on).isoformat()),
        link=Value(f"{settings.PUBLIC_URL}/admin/candidates/journey/?stage__exact={Stage.REGISTERED}"),
    )


def data_requests_due(on: date, days_before: int) -> QuerySet[User]:
    """One row for each Disnaker officer while a request about personal data has to be answered by then.

    Due is the last day among them: what comes later is told anew, the same ones are told once.
    """
    end = timezone.make_aware(datetime.combine(on + timedelta(days=days_before + 1), time.min))
    soon = DataRequest.objects.open().filter(due_at__lt=end)
    told = soon.aggregate(count=Count("pk"), first=Min("due_at"), last=Max("due_at"))
    return _to_officers(
        told["last"] and timezone.localdate(told["last"]),
        count=Value(told["count"]),
        due=Value(in_words(told["first"] or end)),
        link=Value(f"{settings.PUBLIC_URL}/admin/candidates/datarequest/"),
    )


def _to_officers(due_on: date | None, **context: Value) -> QuerySet[User]:
    """A row for each officer of Disnaker; none while nothing is due, but with the same columns."""
    officers = User.objects.filter(groups__name__in=[Role.DISNAKER_OFFICER, Role.DISNAKER_ADMIN], is_active=True)
    rows = officers.distinct().annotate(
        person_key=Concat(Value("user:"), Cast("pk", CharField())),
        address=Coalesce("phone", Cast("email", CharField()), Value("")),
        due_on=Value(due_on, output_field=DateField()),
        context=JSONObject(**context),
    )
    return rows if due_on else rows.none()


def papers_still_returned(on: date, days_before: int) -> QuerySet[Document]:
    """Papers that came back and were not sent again: one row each, for who agreed to messages and is still with us.

    Due is the day it came back; the rule waits a few days.
    """
    agreed = Consent.objects.filter(candidate=OuterRef("candidate"), text__purpose=Purpose.MESSAGES, withdrawn_at=None)
    under_way = Journey.objects.open().filter(candidate=OuterRef("candidate"))
    returned = Document.objects.filter(Exists(agreed), Exists(under_way), state=DocumentState.RETURNED)
    return returned.annotate(
        person_key=Concat(Value("candidate:"), Cast("candidate_id", CharField())),
        name=F("candidate__name"),
        address=F("candidate__phone"),
        about=Concat(Value("paper:"), Cast("pk", CharField())),
        due_on=TruncDate("decided_at"),
        context=JSONObject(
            paper=F("kind__name"),
            reason=F("reason__text"),
            link=Value(f"{settings.PUBLIC_URL}/status/"),
        ),
    )


def papers_never_sent(on: date, days_before: int) -> QuerySet[Journey]:
    """Who was asked for papers and has sent nothing of them: one row a person, for who agreed to messages.

    Due is the day since which they are asked for; papers of a later step are a matter of their own.
    """
    return (
        never_sent(on)
        .filter(has_agreed("candidate"), asked_on__lte=on + timedelta(days=days_before))
        .annotate(
            person_key=Concat(Value("candidate:"), Cast("candidate_id", CharField())),
            name=F("candidate__name"),
            address=F("candidate__phone"),
            about=Concat(Value("journey:"), Cast("pk", CharField())),
            due_on=F("asked_on"),
            context=JSONObject(papers=F("papers"), link=Value(f"{settings.PUBLIC_URL}/status/")),
        )
    )


reminders.register("paper_never_sent", papers_never_sent, _("Papers that were asked for never came"))
reminders.register("data_request_due", data_requests_due, _("A request about personal data has to be answered"))
reminders.register("paper_still_returned", papers_still_returned, _("A paper that came back was not sent again"))
reminders.register("verification_overdue", verifications_overdue, _("Registrations wait longer than promised"))
reminders.register(opening.RULE, opening.waiting_for_opening, _("Registration has opened"))
