"""What can be due in the classroom: a class day whose evening nobody entered."""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject
from django.utils.translation import gettext_lazy as _

from notifications import reminders
from training import house_reminders  # noqa: F401 - registered with these
from training.models import ClassTrainer

LOOK_BACK = 31  # days; older gaps are the office's business, and its list shows them

# The days of this trainer and class without an entry: the same question as `class_days.open_days`.
OPEN_DAYS = """unnest(ARRAY(
    SELECT day::date FROM generate_series(
        greatest(%s::date, training_classtrainer.from_on, training_trainingclass.starts_on),
        least(%s::date, training_classtrainer.to_on, training_trainingclass.ends_on), interval '1 day') AS day
    WHERE extract(isodow FROM day) < 6
        AND NOT EXISTS (SELECT FROM training_holiday AS holiday WHERE holiday.day = day.day::date)
        AND NOT EXISTS (SELECT FROM training_evening AS evening
            WHERE evening.training_class_id = training_trainingclass.id AND evening.day = day.day::date)
        AND NOT EXISTS (SELECT FROM training_daywaiver AS waiver
            WHERE waiver.training_class_id = training_trainingclass.id AND waiver.day = day.day::date)
        AND EXISTS (SELECT FROM training_enrolment AS seat JOIN candidates_journey AS journey
            ON journey.id = seat.journey_id
            WHERE seat.training_class_id = training_trainingclass.id AND seat.from_on <= day.day::date
            AND coalesce(seat.to_on, 'infinity') >= day.day::date
            AND coalesce(journey.closed_on, 'infinity') >= day.day::date)
))"""


def evenings_not_entered(on: date, days_before: int) -> QuerySet[ClassTrainer]:
    """One row for each trainer and class day without an entry, due on that day."""
    last = on + timedelta(days=days_before)
    first = last - timedelta(days=LOOK_BACK)
    return (
        ClassTrainer.objects.filter(user__is_active=True, training_class__starts_on__lte=last)
        .between(first, last)
        .annotate(due_on=RawSQL(OPEN_DAYS, [first, last], output_field=DateField()))
        .annotate(
            person_key=Concat(Value("user:"), Cast("user_id", CharField())),
            name=F("user__name"),
            address=Coalesce("user__phone", Cast("user__email", CharField()), Value("")),
            about=Concat(Value("class:"), Cast("training_class_id", CharField())),
            context=JSONObject(
                class_name=F("training_class__name"),
                due_on=F("due_on"),
                link=Value(f"{settings.PUBLIC_URL}/pelatihan/"),
            ),
        )
    )


reminders.register("evening_not_entered", evenings_not_entered, _("Scores of an evening are missing"))
