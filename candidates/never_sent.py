"""Papers that were asked for and never came: what `documents.papers` says of one person, asked of everybody at once.

The rules are those of `documents`; a test compares both answers.
"""

from datetime import date

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, CharField, DateField, Exists, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import ExpressionWrapper

from candidates.enums import MILESTONES, Condition, Marital, Origin, Told
from candidates.models import Document, DocumentRule, Journey
from candidates.models.document import ASKED_FROM
from candidates.validators import last_birthday_of_age


def never_sent(on: date) -> QuerySet[Journey]:
    """Journeys under way of which a paper is asked and nothing at all is on file. `papers`: their names; `asked_on`:
    the day since which the newest of them is asked for.
    """
    unmet = _unmet(on)
    newest = unmet.annotate(of=Value(1)).order_by().values("of").annotate(newest=Max("asked_on")).values("newest")
    names = StringAgg("kind__name", ", ", distinct=True, order_by="kind__name")
    listed = unmet.annotate(of=Value(1)).order_by().values("of").annotate(names=names).values("names")
    return (
        Journey.objects.open()
        .filter(Exists(unmet), departed_on=None)
        .exclude(origin=Origin.ALUMNI)
        .annotate(asked_on=Subquery(newest), papers=Subquery(listed))
    )


def _unmet(on: date) -> QuerySet[DocumentRule]:
    """The rules about the journey outside whose paper is asked for by now, while there is none."""
    on_file = Document.objects.filter(kind=OuterRef("kind"), candidate=OuterRef(OuterRef("candidate")))
    day = Case(
        *[When(asked_from=stage, then=OuterRef(MILESTONES[stage])) for stage, _label in ASKED_FROM],
        output_field=DateField(),
    )
    person = {
        "born": ExpressionWrapper(OuterRef("candidate__birth_date"), DateField()),
        "lives_in": ExpressionWrapper(OuterRef("candidate__kelurahan"), CharField()),
        "married": ExpressionWrapper(OuterRef("candidate__marital_status"), CharField()),
        "trainee": ExpressionWrapper(OuterRef("candidate__was_trainee"), CharField()),
    }
    about = Q(sector=None) | Q(sector=OuterRef("sector")), Q(scheme=None) | Q(scheme=OuterRef("scheme"))
    return (
        DocumentRule.objects.valid(on)
        .filter(*about, ~Exists(on_file))
        .annotate(asked_on=day, **person)
        .filter(_holds(on), asked_on__isnull=False)
    )


def _holds(on: date) -> Q:
    """`documents._holds` as a condition."""
    return (
        Q(condition=Condition.EVERYBODY)
        | Q(condition=Condition.UNDER_18, born__gt=last_birthday_of_age(on))
        | Q(condition=Condition.OUTSIDE, lives_in=None)
        | Q(condition=Condition.MARRIED, married=Marital.MARRIED)
        | Q(condition=Condition.EX_TRAINEE, trainee=Told.YES)
    )
