"""Who gives permission for somebody under 18: another person, who is reached apart from them."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.phones import check_mobile
from core.refusal import Gap

OWN_NUMBER = Gap(
    "guardian_phone_own", _("This is the candidate's own number. Write the number of the parent or guardian.")
)


def gaps(phone: str, *, own: str) -> list[Gap]:
    """What is wrong with the guardian's number, beside that of the one who registers. Both as they are stored."""
    return [OWN_NUMBER] if phone and phone == own else []


def check_phone(typed: str, *, own: str) -> str:
    """The same for a form: what is wrong becomes the sentence beside the field."""
    phone = check_mobile(typed)
    for gap in gaps(phone, own=own):
        raise ValidationError(str(gap), code=gap.code)
    return phone
