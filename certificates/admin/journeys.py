"""What this room shows and does on a journey's own page at the desk."""

from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.admin_panels import register_mark, register_panel
from candidates.admin_verbs import JourneyVerb, register
from candidates.enums import Origin, Stage
from candidates.models import Journey
from certificates import qualification
from certificates.admin.pages import page_of
from certificates.enums import ExemptionKind
from certificates.models import Booking, DepartureOverride
from certificates.overview import ProofLine, Standing, count_held, proof_lines

if TYPE_CHECKING:
    from accounts.models import User

KINDS = {Standing.HELD: "done", Standing.CLAIMED: "waiting", Standing.LAPSED: "stopped", Standing.LACKING: "quiet"}
WORDS = {
    Standing.HELD: _("held"),
    Standing.CLAIMED: _("waiting for the check"),
    Standing.LAPSED: _("expired"),
    Standing.LACKING: _("lacking"),
}


@register_panel
def proofs_panel(journey: Journey, request: HttpRequest) -> str:
    """Proofs x of y, each with its paper or the way to add one; and the override, if there is one."""
    user: User = request.user  # type: ignore[assignment]
    if not user.has_perm("certificates.view_certificate"):
        return ""
    lines = proof_lines(journey, on=timezone.localdate())
    override = DepartureOverride.objects.live().filter(journey=journey).select_related("proposed_by", "confirmed_by")
    held = count_held(lines)
    context = {
        "rows": [_row(line) for line in lines],
        "held": held,
        "required": len(lines),
        "override": override.first(),
        "add_url": _add_url(journey) if user.has_perm("certificates.add_certificate") else "",
        "exempt_url": _exempt_url(journey) if user.has_perm("certificates.add_exemption") else "",
        "qualify_url": _qualify_url(journey, user) if lines and held == len(lines) else "",
        "expected": journey.stage,
        "tries": Booking.objects.filter(candidate=journey.candidate_id).select_related("sitting__test"),
        "seat_url": _seat_url(journey) if user.has_perm("certificates.add_booking") else "",
        "is_alumni": journey.origin == Origin.ALUMNI,
    }
    return render_to_string("admin/certificates/panel.html", context, request=request)


def _row(line: ProofLine) -> dict[str, object]:
    url = page_of(line.paper) if line.paper is not None else ""
    return {"line": line, "kind": KINDS[line.standing], "state": WORDS[line.standing], "url": url}


def _add_url(journey: Journey) -> str:
    return f"{reverse('admin:certificates_certificate_add')}?{urlencode({'candidate': journey.candidate_id})}"


def _exempt_url(journey: Journey) -> str:
    answers: dict[str, object] = {"candidate": journey.candidate_id}
    if journey.origin == Origin.ALUMNI:
        answers["kind"] = ExemptionKind.BEFORE_PORTAL.value
    return f"{reverse('admin:certificates_exemption_add')}?{urlencode(answers)}"


def _seat_url(journey: Journey) -> str:
    return f"{reverse('admin:certificates_booking_add')}?{urlencode({'journey': journey.pk})}"


def _qualify_url(journey: Journey, user: "User") -> str:
    """Only for who held everything before being chosen; otherwise the last check records it by itself."""
    open_yet = journey.is_open and journey.qualified_on is None and journey.departed_on is None
    if not open_yet or not qualification.is_chosen(journey) or not user.has_perm(QUALIFY.permission):
        return ""
    return reverse("admin:candidates_journey_verb", args=[journey.pk, QUALIFY.slug])


def _qualify(*, journey: Journey, by: "User", on: date | None, expected: str, data: dict[str, Any]) -> object:
    return qualification.qualify(journey, by=by, on=on, expected=expected)


QUALIFY = register(
    JourneyVerb(
        slug="qualify",
        label=_("Record: proofs complete"),
        stages=[],  # offered by the panel alone, when it is true
        permission="certificates.verify_certificate",
        perform=_qualify,
    )
)
register(
    JourneyVerb(
        slug="override",
        label=_("Propose an override"),
        stages=[Stage.OFFERED, Stage.CONTRACT, Stage.COE, Stage.VISA],
        permission="certificates.add_departureoverride",
        perform=None,
        page=lambda journey: reverse("admin:certificates_departureoverride_propose", args=[journey.pk]),
    )
)
register_mark(
    "has_override",
    Exists(DepartureOverride.objects.in_force().filter(journey=OuterRef("pk"))),
    _("Override in force"),
)
