"""Certificates at the desk: recorded with a form, checked with a verb, never edited afterwards."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from certificates import checking
from certificates.models import Certificate, CertificateCheck, Requirement
from core.refusal import Refused


class CheckInline(admin.TabularInline):
    model = CertificateCheck
    fields = readonly_fields = ["outcome", "method", "by", "on", "reason"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("certificates.view_certificate")


@admin.register(Certificate)
class CertificateAdmin(admin.ModelAdmin):
    list_display = ["candidate", "test", "level", "work_category", "number", "tested_on", "state"]
    list_filter = ["state", "test"]
    list_select_related = ["candidate", "work_category"]
    search_fields = ["number", "candidate__name"]
    raw_id_fields = ["candidate"]
    readonly_fields = ["state"]
    inlines = [CheckInline]
    actions = ["verify"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Certificate]:
        return super().get_queryset(request).filter(pk__in=Certificate.objects.visible_to(request.user))

    def save_model(self, request: HttpRequest, obj: Certificate, form: Any, change: bool) -> None:
        obj.claimed_by = request.user
        super().save_model(request, obj, form, change)

    def has_change_permission(self, request: HttpRequest, obj: Certificate | None = None) -> bool:
        return False

    def has_verify_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("certificates.verify_certificate")

    @admin.action(description=_("Checked: original seen"), permissions=["verify"])
    def verify(self, request: HttpRequest, queryset: QuerySet[Certificate]) -> None:
        for certificate in queryset.select_related("candidate"):
            words = {"certificate": certificate, "who": certificate.candidate}
            try:
                checking.verify(certificate, by=request.user)
            except Refused as refusal:
                messages.error(request, f"{certificate.candidate}: " + " ".join(refusal.sentences()))
            else:
                messages.success(request, _("%(who)s: %(certificate)s is checked.") % words)


@admin.register(Requirement)
class RequirementAdmin(admin.ModelAdmin):
    """Dated: a rule that ends gets a last day, a new rule is a new row."""

    list_display = ["sector", "scheme", "proof", "valid_from", "valid_to"]
    list_filter = ["sector", "scheme"]
