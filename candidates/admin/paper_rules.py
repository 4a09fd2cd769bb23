"""Which papers are asked of whom, and why one is sent back: tables that Disnaker's administrator edits."""

from django.contrib import admin

from candidates.admin.tables import TableAdmin
from candidates.models import DocumentKind, DocumentRule, ReturnReason


@admin.register(DocumentKind)
class DocumentKindAdmin(TableAdmin):
    list_display = ("name", "slug", "is_sensitive", "expires", "says_who", "max_pages", "position")

    def get_readonly_fields(self, request: object, obj: object = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()  # the address of the page, and the papers that were sent, hang on it


@admin.register(DocumentRule)
class DocumentRuleAdmin(TableAdmin):
    list_display = ("kind", "condition", "sector", "scheme", "needed_for", "blocks", "valid_from", "valid_to")
    list_filter = ("kind", "needed_for", "blocks")
    list_select_related = ("kind", "sector", "scheme")


@admin.register(ReturnReason)
class ReturnReasonAdmin(TableAdmin):
    list_display = ("text", "advice", "position", "is_active")
