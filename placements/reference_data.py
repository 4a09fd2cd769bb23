"""First steps of the schemes. Staff may change them afterwards."""

from datetime import date

from core.reference import Report, create_missing, rows
from notifications.reference_data import load_messages
from placements.models import SchemeStep, StepKind

FLAGS = ("needs_number", "needs_expiry", "says_who", "covers_flight")


def load(report: Report) -> None:
    kinds = [row | {flag: row[flag] == "true" for flag in FLAGS} for row in rows("placements", "step_kinds.csv")]
    report(f"{create_missing(StepKind, ['slug'], kinds)} kinds of steps")
    # A scheme whose steps staff have begun to edit is theirs: only schemes without any step are filled.
    known = set(SchemeStep.objects.values_list("scheme_id", flat=True))
    steps = [_scheme_step(row) for row in rows("placements", "scheme_steps.csv") if row["scheme"] not in known]
    report(f"{create_missing(SchemeStep, ['scheme', 'kind', 'valid_from'], steps)} steps of schemes")
    load_messages("placements", report)


def _scheme_step(row: dict[str, str]) -> dict[str, object]:
    return {
        "scheme_id": row["scheme"],
        "kind_id": row["kind"],
        "position": int(row["position"]),
        "owner": row["owner"],
        "default_days": int(row["default_days"]),
        "validity_months": int(row["validity_months"]) if row["validity_months"] else None,
        "valid_from": date.fromisoformat(row["valid_from"]),
    }
