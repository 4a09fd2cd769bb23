"""What the lists that a kelurahan sent say about one person: to tell them, and to delete it."""

from django.db.models import Q, QuerySet

from candidates.models import Candidate, ImportRow


def rows_about(candidate: Candidate) -> QuerySet[ImportRow]:
    """By journey or NIK; else by phone together with a name the person has or had. The phone alone is a family's."""
    found = Q(journey__candidate=candidate) | Q(nik=candidate.nik)
    for name, phone in {(candidate.name, candidate.phone), *candidate.history.values_list("name", "phone")}:  # type: ignore[attr-defined]
        found |= Q(values__name__iexact=name, values__phone=phone)
    return ImportRow.objects.filter(found)
