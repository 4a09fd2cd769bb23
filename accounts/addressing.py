"""Colleagues as the receivers of a reminder: who they are, where it goes, and what it says."""

from datetime import date

from django.db.models import CharField, DateField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject

from accounts.models import User
from accounts.roles import Role


def each_with(role: Role, *, due_on: date, **context: Value) -> QuerySet[User]:
    """Every active colleague of this role as a row that a reminder is made of; `context` fills its template."""
    return User.objects.filter(is_active=True, groups__name=role).annotate(
        person_key=Concat(Value("user:"), Cast("pk", CharField())),
        address=Coalesce("phone", Cast("email", CharField()), Value("")),
        due_on=Value(due_on, output_field=DateField()),
        context=JSONObject(**context),
    )
