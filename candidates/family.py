"""The family contact: named by the person, told that there is urgent news, forgotten when the consent is taken back."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext_lazy as _

from candidates.enums import Purpose
from candidates.models import AccessLog, Candidate, Consent, ConsentText, FamilyContact
from candidates.telling import family_key_of
from core.refusal import Gap, Refused
from notifications import sending
from notifications.enums import State
from notifications.models import Message
from notifications.queueing import queue_message

if TYPE_CHECKING:
    from accounts.models import User

COPY = "family_news"


def text_of(on: date | None = None) -> ConsentText | None:
    """What is read to the person, or by them, before somebody of the family is written down."""
    on = on or timezone.localdate()
    valid = Q(valid_to=None) | Q(valid_to__gte=on)
    return ConsentText.objects.filter(valid, purpose=Purpose.FAMILY, valid_from__lte=on).order_by("-version").first()


def name_contact(
    candidate: Candidate,
    *,
    name: str,
    relation: str,
    phone: str,
    by: "User | None" = None,
    ip_address: str | None = None,
    on: date | None = None,
    at: datetime | None = None,
) -> FamilyContact:
    """Write down who of the family is told, and with it the consent. A new one takes the place of the one before.

    `by` is the officer to whom the person said it. Refused: the person's own number, which is locked away as well.
    """
    at = at or timezone.now()
    text = text_of(on or timezone.localdate(at))
    if text is None:
        raise Refused(Gap("no_text", _("There is no text to agree to. Ask Disnaker to publish one.")))
    with transaction.atomic():
        locked = Candidate.objects.select_for_update().get(pk=candidate.pk, erased_at=None)
        if phone == locked.phone:
            raise Refused(
                Gap("phone", _("This is the trainee's own number. Write the number of somebody in the family."))
            )
        facts = {"name": name, "relation": relation, "phone": phone, "by": by, "given_at": at}
        contact, _created = FamilyContact.objects.update_or_create(candidate=locked, defaults=facts)
        if not Consent.objects.live().filter(candidate=locked, text__purpose=Purpose.FAMILY).exists():
            Consent.objects.create(candidate=locked, text=text, ip_address=ip_address, given_at=at)
            if by is not None:
                AccessLog.objects.create(candidate=locked, by=by, what=f"{AccessLog.CONSENT}:{Purpose.FAMILY.value}")
    return contact


def tell_families() -> int:
    """For each urgent message that waits for a locked phone: one to the family, that there is news, not which.

    Asked at the beginning of each round of sending, so that the family hears when the trainee would have.
    The trainee reads what it is about when the phone is given out, or asks the trainer on that day.
    """
    copied = Message.objects.filter(rule=COPY, about=Concat(Value("message:"), Cast(OuterRef("pk"), CharField())))
    waiting = Message.objects.filter(
        ~Exists(copied),
        state=State.HELD,
        urgent=True,
        hold_until__gt=timezone.now(),
        person_key__startswith="candidate:",
    ).values_list("pk", "person_key", "due_on", "hold_until")
    rows = list(waiting)
    contacts = {f"candidate:{one.candidate_id}": one for one in _contacts([key for _pk, key, *_rest in rows])}
    told = [row for row in rows if row[1] in contacts]
    for pk, key, due_on, hold_until in told:
        contact, opens = contacts[key], timezone.localtime(hold_until)
        queue_message(
            template=COPY,
            person_key=family_key_of(contact.candidate),
            name=contact.name,
            address=contact.phone,
            due_on=due_on or timezone.localdate(),
            about=f"message:{pk}",
            urgent=True,
            context={
                "trainee": contact.candidate.call_name,
                "opens": f"{date_format(opens, 'l, j F')}, {time_format(opens)}",
            },
        )
    return len(told)


def _contacts(keys: list[str]) -> list[FamilyContact]:
    """Whose consent to it holds; the contact of nobody else is written to."""
    agreed = Consent.objects.live().filter(candidate=OuterRef("candidate"), text__purpose=Purpose.FAMILY)
    people = [int(key.removeprefix("candidate:")) for key in keys]
    return list(FamilyContact.objects.filter(Exists(agreed), candidate__in=people).select_related("candidate"))


sending.register_opening(tell_families)
