"""The queue of what people ask about their own data: three times 24 hours, Sundays included."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from candidates import data_requests, disclosure, erasure
from candidates.correcting import BY_HAND
from candidates.data_forms import RefusalForm
from candidates.enums import RequestKind
from candidates.models import AccessLog, DataRequest
from candidates.telling import agreed
from portal.desk.deadlines import Deadline
from portal.desk.queue import Deed, Queue, Shown, rows
from portal.desk.turn import Place

if TYPE_CHECKING:
    from accounts.models import User

ANSWER = "candidates.answer_datarequest"
SHOWN = 3
DO = {
    RequestKind.COPY: gettext_lazy("Printed and handed over"),
    RequestKind.CORRECT: gettext_lazy("Compared with the KTP: correct it"),
    RequestKind.WITHDRAW: gettext_lazy("End the registration"),
    RequestKind.ERASE: gettext_lazy("Delete the data for good"),
}
ASKS = {
    RequestKind.WITHDRAW: gettext_lazy("The open journey is closed as withdrawn, and every consent ends."),
    RequestKind.ERASE: gettext_lazy("This cannot be undone, and afterwards nobody can be told. Tell them first."),
}
TOLD = gettext_lazy("This cannot be undone. A message tells the person; their phone is forgotten within three days.")


class SureForm(forms.Form):
    """Nothing to type: the page says what follows, the button says yes."""


class ToldForm(forms.Form):
    told = forms.BooleanField(
        label=gettext_lazy("I have told the person, by phone or at the counter."),
        error_messages={"required": gettext_lazy("Tell the person first: the law wants it.")},
    )


def everything(user: "User") -> QuerySet[DataRequest]:
    return DataRequest.objects.visible_to(user)


def waiting(user: "User", on: date) -> QuerySet[DataRequest]:
    return everything(user).open()


def hours(request: DataRequest) -> str:
    left = request.hours_left()
    if left < 0:
        late = max(-left - 1, 1)  # whole hours, and never "0 hours late"
        return ngettext("%(n)d hour late", "%(n)d hours late", late) % {"n": late}
    return ngettext("%(n)d hour left", "%(n)d hours left", left) % {"n": left}


def show(request: DataRequest) -> Shown:
    person = request.candidate
    warnings = []
    if request.kind == RequestKind.ERASE and (kept := erasure.kept_until(person, timezone.localdate())):
        warnings.append(_("Has left for Japan: the data are kept until %(day)s. Refuse, and say so.") % {"day": kept})
    if request.field in BY_HAND:
        warnings.append(_("Change it in the record first; then press the button here."))
    return Shown(
        heading=person.name,
        facts=rows(
            (_("Asks for"), request.get_kind_display()),
            (_("Consent"), request.get_purpose_display() if request.purpose else ""),
            (_("What is wrong"), request.get_field_display() if request.field else ""),
            (_("On file"), _on_file(request)),
            (_("Should be"), request.should_be),
            (_("Phone number"), person.phone_local),
            (_("Asked"), disclosure.in_words(request.asked_at)),
            (_("Due"), disclosure.in_words(request.due_at)),
            (_("Written down by"), request.asked_by),
        ),
        tags=[("returned" if request.hours_left() < 0 else "waiting", hours(request))],
        warnings=warnings,
        url=reverse("admin:candidates_candidate_change", args=[person.pk]),
        below=_copy(request),
    )


def _on_file(request: DataRequest) -> str:
    if not request.field or request.field in BY_HAND:
        return ""
    display = getattr(request.candidate, f"get_{request.field}_display", None)
    return str(display()) if display else disclosure.in_words(getattr(request.candidate, request.field))


def _copy(request: DataRequest) -> str:
    """What is to be printed, on the page itself."""
    if request.kind != RequestKind.COPY:
        return ""
    parts = {"parts": disclosure.everything(request.candidate)}
    return mark_safe(render_to_string("candidates/data/parts.html", parts))


def look(request: DataRequest, user: "User") -> None:
    AccessLog.objects.create(candidate_id=request.candidate_id, by=user, what="record")


def fulfil(item: DataRequest, *, by: "User", expected: str, data: dict[str, Any]) -> object:
    return data_requests.fulfil(item, by=by)


def refuse(item: DataRequest, *, by: "User", expected: str, data: dict[str, Any]) -> object:
    return data_requests.refuse(item, by=by, reason=data["reason"])


def deeds(request: DataRequest, user: "User") -> list[Deed]:
    kind = RequestKind(request.kind)
    danger = kind in ASKS
    form: type[forms.Form] = ToldForm
    asks = ASKS.get(kind, "")
    if kind == RequestKind.ERASE and agreed(request.candidate):
        form, asks = SureForm, TOLD
    return [
        Deed(
            "fulfil",
            DO[kind],
            fulfil,
            kind="danger" if danger else "primary",
            form=(lambda: form) if danger else None,
            asks=asks,
        ),
        Deed("refuse", _("Refuse with a reason"), refuse, form=lambda: RefusalForm),
    ]


def deadlines(user: "User") -> list[Deadline]:
    """Those that are due first, for the top of the desk."""
    if not user.has_perm(ANSWER):
        return []
    first = everything(user).open().select_related("candidate").order_by("due_at", "pk")[:SHOWN]
    words = _("%(kind)s of personal data: %(name)s")
    return [
        Deadline(
            words % {"kind": one.get_kind_display(), "name": one.candidate.name},
            hours(one),
            Place(item=one.pk).url(RIGHTS),
        )
        for one in first
    ]


RIGHTS = Queue(
    slug="data",
    title=gettext_lazy("Requests about personal data"),
    verb=gettext_lazy("Answer"),
    key="",
    permission=ANSWER,
    everything=everything,
    waiting=waiting,
    since="asked_at",
    show=show,
    deeds=deeds,
    # Not the name: after a deletion it would be the last place where it stands.
    name=lambda request: str(request.get_kind_display()),
    looked=look,
    related=("candidate", "asked_by"),
)
