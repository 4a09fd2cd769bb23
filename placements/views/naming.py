"""The name in katakana, for whatever is filled in for Japan."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.papers_agree import travels_as
from core.verb_pages import demand, posted
from placements import naming, wording
from placements.forms import NameForm
from placements.katakana import suggested
from placements.views.pages import for_the_office, form_page
from placements.views.people import visible_journey


@require_http_methods(["GET", "POST"])
@for_the_office
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The suggestion stands in the field until somebody has written a name."""
    demand(request, "placements.write_name_in_japan")
    candidate = visible_journey(request, pk).candidate
    stands = naming.in_japan(candidate)
    known = travels_as(candidate)
    initial = {"written": stands.text, "seen": "" if stands.is_suggested else stands.text}
    return form_page(
        request,
        NameForm(*posted(request), initial=initial),
        lambda typed: naming.write(candidate, typed["written"], seen=typed["seen"], by=request.user),  # type: ignore[arg-type]
        back=reverse("placements:person", args=[pk]),
        done=_("The name in katakana is saved."),
        title=_("The name of %(name)s in Japan") % {"name": candidate},
        button=_("Save"),
        facts=wording.facts(
            (_("Name on %(paper)s") % {"paper": known.where}, known.written),
            (_("Suggestion"), wording.japanese(suggested(known.written))),
            (_("Written by"), stands.last and stands.last.written_by),
        ),
        lead=_("Take what the company, a bank or an earlier residence card wrote. Lists show only a name saved here."),
    )
