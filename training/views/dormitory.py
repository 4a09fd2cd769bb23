"""The dormitory: which beds are free, who sleeps where, and giving, changing and leaving a bed."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.verb_pages import demand, posted, press
from training import dormitory
from training.bed_forms import BedForm, GiveForm, LeaveBedForm
from training.models import Enrolment, Room, RoomStay, Site, TrainingClass
from training.permissions import can_see_dormitory, can_see_people
from training.requests import SignedIn
from training.room_plan import plans
from training.views.forms import form_page

GIVE = "training.assign_bed"


@require_GET
def overview(request: SignedIn) -> HttpResponse:
    """Every site with its rooms: a picture, the table behind it, and who has no bed yet."""
    today = timezone.localdate()
    on = _day(request.GET.get("hari", ""), today)
    sites = list(_sites(request))
    rooms, free = plans(sites, on), dormitory.capacity(on)
    seats = _seats(request, on)
    without = dormitory.without_bed(seats, on)
    context = {
        "sites": [
            {
                "site": site,
                "plans": rooms.get(site.pk, []),
                "free": free.get(site.pk, []),
                "without": [seat for seat in without if seat.training_class.site_id == site.pk],
            }
            for site in sites
        ],
        "on": on,
        "today": today,
        **_may(request),
    }
    return render(request, "training/dormitory.html", context)


@require_GET
def room(request: SignedIn, pk: int) -> HttpResponse:
    """One room, bed by bed. A trainer reads the names of their own classes only."""
    today = timezone.localdate()
    found = get_object_or_404(Room.objects.select_related("site"), pk=pk, site__in=_sites(request))
    here = next((plan for plan in plans([found.site], today).get(found.site_id, []) if plan.room == found), None)
    known = None if can_see_people(request.user) else {seat.journey_id for seat in _seats(request, today)}
    left = found.stays.filter(to_on__gte=today, from_on__lte=today).select_related("journey__candidate")
    context = {
        "room": found,
        "plan": here,
        "beds": [
            {"bed": bed, "named": bed.stay and (known is None or bed.stay.journey_id in known)}
            for bed in (here.beds if here else [])
        ],
        "leaving": left,
        "today": today,
        **_may(request),
    }
    return render(request, "training/room.html", context)


@require_http_methods(["GET", "POST"])
def give(request: SignedIn, pk: int) -> HttpResponse:
    """A bed of this room for a trainee who has none."""
    _demand(request)
    found = get_object_or_404(Room.objects.in_use().select_related("site"), pk=pk)
    today = timezone.localdate()
    seats = [
        seat for seat in dormitory.without_bed(_seats(request, today), today) if seat.journey.candidate.sex == found.sex
    ]
    beds = [(each, bed) for each, bed in dormitory.free_beds(found.site_id, found.sex, today) if each == found]
    wanted = request.GET.get("tempat", "")
    form = GiveForm(*posted(request), beds=beds, seats=seats, initial={"bed": f"{found.pk}.{wanted}"})

    def perform(typed: dict[str, Any]) -> object:
        return dormitory.give_bed(typed["seat"].journey, *typed["bed"], by=request.user, on=typed["on"])

    return form_page(
        request,
        form,
        perform,
        back=reverse("training:room", args=[pk]),
        done=_("The bed is given."),
        title=_("Give a bed"),
        facts=[(_("Room"), f"{found.name}, {found.site}"), (_("For"), dormitory.FOR[found.sex])],
        button=_("Give the bed"),
    )


@require_http_methods(["GET", "POST"])
def move(request: SignedIn, pk: int) -> HttpResponse:
    """Another bed, at the same site or at the other one."""
    stay = _stay(request, pk)
    today = timezone.localdate()
    sex = stay.journey.candidate.sex
    sites = sorted(Site.objects.all(), key=lambda site: site != stay.room.site)
    beds = [choice for site in sites for choice in dormitory.free_beds(site.pk, sex, today)]

    def perform(typed: dict[str, Any]) -> object:
        return dormitory.give_bed(stay.journey, *typed["bed"], by=request.user, on=typed["on"])

    return form_page(
        request,
        BedForm(*posted(request), beds=beds),
        perform,
        back=reverse("training:room", args=[stay.room_id]),
        done=_("%(name)s has another bed.") % {"name": stay.journey.candidate},
        title=_("Move to another bed"),
        facts=_about(stay),
        button=_("Move"),
    )


@require_http_methods(["GET", "POST"])
def leave(request: SignedIn, pk: int) -> HttpResponse:
    """The person no longer sleeps here."""
    stay = _stay(request, pk)
    return form_page(
        request,
        LeaveBedForm(*posted(request)),
        lambda typed: dormitory.leave_bed(stay, by=request.user, on=typed["on"]),
        back=reverse("training:room", args=[stay.room_id]),
        done=_("The bed is free after the last day. It can be undone until then."),
        title=_("Leave the bed"),
        facts=_about(stay),
        button=_("Leave the bed"),
    )


@require_POST
def undo(request: SignedIn, pk: int) -> HttpResponse:
    """Take back what was done today: a bed that was given, or one that was left."""
    stay = _stay(request, pk)
    verb = dormitory.take_back if stay.to_on is None else dormitory.undo_leaving
    back = reverse("training:room", args=[stay.room_id])
    return press(request, lambda: verb(stay, by=request.user), back=back, done=_("Taken back."))


@require_POST
def give_all(request: SignedIn, pk: int) -> HttpResponse:
    """Everybody of this site who sits in a class and has no bed gets the next free one."""
    _demand(request)
    site = get_object_or_404(Site, pk=pk)
    today = timezone.localdate()
    seats = [seat for seat in _seats(request, today) if seat.training_class.site_id == site.pk]
    given, left_over = dormitory.give_beds(seats, by=request.user, on=today)
    said = ngettext("%(n)s bed given.", "%(n)s beds given.", given) % {"n": given}
    messages.success(request, said)
    if left_over:
        words = ngettext("For %(n)s person there is no bed.", "For %(n)s people there is no bed.", left_over)
        messages.warning(request, words % {"n": left_over})
    return redirect("training:dormitory")


def _may(request: SignedIn) -> dict[str, bool]:
    return {"may_give": request.user.has_perm(GIVE), "is_office": can_see_people(request.user)}


def _demand(request: SignedIn) -> None:
    if not can_see_people(request.user):
        raise Http404
    demand(request, GIVE)


def _sites(request: SignedIn) -> Any:
    """The offices see every site, a trainer those where they teach."""
    if not can_see_dormitory(request.user):
        raise Http404
    if can_see_people(request.user):
        return Site.objects.all()
    return Site.objects.filter(
        classes__in=TrainingClass.objects.visible_to(request.user, replacements=False)
    ).distinct()


def _seats(request: SignedIn, on: date) -> list[Enrolment]:
    """Who sits in a class that is not over, in the classes this person sees."""
    classes = TrainingClass.objects.visible_to(request.user, replacements=False).running(on)
    seats = Enrolment.objects.filter(training_class__in=classes).on(on)
    return list(seats.select_related("journey__candidate", "training_class").order_by("training_class", "trainee_no"))


def _stay(request: SignedIn, pk: int) -> RoomStay:
    _demand(request)
    return get_object_or_404(RoomStay.objects.select_related("room__site", "journey__candidate"), pk=pk)


def _about(stay: RoomStay) -> list[tuple[object, object]]:
    here = _("%(room)s, bed %(bed)s") % {"room": stay.room, "bed": stay.bed}
    return [(_("Name"), stay.journey.candidate.name), (_("Now"), f"{here}, {stay.room.site}")]


def _day(text: str, today: date) -> date:
    try:
        return parse_date(text) or today
    except ValueError:
        return today
