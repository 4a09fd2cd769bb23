"""Keeping a registration that is not finished: step by step, and on from another phone by number and code."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone

from candidates import access
from candidates.models import RegistrationDraft
from candidates.models.draft import KEPT_FOR

DIGITS = 6


def save(
    key: UUID | None,
    answers: Mapping[str, str],
    *,
    next_step: Callable[[Mapping[str, str]], str] = lambda answers: "ktp",
    at: datetime | None = None,
) -> RegistrationDraft:
    """Keep the answers of one step beside those of the others. Without a draft, a new one begins.

    `next_step` says of all answers which step comes next, so that it can be counted where people stop.
    """
    at = at or timezone.now()
    with transaction.atomic():
        draft = RegistrationDraft.objects.select_for_update().filter(pk=key).first() if key else None
        if draft is None:
            return _begin(answers, next_step(answers), at)
        draft.answers, draft.saved_at = draft.answers | dict(answers), at
        draft.step = next_step(draft.answers)
        draft.save(update_fields=["answers", "step", "saved_at"])
    return draft


def code_of(draft: RegistrationDraft) -> str:
    """The code that opens it on another phone; worked out anew, since it is stored nowhere."""
    return access.derive(draft.key)


def find(number: str, code: str) -> RegistrationDraft | None:
    """The draft of number and code, as a person types them; None when they do not belong together."""
    draft = RegistrationDraft.objects.filter(number=read_number(number)).first()
    if draft is None or not access.matches(code, access.hashed(code_of(draft))):
        return None
    return draft


def read_number(typed: str) -> str:
    digits = "".join(sign for sign in typed[:40] if sign.isascii() and sign.isdecimal())
    return f"D-{digits}"


def drop(key: UUID) -> bool:
    """Delete it: the registration was sent, or the person does not want it any more. False when nothing was there."""
    return bool(RegistrationDraft.objects.filter(pk=key).delete()[0])


def forget_person(nik: str) -> int:
    """The unfinished registrations of one NIK, when this person's data are deleted."""
    about = RegistrationDraft.objects.annotate(nik=KeyTextTransform("nik", "answers"))
    theirs = [draft.pk for draft in about if "".join(filter(str.isdecimal, draft.nik or "")) == nik]
    return RegistrationDraft.objects.filter(pk__in=theirs).delete()[0]


def forget(*, at: datetime | None = None) -> int:
    """Delete what nobody went on with for as long as drafts are kept. Returns how many."""
    return RegistrationDraft.objects.filter(saved_at__lt=(at or timezone.now()) - KEPT_FOR).delete()[0]


def _begin(answers: Mapping[str, str], step: str, at: datetime) -> RegistrationDraft:
    for _attempt in range(5):
        number = f"D-{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        try:
            with transaction.atomic():
                return RegistrationDraft.objects.create(number=number, answers=dict(answers), step=step, saved_at=at)
        except IntegrityError:  # a number that is taken
            continue
    raise RuntimeError("No free number for an unfinished registration was found.")
