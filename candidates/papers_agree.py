"""Whether everything that names a person names the same one: KTP, family card, diploma, passport, test accounts.

A test centre turns away whoever is called differently on the passport than in the booking, and gives no money back.
Photos are read here; what else names a person (a booking, the passport of a step) is added by the apps that know it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from candidates.enums import DocumentState
from candidates.models import Candidate
from candidates.names import Comparison, Verdict, compare, compare_days, differences

PASSPORT = "paspor"  # the kind of paper whose name a test centre, an employer and an airline go by


@dataclass(frozen=True)
class Said:
    """What one paper or account says about a person. `of` is what it was read from."""

    where: str
    written: str
    born: date | None = None
    is_passport: bool = False
    of: object = None


@dataclass(frozen=True)
class Saying:
    """What one paper says, against what is on file."""

    said: Said
    name: Comparison
    day: Comparison | None

    @property
    def verdict(self) -> Verdict:
        verdicts = {self.name.verdict, self.day.verdict if self.day else Verdict.SAME}
        return next(v for v in (Verdict.DIFFERENT, Verdict.OTHERWISE, Verdict.SAME) if v in verdicts)

    def __str__(self) -> str:
        return f"{self.said.where}: {self.said.written}; {differences(self.name, self.day)}"


Source = Callable[[Candidate], Iterable[Said]]
_sources: list[Source] = []


def names_somebody(source: Source) -> Source:
    """Register what else names a person; it is read after the papers."""
    _sources.append(source)
    return source


@names_somebody
def _papers(candidate: Candidate) -> list[Said]:
    """Every checked paper whose name was read, in the order of the papers."""
    papers = candidate.documents.filter(state=DocumentState.APPROVED).exclude(name_there="").select_related("kind")
    return [Said(str(p.kind), p.name_there, p.born_there, p.kind_id == PASSPORT, p) for p in papers]


def everything_said(candidate: Candidate) -> list[Said]:
    return [said for source in _sources for said in source(candidate)]


def sayings(candidate: Candidate) -> list[Saying]:
    """All of it, each against what is on file."""
    return [against(candidate, said) for said in everything_said(candidate)]


def against(candidate: Candidate, said: Said) -> Saying:
    day = compare_days(candidate.birth_date, said.born) if said.born else None
    return Saying(said, compare(candidate.name, said.written), day)


def disagreeing(candidate: Candidate) -> list[Saying]:
    """Those that do not say letter by letter what is on file, the worst first."""
    found: Iterable[Saying] = (each for each in sayings(candidate) if each.verdict != Verdict.SAME)
    return sorted(found, key=lambda each: each.verdict != Verdict.DIFFERENT)


def travels_as(candidate: Candidate) -> Said:
    """The name by which a test centre knows the person: the passport's, and the KTP's until there is one."""
    passports = [said for said in everything_said(candidate) if said.is_passport]
    return passports[-1] if passports else Said("KTP", candidate.name, candidate.birth_date)


def doubt(written: str, known: Said) -> str:
    """In one sentence how a name differs from what another paper says; empty when it is the same letter by letter."""
    found = compare(known.written, written)
    if found.verdict == Verdict.SAME:
        return ""
    words = {"written": written, "where": known.where, "name": known.written, "how": differences(found, None)}
    return _("“%(written)s” here, “%(name)s” on %(where)s: %(how)s.") % words
