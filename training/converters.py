"""What stands in the addresses of this app: a day, an ISO week and a moment of the morning."""

from datetime import date

from training.enums import RollKind
from training.phone_list import Week


class DayConverter:
    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()


class WeekConverter:
    regex = "[0-9]{4}-W[0-9]{2}"

    def to_python(self, value: str) -> Week:
        return Week.parse(value)

    def to_url(self, value: Week | str) -> str:
        return str(value)


class RollConverter:
    regex = "|".join(RollKind.values)

    def to_python(self, value: str) -> RollKind:
        return RollKind(value)

    def to_url(self, value: RollKind | str) -> str:
        return str(value)
