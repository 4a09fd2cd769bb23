"""The name as Japan writes it: suggested from the name a person travels by, until somebody who knows writes it.

The company's forms, the bank and the insurance of one person must agree letter by letter; so what was written once
stands, and a suggestion never leaves the house as if somebody had looked at it.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate
from candidates.papers_agree import travels_as
from core.refusal import Gap, Refused, SomebodyWasFirst
from placements.katakana import DOT, suggested
from placements.models import NameInJapan
from placements.models.naming import KATAKANA, LONGEST, NOT_KATAKANA

if TYPE_CHECKING:
    from accounts.models import User

HIRAGANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}


@dataclass(frozen=True)
class InJapan:
    """`text` is empty when neither was anything written nor can the name be read."""

    text: str
    is_suggested: bool
    last: NameInJapan | None = None


def in_japan(candidate: Candidate) -> InJapan:
    """What was written last; without it, the suggestion for the name on the passport, or first on the KTP."""
    last = _last(candidate)
    if last is not None and last.written:
        return InJapan(last.written, False, last)
    return InJapan(suggested(travels_as(candidate).written), True, last)


def tidy(typed: str) -> str:
    """The same in full-width katakana: from half-width signs or hiragana, with one ・ for whatever parts two words."""
    text = unicodedata.normalize("NFKC", typed).translate(HIRAGANA)
    return DOT.join(filter(None, re.split(rf"[\s{DOT}.,=]+", text)))


def write(candidate: Candidate, typed: str, *, seen: str, by: "User", at: datetime | None = None) -> NameInJapan | None:
    """Keep it as the person's name in Japan; nothing typed takes back what was written. `seen`: what stood there.

    Raises `Refused` for anything but katakana, and when somebody wrote another one since.
    """
    written = tidy(typed)
    if not re.fullmatch(KATAKANA, written) or len(written) > LONGEST:  # one sign of Unicode can stand for six
        raise Refused(Gap("not_katakana", NOT_KATAKANA, beside="written"))
    with transaction.atomic():
        Candidate.objects.select_for_update(no_key=True).get(pk=candidate.pk)
        last = _last(candidate)
        stands = last.written if last else ""
        if stands == written:
            return last
        if last is not None and stands != seen:
            words = _("%(who)s has written something else here in the meantime. Your entry was not saved.")
            raise SomebodyWasFirst(Gap("written_since", words % {"who": last.written_by}))
        return NameInJapan.objects.create(
            candidate=candidate, written=written, written_by=by, written_at=at or timezone.now()
        )


def _last(candidate: Candidate) -> NameInJapan | None:
    return candidate.names_in_japan.select_related("written_by").newest_first().first()
