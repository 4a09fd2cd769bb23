"""How a person's name is written in Japan."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate

LONGEST = 120  # signs
KATAKANA = r"^([ァ-ヺ][ァ-ヺー]*(・[ァ-ヺ][ァ-ヺー]*)*)?$"
NOT_KATAKANA = _("Write the name in katakana, with ・ between two words, for example シティ・アミナ.")


class NameInJapanQuerySet(models.QuerySet["NameInJapan"]):
    def newest_first(self) -> Self:
        return self.order_by("-written_at", "-pk")


class NameInJapan(models.Model):
    """What somebody wrote, and when. A correction is a new row; the newest one counts, and an empty one takes back."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="names_in_japan", verbose_name=_("candidate"))
    written = models.CharField(_("name in katakana"), max_length=LONGEST, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now)

    objects = NameInJapanQuerySet.as_manager()

    class Meta:
        verbose_name = _("name in Japan")
        verbose_name_plural = _("names in Japan")
        permissions = [("write_name_in_japan", _("Can write a name as it is used in Japan"))]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(written__regex=KATAKANA),
                name="name_in_japan_is_katakana",
                violation_error_message=NOT_KATAKANA,
            ),
        ]

    def __str__(self) -> str:
        return self.written
