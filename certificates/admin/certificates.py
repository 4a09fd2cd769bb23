"""Certificates: recorded with a form, checked and taken back by verbs, never edited afterwards."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.admin.exporting import ExportMixin
from certificates import checking, exporting
from certificates.admin.pages import TAGS, VerbAdmin, page_of
from certificates.enums import CheckMethod, State
from certificates.forms import CertificateForm, EndForm, MethodForm
from certificates.models import Certificate, CertificateCheck
from core.refusal import Refused
from core.verb_pages import demand, posted


class CheckInline(admin.TabularInline):
    model = CertificateCheck
    fields = readonly_fields = ("outcome", "method", "who", "on", "reason")
    extra = 0
    can_delete = False

    @admin.display(description=_("by"))
    def who(self, check: CertificateCheck) -> str:
        """By name alone: Django would link to an account that most officers may not open."""
        return str(check.by)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("certificates.view_certificate")


@admin.register(Certificate)
class CertificateAdmin(ExportMixin, VerbAdmin):
    form = CertificateForm
    sheet = exporting.CERTIFICATES
    list_display = ("candidate", "test", "level", "work_category", "number", "tested_on", "state_tag", "claimed_by")
    list_filter = ("state", "test")
    list_select_related = ("candidate", "work_category", "claimed_by")
    ordering = ("-tested_on", "-pk")
    search_fields = ("number", "candidate__name")
    raw_id_fields = ("candidate",)
    inlines = (CheckInline,)
    actions = ("verify", "to_excel")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        recorded = ("state_tag", "claimed_by", "claimed_at") if obj else ()
        return (*CertificateForm.Meta.fields, *recorded)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("state_tag", "claimed_by", "claimed_at")

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.inlines if obj else ()

    @admin.display(description=_("state"), ordering="state")
    def state_tag(self, certificate: Certificate) -> str:
        words = {"kind": TAGS[State(certificate.state)], "label": certificate.get_state_display()}
        return render_to_string("components/tag.html", words)

    def save_model(self, request: HttpRequest, obj: Certificate, form: Any, change: bool) -> None:
        claimed = checking.claim(by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        obj.pk, obj.claimed_by = claimed.pk, claimed.claimed_by

    def has_verify_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("certificates.verify_certificate")

    @admin.action(description=_("Checked: original seen"), permissions=["verify"])
    def verify(self, request: HttpRequest, queryset: QuerySet[Certificate]) -> None:
        for certificate in queryset.select_related("candidate"):
            words = {"certificate": certificate, "who": certificate.candidate}
            try:
                checking.verify(certificate, by=request.user)  # type: ignore[arg-type]
            except Refused as refusal:
                messages.error(request, f"{certificate.candidate}: " + " ".join(refusal.sentences()))
            else:
                messages.success(request, _("%(who)s: %(certificate)s is checked.") % words)

    def buttons(self, request: HttpRequest, obj: Certificate) -> list[dict[str, object]]:
        if not self.has_verify_permission(request):
            return []
        if obj.state == State.CLAIMED:
            return [
                {"label": _("Check"), "kind": "primary", "confirm_url": _url("check", obj)},
                {"label": _("Not accepted"), "kind": "danger", "confirm_url": _url("refuse", obj)},
            ]
        if obj.state == State.VERIFIED:
            return [{"label": _("Revoke"), "kind": "danger", "confirm_url": _url("revoke", obj)}]
        return []

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view
        return [
            path("<int:pk>/check/", page(self.check_page), name="certificates_certificate_check"),
            path("<int:pk>/refuse/", page(self.refuse_page), name="certificates_certificate_refuse"),
            path("<int:pk>/revoke/", page(self.revoke_page), name="certificates_certificate_revoke"),
            *super().get_urls(),
        ]

    def check_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        certificate = self._visible(request, pk)
        words = {"certificate": certificate, "who": certificate.candidate}
        return self.verb_page(
            request,
            MethodForm(*posted(request), initial={"method": CheckMethod.ORIGINAL}),
            lambda typed: checking.verify(certificate, by=request.user, **typed),  # type: ignore[arg-type]
            back=page_of(certificate),
            done=gettext("%(who)s: %(certificate)s is checked.") % words,
            title=gettext("Check the certificate of %(who)s") % words,
            lead=gettext("Compare name, birth date, number and result with the paper or with the issuer."),
            button=gettext("Checked, it is genuine"),
            facts=certificate_facts(certificate),
        )

    def refuse_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        certificate = self._visible(request, pk)
        return self._end_page(
            request,
            certificate,
            checking.refuse,
            title=gettext("Do not accept this certificate of %(who)s") % {"who": certificate.candidate},
            button=gettext("Not accepted"),
            done=gettext("Not accepted. The reason stays on the record."),
        )

    def revoke_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        certificate = self._visible(request, pk)
        return self._end_page(
            request,
            certificate,
            checking.revoke,
            title=gettext("Revoke this certificate of %(who)s") % {"who": certificate.candidate},
            lead=gettext("It then proves nothing any more. There is no way back; the paper may be recorded anew."),
            button=gettext("Revoke the certificate"),
            done=gettext("Revoked. The reason stays on the record."),
        )

    def _end_page(self, request: HttpRequest, certificate: Certificate, verb: Any, **words: Any) -> HttpResponse:
        return self.verb_page(
            request,
            EndForm(*posted(request)),
            lambda typed: verb(certificate, by=request.user, **typed),
            back=page_of(certificate),
            danger=True,
            facts=certificate_facts(certificate),
            **words,
        )

    def _visible(self, request: HttpRequest, pk: int) -> Certificate:
        demand(request, "certificates.verify_certificate")
        rows = self.get_queryset(request).select_related("candidate", "work_category", "claimed_by")
        return get_object_or_404(rows, pk=pk)


def _url(page: str, certificate: Certificate) -> str:
    return reverse(f"admin:certificates_certificate_{page}", args=[certificate.pk])


def certificate_facts(certificate: Certificate) -> list[tuple[object, object]]:
    pairs: list[tuple[object, object]] = [
        (_("Certificate"), certificate),
        (_("Work category"), certificate.work_category),
        (_("Issuer"), certificate.issuer),
        (_("Number"), certificate.number),
        (_("Score"), certificate.score),
        (_("Test day"), date_format(certificate.tested_on)),
        (_("Valid until"), date_format(certificate.expires_on) if certificate.expires_on else None),
        (_("Birth date"), date_format(certificate.candidate.birth_date)),
        (_("Recorded by"), certificate.claimed_by),
    ]
    return [(label, value) for label, value in pairs if value not in (None, "")]
