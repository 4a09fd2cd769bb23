"""The office's list of certificates: filters from the address, pages by key instead of by number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from certificates.enums import ENDED, State
from certificates.models import Certificate, CertificateCheck
from certificates.models.certificate import HeldQuerySet

PAGE = 50
SOON = 90  # days in which a test can still be booked, taken and checked anew

VIEWS: dict[str, object] = {
    "menunggu": _("Waiting for the check"),
    "diperiksa": _("Checked"),
    "ditolak": _("Not accepted or revoked"),
    "habis": _("Expired, or within 90 days"),
}
KINDS = {State.CLAIMED: "waiting", State.VERIFIED: "done", State.REFUSED: "returned", State.REVOKED: "stopped"}


@dataclass(frozen=True)
class Filters:
    """What was asked for; anything unknown is left out. `after` is the last row of the page before."""

    view: str = ""
    after: int = 0

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> "Filters":
        view, after = query.get("keadaan", ""), query.get("setelah", "")
        good = after.isascii() and after.isdecimal() and len(after) < 19
        return cls(view if view in VIEWS else "", int(after) if good else 0)

    @property
    def views(self) -> list[tuple[str, object]]:
        return list(VIEWS.items())

    def query(self, after: int = 0) -> str:
        wanted: dict[str, object] = {"keadaan": self.view, "setelah": after or ""}
        return urlencode({name: value for name, value in wanted.items() if value})


@dataclass(frozen=True)
class Paper:
    """One row: the certificate, the tag of its state, and the reason when it was not accepted."""

    certificate: Certificate
    kind: str
    label: object
    reason: str


@dataclass(frozen=True)
class Page:
    papers: Sequence[Paper]
    next_query: str
    first_query: str | None


def papers_page(certificates: HeldQuerySet, filters: Filters, *, on: date) -> Page:
    """One page, newest first; those that end soon with the first to end on top."""
    rows = _chosen(certificates, filters.view, on)
    if filters.after:
        rows = _behind(rows, filters)
    if filters.view != "habis":
        rows = rows.order_by("-pk")
    last_reason = CertificateCheck.objects.filter(certificate=OuterRef("pk")).order_by("-at").values("reason")[:1]
    rows = rows.annotate(last_reason=Subquery(last_reason)).select_related("candidate", "work_category")
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    following = filters.query(shown[-1].pk) if len(found) > PAGE else ""
    return Page([_paper(row, on) for row in shown], following, filters.query() if filters.after else None)


def _chosen(certificates: HeldQuerySet, view: str, on: date) -> HeldQuerySet:
    if view == "habis":
        return certificates.ending(on + timedelta(days=SOON))
    states = {"menunggu": [State.CLAIMED], "diperiksa": [State.VERIFIED], "ditolak": list(ENDED)}
    return certificates.filter(state__in=states[view]) if view else certificates


def _behind(rows: HeldQuerySet, filters: Filters) -> HeldQuerySet:
    """What comes after the last row of the page before, in the order of the view."""
    if filters.view != "habis":
        return rows.filter(pk__lt=filters.after)
    last = Subquery(Certificate.objects.filter(pk=filters.after).values("proves_until"))
    return rows.filter(Q(proves_until__gt=last) | Q(proves_until=last, pk__gt=filters.after))


def _paper(row: Any, on: date) -> Paper:
    if row.state == State.VERIFIED and row.proves_until is not None and row.proves_until < on:
        return Paper(row, "stopped", _("Expired"), "")
    return Paper(row, KINDS[State(row.state)], row.get_state_display(), row.last_reason or "")
