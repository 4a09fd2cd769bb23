"""Which messages the LPK office sees: those of its own people, in training or later on their way, and no others."""

from typing import TYPE_CHECKING

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from accounts.roles import Role
from candidates.models import Journey
from notifications.querysets import messages_of

if TYPE_CHECKING:
    from accounts.models import User

PREFIX = "candidate:"


def trainees() -> QuerySet[Journey]:
    """In training or later. In magang the interview comes before the training. Who has left is Disnaker's again."""
    begun = Q(training_on__isnull=False) | Q(offered_on__isnull=False)
    return Journey.objects.filter(begun, closed_on__isnull=True)


@messages_of(Role.LPK_OFFICER)
def of_their_trainees(user: "User") -> Q:
    keys = trainees().annotate(key=Concat(Value(PREFIX), Cast("candidate_id", CharField())))
    return Q(person_key__in=keys.values("key"))
