"""The closed lists of the journey. What staff may add to is a table instead."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    FEMALE = "P", _("Female")
    MALE = "L", _("Male")


class Marital(models.TextChoices):
    """As the KTP says it."""

    SINGLE = "single", _("Not married")
    MARRIED = "married", _("Married")
    DIVORCED = "divorced", _("Divorced")
    WIDOWED = "widowed", _("Widowed")


class Told(models.TextChoices):
    """An answer that may also be left open."""

    YES = "yes", _("Yes")
    NO = "no", _("No")


class Origin(models.TextChoices):
    """How the registration came in."""

    ONLINE = "online", _("Online form")
    WALK_IN = "walk_in", _("At the counter")
    IMPORT = "import", _("List from a kelurahan")
    ALUMNI = "alumni", _("Departed before the portal")


class Stage(models.TextChoices):
    """Where a journey stands. Computed by the database from the milestones; never written."""

    REGISTERED = "registered", _("Registered")
    VERIFIED = "verified", _("Verified")
    RESERVE = "reserve", _("Reserve list")
    SELECTED = "selected", _("Selected")
    TRAINING = "training", _("In training")
    QUALIFIED = "qualified", _("Proofs complete")
    OFFERED = "offered", _("Passed interview")
    CONTRACT = "contract", _("Contract signed")
    COE = "coe", _("COE issued")
    VISA = "visa", _("Visa issued")
    DEPARTED = "departed", _("Departed")
    ARRIVED = "arrived", _("Arrived")
    RETURNED = "returned", _("Returned")
    CLOSED = "closed", _("Closed")


# Milestone → the date column that carries it, in the order in which the stage looks at them.
MILESTONES: dict[str, str] = {
    Stage.REGISTERED: "registered_on",
    Stage.VERIFIED: "verified_on",
    Stage.RESERVE: "reserved_on",
    Stage.SELECTED: "selected_on",
    Stage.TRAINING: "training_on",
    Stage.QUALIFIED: "qualified_on",
    Stage.OFFERED: "offered_on",
    Stage.CONTRACT: "contract_on",
    Stage.COE: "coe_on",
    Stage.VISA: "visa_on",
    Stage.DEPARTED: "departed_on",
    Stage.ARRIVED: "arrived_on",
    Stage.RETURNED: "returned_on",
}


# The steps that a paper can be needed for.
NEEDED_FOR = [
    (stage.value, stage.label)
    for stage in (Stage.VERIFIED, Stage.SELECTED, Stage.TRAINING, Stage.CONTRACT, Stage.VISA, Stage.DEPARTED)
]


class DocumentState(models.TextChoices):
    WAITING = "waiting", _("Waiting to be checked")
    APPROVED = "approved", _("Checked")
    RETURNED = "returned", _("Sent back")


class Condition(models.TextChoices):
    """Whom a paper is asked of."""

    EVERYBODY = "everybody", _("Everybody")
    UNDER_18 = "under_18", _("Who is under 18")
    OUTSIDE = "outside", _("Who lives outside Kota Serang by KTP")
    MARRIED = "married", _("Who is married")
    EX_TRAINEE = "ex_trainee", _("Who has been a trainee in Japan")


class CloseReason(models.TextChoices):
    """Every way out. Shown on the record by role; a list only says "closed"."""

    NOT_CHOSEN = "not_chosen", _("Not chosen")
    WITHDREW = "withdrew", _("Withdrew")
    DISMISSED = "dismissed", _("Dismissed")
    UNFIT = "unfit", _("Unfit")
    LOST_CONTACT = "lost_contact", _("Lost contact")
    DIED = "died", _("Died")
    TWICE = "registered_twice", _("Registered twice, goes on under another number")


class Again(models.TextChoices):
    """When somebody whose journey was closed may register again."""

    AT_ONCE = "at_once", _("At once")
    NEXT_PROGRAMME = "next_programme", _("When the next programme opens")
    BY_OFFICER = "by_officer", _("Only when an officer reopens the journey")


class Deed(models.TextChoices):
    """What a journey event records."""

    REACHED = "reached", _("Reached")
    UNDONE = "undone", _("Undone")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Reopened")
    CHANGED = "changed", _("Sector or scheme changed")
    SEATED = "seated", _("Placed into another class")
    UNSEATED = "unseated", _("Place in another class taken back")
    LEFT = "left", _("Seat in the class ended")
    STAYED = "stayed", _("Sits in the class after all")


# Deeds that move no milestone: the stage of their row only says where the person stood.
BESIDE_THE_MILESTONES = {Deed.CHANGED, Deed.SEATED, Deed.UNSEATED, Deed.LEFT, Deed.STAYED}


class ContactWay(models.TextChoices):
    """How somebody was reached, or was not."""

    PHONE = "phone", _("Phone")
    WHATSAPP = "whatsapp", _("WhatsApp")
    VISIT = "visit", _("Visit at home")
    COUNTER = "counter", _("At the counter")


class ContactOutcome(models.TextChoices):
    REACHED = "reached", _("Spoke with the person")
    FAMILY = "family", _("Spoke with the family")
    CALL_BACK = "call_back", _("Will call back")
    NO_ANSWER = "no_answer", _("No answer")
    WRONG_NUMBER = "wrong_number", _("Wrong or dead number")


class BatchDeed(models.TextChoices):
    """What can be decided for many people at once."""

    INVITE = "invite", _("Invite to the test")
    SELECT = "select", _("Selected")
    RESERVE = "reserve", _("Reserve list")
    DECLINE = "decline", _("Not chosen")


class Outcome(models.TextChoices):
    """What became of one person in a decision for many."""

    WAITING = "waiting", _("Not their turn yet")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    TAKEN_BACK = "taken_back", _("Taken back")
    LEFT = "left", _("Left as it is")


class ImportState(models.TextChoices):
    """Where a list from a kelurahan stands."""

    READING = "reading", _("Being read")
    READY = "ready", _("To be looked at")
    ACCEPTING = "accepting", _("Being registered")
    ACCEPTED = "accepted", _("Accepted")
    UNDONE = "undone", _("Taken back")
    FAILED = "failed", _("Could not be read")


class Attendance(models.TextChoices):
    PRESENT = "present", _("Came")
    ABSENT = "absent", _("Did not come")
    EXCUSED = "excused", _("Excused")


class Purpose(models.TextChoices):
    """What a consent is given for; each is asked and recorded apart (UU 27/2022 art. 22)."""

    REGISTRATION = "registration", _("Processing the registration")
    MESSAGES = "messages", _("Messages by WhatsApp")
    EMPLOYERS = "employers", _("Sending data to employers in Japan")
    # Nothing here publishes a photo, so nobody is asked. The city writes the text when it wants to.
    PHOTO = "photo", _("Publishing a photo")
    GUARDIAN = "guardian", _("Permission of a parent or guardian")
    FAMILY = "family", _("Urgent news to somebody of the family")


class Education(models.TextChoices):
    """The highest school that was finished; Paket C counts as SMA."""

    SMP = "SMP", _("SMP or MTs")
    SMA = "SMA", _("SMA, MA or Paket C")
    SMK = "SMK", _("SMK")
    D3 = "D3", _("D1 to D3")
    S1 = "S1", _("D4, S1 or higher")


class Guardian(models.TextChoices):
    """Who gives permission for somebody under 18."""

    FATHER = "father", _("Father")
    MOTHER = "mother", _("Mother")
    GUARDIAN = "guardian", _("Guardian")


class Relation(models.TextChoices):
    """Who of the family is told when there is urgent news."""

    FATHER = "father", _("Father")
    MOTHER = "mother", _("Mother")
    SPOUSE = "spouse", _("Husband or wife")
    SIBLING = "sibling", _("Brother or sister")
    GUARDIAN = "guardian", _("Guardian")
    OTHER = "other", _("Other relative")


class RequestKind(models.TextChoices):
    """What a person may ask for about their own data (UU 27/2022 art. 6–9)."""

    COPY = "copy", _("Copy on paper")
    CORRECT = "correct", _("Correction")
    WITHDRAW = "withdraw", _("Withdrawal of a consent")
    ERASE = "erase", _("Deletion")


class RequestState(models.TextChoices):
    OPEN = "open", _("Waits for an answer")
    FULFILLED = "fulfilled", _("Done")
    REFUSED = "refused", _("Refused")
    TAKEN_BACK = "taken_back", _("Taken back by the person")


class Correctable(models.TextChoices):
    """What can be wrong. The NIK is no field: it never changes, so it is a matter for the counter ("other")."""

    NAME = "name", _("Full name")
    BIRTH_DATE = "birth_date", _("Birth date")
    SEX = "sex", _("Sex")
    PHONE = "phone", _("Phone number")
    RESIDENCE = "residence", _("Kelurahan or address")
    OTHER = "other", _("Something else")
