"""Questions and answers, and the few that hold the words somebody looks for."""

from portal.models import Question


def answers(typed: str) -> list[Question]:
    """All that are shown, or those with every one of these words, wherever and however written."""
    wanted = typed.casefold().split()
    return [row for row in Question.objects.filter(is_shown=True) if _has(row, wanted)]


def _has(row: Question, wanted: list[str]) -> bool:
    text = f"{row.question} {row.answer}".casefold()
    return all(word in text for word in wanted)
