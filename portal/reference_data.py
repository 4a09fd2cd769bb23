"""Where the public can turn to. Examples until staff enter the real numbers."""

from core.reference import Report, create_missing, rows
from portal.models import PublicContact


def load(report: Report) -> None:
    """Only an empty table is filled: a contact that staff removed stays removed."""
    made = 0
    if not PublicContact.objects.exists():
        found = [row | {"position": int(row["position"])} for row in rows("portal", "public_contacts.csv")]
        made = create_missing(PublicContact, ["matter", "name"], found)
    report(f"{made} public contacts")
