"""The queue of certificates to be checked."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates import checking
from certificates.enums import CheckMethod, State
from certificates.forms import EndForm
from certificates.models import Certificate
from portal.desk.queue import Deed, Queue, Shown, rows

if TYPE_CHECKING:
    from accounts.models import User


def certificates(user: "User") -> QuerySet[Certificate]:
    return Certificate.objects.visible_to(user)


def unchecked(user: "User", on: date) -> QuerySet[Certificate]:
    return certificates(user).filter(state=State.CLAIMED)


def show_certificate(certificate: Certificate) -> Shown:
    passed = _("passed") if certificate.passed else _("not passed")
    return Shown(
        heading=certificate.candidate.name,
        facts=rows(
            (_("Test"), str(certificate)),
            (_("Work category"), certificate.work_category),
            (_("Result"), f"{passed}, {certificate.score}" if certificate.score is not None else passed),
            (_("Issuer"), certificate.issuer),
            (_("Number"), certificate.number),
            (_("Test day"), date_format(certificate.tested_on)),
            (_("Valid until"), date_format(certificate.expires_on) if certificate.expires_on else ""),
            (_("Birth date"), date_format(certificate.candidate.birth_date)),
            (_("Recorded by"), certificate.claimed_by),
        ),
        url=reverse("admin:certificates_certificate_change", args=[certificate.pk]),
    )


def checked(method: str) -> Any:
    def perform(item: Certificate, *, by: "User", expected: str, data: dict[str, Any]) -> object:
        return checking.verify(item, by=by, method=method)

    return perform


def refuse(item: Certificate, *, by: "User", expected: str, data: dict[str, Any]) -> object:
    return checking.refuse(item, by=by, **data)


def how_refused() -> type[forms.Form]:
    return EndForm


def deeds_of_certificate(certificate: Certificate, user: "User") -> list[Deed]:
    return [
        Deed("original", _("Checked: original seen"), checked(CheckMethod.ORIGINAL), kind="primary"),
        Deed("issuer", _("Checked: on the issuer's site"), checked(CheckMethod.ISSUER)),
        Deed("refuse", _("Not accepted"), refuse, kind="danger", form=how_refused),
    ]


CERTIFICATES = Queue(
    slug="sertifikat",
    title=gettext_lazy("Certificates to be checked"),
    verb=gettext_lazy("Check"),
    key="1",
    permission="certificates.verify_certificate",
    everything=certificates,
    waiting=unchecked,
    since="claimed_at",
    show=show_certificate,
    deeds=deeds_of_certificate,
    name=lambda certificate: certificate.candidate.name,
    related=("candidate", "work_category", "claimed_by"),
)
