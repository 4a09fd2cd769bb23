"""Give a class to a replacement for an evening, and take it back."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from core.verb_pages import posted, press
from training.hand_over import hand_over, take_back
from training.hand_over_forms import HandOverForm
from training.models import ClassTrainer, TrainingClass
from training.permissions import can_hand_over
from training.requests import SignedIn
from training.views.forms import form_page


@require_http_methods(["GET", "POST"])
def hand_overs(request: SignedIn, code: str) -> HttpResponse:
    """For the class's own trainers and the offices: who has it when, and the form for the next evening."""
    training_class = _class_of(request, code)
    coming = ClassTrainer.objects.filter(
        training_class=training_class, handed_over_by__isnull=False, to_on__gte=timezone.localdate()
    )
    return form_page(
        request,
        HandOverForm(*posted(request)),
        lambda typed: hand_over(training_class, by=request.user, **typed),
        back=reverse("training:class", args=[code]),
        done=_("The class is handed over. The replacement sees it on those evenings."),
        title=_("A replacement for %(class)s") % {"class": training_class.name},
        lead=_("The replacement sees and enters this class on those evenings only. Its own trainers keep it too."),
        button=_("Hand over"),
        training_class=training_class,
        coming=coming.select_related("user", "handed_over_by").order_by("from_on"),
        template="training/hand_overs.html",
    )


@require_POST
def end(request: SignedIn, code: str, pk: int) -> HttpResponse:
    training_class = _class_of(request, code)
    row = get_object_or_404(ClassTrainer, pk=pk, training_class=training_class, handed_over_by__isnull=False)
    back = reverse("training:hand_overs", args=[code])
    return press(request, lambda: take_back(row, by=request.user), back=back, done=_("The hand-over was taken back."))


def _class_of(request: SignedIn, code: str) -> TrainingClass:
    if not can_hand_over(request.user):
        raise Http404
    return get_object_or_404(TrainingClass.objects.visible_to(request.user, replacements=False), code=code)
