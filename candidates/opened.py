"""Who opened somebody's data, when and what: the person's right to know (UU 27/2022 art. 32)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet
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


# Something was done, and nothing looked at; what the person does also stands in the log.
DONE = is_about(AccessLog.CONSENT) | Q(
    what__in=(AccessLog.NEW_CODE, AccessLog.MERGED, AccessLog.UNMERGED, AccessLog.OWN_COPY, AccessLog.NEW_PASSWORD)
)
LOOK = Q(by__isnull=False) & ~DONE  # "opened by an officer", wherever the person reads it


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


def looks(candidate: Candidate) -> QuerySet[AccessLog]:
    """Each time an officer opened something, the newest first."""
    return rows(candidate).filter(LOOK)


def sentences(key: int) -> list[str]:
    """How often officers opened the record, and whether somebody made a new code for it."""
    seen = of_person(key).aggregate(
        times=Count("pk", filter=LOOK),
        last=Max("at", filter=LOOK),
        new_code=Max("at", filter=Q(what=AccessLog.NEW_CODE, by__isnull=False)),
    )
    found = [_("No officer has opened your data yet.")]
    if seen["times"]:
        words = _("Your data were opened %(times)d times by officers, last on %(date)s.")
        found = [words % {"times": seen["times"], "date": date_format(timezone.localtime(seen["last"]))}]
    if seen["new_code"]:
        words = _("A new access code was made at the counter on %(date)s. It was not you? Tell Disnaker.")
        found.append(words % {"date": date_format(timezone.localtime(seen["new_code"]))})
    return found


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
