"""What the public pages tell: the work, the costs, the dormitory, questions and answers."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from candidates.models import Sector
from core import history


@history.kept("SectorWorkHistory")
class SectorWork(models.Model):
    """What the work of a sector is like, for people who have never done it."""

    sector = models.OneToOneField(Sector, models.PROTECT, primary_key=True, related_name="+", verbose_name=_("sector"))
    summary = models.CharField(_("in one sentence"), max_length=200)
    tasks = models.TextField(_("what is done"), help_text=_("One thing a line."))
    days = models.TextField(_("how the days are"), help_text=_("One thing a line."))
    hard = models.TextField(_("what is hard about it"), help_text=_("One thing a line. Be honest."))

    class Meta:
        verbose_name = _("work of a sector")
        verbose_name_plural = _("work of the sectors")
        ordering = ["sector__position"]

    def __str__(self) -> str:
        return str(self.sector)


class Payer(models.TextChoices):
    """Who pays a cost. What nobody may ask of a candidate is a payer too: none."""

    NOBODY = "nobody", _("Nobody may ask this of you")
    CITY = "city", _("The city")
    COMPANY = "company", _("The company in Japan")
    CANDIDATE = "candidate", _("The candidate")
    OPEN = "open", _("Not decided, ask Disnaker first")


@history.kept("OfficialCostHistory")
class OfficialCost(models.Model):
    """One item on the way, with its official amount. A newer row of the same name replaces an older one."""

    item = models.CharField(_("what"), max_length=120)
    low = models.PositiveIntegerField(_("from (rupiah)"), null=True, blank=True)
    high = models.PositiveIntegerField(
        _("to (rupiah)"), null=True, blank=True, help_text=_("Both empty: the page says that there is no figure yet.")
    )
    payer = models.CharField(_("who pays"), max_length=9, choices=Payer, default=Payer.OPEN)
    source = models.CharField(_("rule or source"), max_length=200)
    note = models.CharField(_("note"), max_length=300, blank=True)
    valid_from = models.DateField(_("valid from"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_shown = models.BooleanField(_("shown"), default=True)

    class Meta:
        verbose_name = _("official cost")
        verbose_name_plural = _("official costs")
        ordering = ["position", "item", "-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True)
                | Q(low__isnull=False, high__isnull=False, high__gte=F("low")),
                name="official_cost_lower_end_first",
                violation_error_message=_("Give both ends of the range, the lower one first, or neither."),
            ),
            models.UniqueConstraint(
                fields=["item", "valid_from"],
                name="one_official_cost_a_day",
                violation_error_message=_("There is already a figure from this day on. Change that one."),
            ),
        ]

    def __str__(self) -> str:
        return self.item


@history.kept("DormitoryRuleHistory")
class DormitoryRule(models.Model):
    """A rule of the dormitory. The phone rule is not here: the training app keeps and applies it."""

    starts_at = models.TimeField(_("at"), null=True, blank=True, help_text=_("Empty: at any time."))
    words = models.CharField(_("rule"), max_length=200, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_shown = models.BooleanField(_("shown"), default=True)

    class Meta:
        verbose_name = _("dormitory rule")
        verbose_name_plural = _("dormitory rules")
        ordering = [F("starts_at").asc(nulls_last=True), "position", "pk"]

    def __str__(self) -> str:
        return self.words


class Page(models.TextChoices):
    """Where an answer can lead on. The values are the names of the addresses."""

    REGISTER = "candidates:register", _("Register")
    STATUS = "candidates:status", _("My status")
    SECTORS = "portal:sectors", _("Fields of work and pay")
    COSTS = "portal:costs", _("Costs")
    DORMITORY = "portal:dormitory", _("Dormitory rules")
    WAY = "portal:way", _("The steps")
    REPORT_FEE = "portal:report_fee", _("Report a request for money")
    CONTACT = "portal:contact", _("Official contacts")
    PRIVACY = "portal:privacy", _("Privacy")
    CHECK = "portal:check", _("Check a code")


@history.kept("QuestionHistory")
class Question(models.Model):
    question = models.CharField(_("question"), max_length=200, unique=True)
    answer = models.TextField(_("answer"))
    leads_to = models.CharField(_("leads on to"), max_length=30, choices=Page, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_shown = models.BooleanField(_("shown"), default=True)

    class Meta:
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.question
