"""Who opened somebody's data, when and what: the person's right to know (UU 27/2022 art. 32)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role, roles_of
from candidates.models import AccessLog, Candidate

WHAT = {
    "record": gettext_lazy("the whole record"),
    "phone": gettext_lazy("the phone number, to call"),
    "family": gettext_lazy("the number of your family contact, to call"),
    "paper": gettext_lazy("a photo of a paper"),
    "history": gettext_lazy("the earlier values of the record"),
    "export": gettext_lazy("NIK or phone in full, in a list"),
    AccessLog.EVIDENCE: gettext_lazy("the proof of the flight"),
    AccessLog.NEW_CODE: gettext_lazy("made a new access code"),
    AccessLog.OWN_COPY: gettext_lazy("downloaded all data"),
    AccessLog.NEW_PASSWORD: gettext_lazy("chose a new password"),
    AccessLog.MERGED: gettext_lazy("joined two records of yours into one"),
    AccessLog.UNMERGED: gettext_lazy("made two records of it again"),
    AccessLog.CONSENT: gettext_lazy("wrote down an agreement"),
}


def in_words(what: str) -> str:
    """What a row of the log says was opened. "paper:ktp": what, and which one."""
    return str(WHAT.get(what.partition(":")[0], what))


def is_about(code: str) -> Q:
    """The rows of one kind, whichever one of it was opened."""
    return Q(what=code) | Q(what__startswith=f"{code}:")


@dataclass(frozen=True)
class Opening:
    who: str
    role: str
    what: str
    at: datetime

    @property
    def when(self) -> str:
        moment = timezone.localtime(self.at)
        return _("%(day)s, %(time)s") % {"day": date_format(moment), "time": time_format(moment)}


def of_person(key: int) -> QuerySet[AccessLog]:
    """Also of a record that was merged into theirs: they were opened there."""
    return AccessLog.objects.filter(candidate__in=Candidate.objects.filter(Q(pk=key) | Q(merged_into=key)))


def rows(candidate: Candidate) -> QuerySet[AccessLog]:
    return of_person(candidate.pk).select_related("by").prefetch_related("by__groups")


def openings(log: Iterable[AccessLog]) -> list[Opening]:
    """The rows in words: the officer's name and role, never their address or phone."""
    return [_opening(row) for row in log]


def _opening(row: AccessLog) -> Opening:
    what = in_words(row.what)
    if row.by is None:
        return Opening(_("You"), "", what, row.at)
    row.by._roles = frozenset(group.name for group in row.by.groups.all())  # prefetched, so no query a row
    labels = [str(role.label) for role in Role if role in roles_of(row.by)]
    return Opening(str(row.by), ", ".join(labels), what, row.at)
