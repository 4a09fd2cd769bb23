"""The rules of the dormitory. The phone rule is the one that the training app applies: the two cannot differ."""

from datetime import date
from typing import Any

from candidates.models import Programme
from portal.models import DormitoryRule
from training.models import PhoneRule


def rules(on: date) -> dict[str, Any]:
    shown = DormitoryRule.objects.filter(is_shown=True)
    programme = Programme.objects.filter(opens_on__lte=on, ends_on__gte=on).order_by("-year").first()
    return {
        "timed": [rule for rule in shown if rule.starts_at],
        "always": [rule for rule in shown if not rule.starts_at],
        "phone": PhoneRule.objects.in_force(programme and programme.pk, on),
        "on": on,
    }
