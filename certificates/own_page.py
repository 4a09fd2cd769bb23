"""What the candidate reads about their proofs on their own page. A claim is a claim: "waiting to be checked"."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from candidates import own_page
from candidates.enums import Origin, Stage
from candidates.models import Journey
from certificates.models import Certificate
from certificates.overview import ProofLine, Standing, count_held, proof_lines

KINDS = {Standing.HELD: "done", Standing.CLAIMED: "waiting", Standing.LAPSED: "stopped", Standing.LACKING: "quiet"}


@own_page.register_section
def proofs(journey: Journey, on: date) -> own_page.Section | None:
    """Proofs x of y, each with its state, until the flight."""
    if not journey.is_open or journey.departed_on is not None or journey.origin == Origin.ALUMNI:
        return None
    lines = proof_lines(journey, on=on)
    if not lines:
        return None
    note = _("%(held)s of %(required)s proofs") % {"held": count_held(lines), "required": len(lines)}
    rows = [_row(line) for line in lines]
    return own_page.Section(title=_("My proofs"), text=note, rows=rows, stage=Stage.QUALIFIED, note=note)


def _row(line: ProofLine) -> own_page.Row:
    label = str(line.label)
    return own_page.Row(label[:1].upper() + label[1:], KINDS[line.standing], _state(line), _note(line))


def _state(line: ProofLine) -> str:
    return {
        Standing.HELD: _("Checked"),
        Standing.CLAIMED: _("Waiting to be checked"),
        Standing.LAPSED: _("No longer valid"),
        Standing.LACKING: pgettext("proof", "Not yet"),
    }[line.standing]


def _note(line: ProofLine) -> str:
    """Which paper it is, and until when it holds."""
    if line.paper is None:
        return ""
    parts = [str(line.paper)]
    if isinstance(line.paper, Certificate):
        parts.append(line.paper.number)
    if line.until:
        parts.append(_("valid until %(day)s") % {"day": date_format(line.until)})
    return " · ".join(parts)
