"""The papers on a journey's page at the desk, and the button that leads to checking them."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.admin.papers import screen_url
from candidates.admin_panels import register_panel
from candidates.admin_verbs import JourneyVerb, register
from candidates.documents import papers
from candidates.enums import Stage
from candidates.models import Journey
from candidates.names import Verdict
from candidates.own_documents import KINDS, state_words
from candidates.papers_agree import disagreeing


@register_panel
def papers_panel(journey: Journey, request: HttpRequest) -> str:
    """Every paper with its state; what is missing is only mentioned, unless its rule says otherwise."""
    if not request.user.has_perm("candidates.check_document"):
        return ""
    listed = papers(journey, timezone.localdate())
    if not listed:
        return ""
    rows = [(each, KINDS[each.state], state_words(each), screen_url(journey.pk, each.kind.slug)) for each in listed]
    context = {"rows": rows, "sent": sum(not each.is_missing for each in listed)}
    return render_to_string("admin/candidates/papers_panel.html", context, request=request)


KIND_OF = {Verdict.OTHERWISE: "waiting", Verdict.DIFFERENT: "returned"}


@register_panel
def names_panel(journey: Journey, request: HttpRequest) -> str:
    """Where the papers name the person differently from the record."""
    if not request.user.has_perm("candidates.check_document"):
        return ""
    rows = [(each, KIND_OF[each.verdict]) for each in disagreeing(journey.candidate)]
    return render_to_string("admin/candidates/names_panel.html", {"rows": rows}, request=request) if rows else ""


register(
    JourneyVerb(
        slug="papers",
        label=_("Check papers"),
        stages=[Stage.REGISTERED],
        permission="candidates.check_document",
        perform=None,
        page=lambda journey: screen_url(journey.pk),
    )
)
