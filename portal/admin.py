from django.contrib import admin

from core.admin_history import HistoryAdmin
from portal.models import (
    Deduction,
    DormitoryRule,
    ExchangeRate,
    OfficialCost,
    PayFigure,
    PublicContact,
    Question,
    SectorWork,
)


@admin.register(PublicContact)
class PublicContactAdmin(HistoryAdmin):
    list_display = ["name", "matter", "phone", "email", "is_shown", "position"]
    list_filter = ["matter", "is_shown"]


@admin.register(PayFigure)
class PayFigureAdmin(HistoryAdmin):
    list_display = ["__str__", "unit", "valid_from", "as_of", "source"]
    list_filter = ["unit", "sector"]
    list_select_related = ["sector"]


@admin.register(Deduction)
class DeductionAdmin(HistoryAdmin):
    list_display = ["__str__", "basis", "low", "high", "from_year", "valid_from", "source"]
    list_filter = ["basis", "sector"]
    list_select_related = ["sector"]


@admin.register(ExchangeRate)
class ExchangeRateAdmin(HistoryAdmin):
    list_display = ["__str__", "valid_from", "as_of", "source"]


@admin.register(OfficialCost)
class OfficialCostAdmin(HistoryAdmin):
    list_display = ["item", "low", "high", "payer", "valid_from", "is_shown", "position"]
    list_filter = ["payer", "is_shown"]


@admin.register(SectorWork)
class SectorWorkAdmin(HistoryAdmin):
    list_display = ["sector", "summary"]
    list_select_related = ["sector"]


@admin.register(DormitoryRule)
class DormitoryRuleAdmin(HistoryAdmin):
    list_display = ["words", "starts_at", "is_shown", "position"]


@admin.register(Question)
class QuestionAdmin(HistoryAdmin):
    list_display = ["question", "leads_to", "is_shown", "position"]
    list_filter = ["is_shown"]
