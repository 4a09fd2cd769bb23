"""Photos of papers: drawn here, with CONTOH across each, and what an officer said about them."""

import io
from datetime import date, timedelta

from django.utils.formats import date_format
from PIL import Image, ImageDraw, ImageFont

from candidates import document_checking, uploading
from candidates.enums import Origin
from candidates.models import Document, DocumentKind, ReturnReason
from core.pictures import Picture, clean
from demo.registering import Intake
from demo.story import Person, Story

SIZE = (640, 400)
PAPER, INK, STAMP = (214, 226, 232), (40, 52, 66), (165, 52, 31)
USUAL = ("ktp", "kk", "ijazah", "pas-foto")
CHECKED, RETURNED = 12, 8  # people whose papers were looked at, of the usual story


class Papers:
    """Two in three of the newest have sent photos. Of those before them some were checked and some sent back."""

    def __init__(self, story: Story, intake: Intake) -> None:
        self.story = story
        self.intake = intake
        self.kinds = DocumentKind.objects.in_bulk()
        self.reasons = list(ReturnReason.objects.filter(is_active=True).order_by("position", "pk"))

    def plan(self, waiting: int) -> None:
        """`waiting` people registered last, and nobody has looked at them."""
        story, online = self.story, [one for one in self.intake.people if one.origin == Origin.ONLINE]
        newest = [one for one in online if one.number >= len(self.intake.people) - waiting]
        for person in newest:
            if person.number % 3:
                story.plan(person.registered_on, self._send, person, USUAL[: 2 + person.number % 3])
        earlier = [one for one in online if one not in newest][-3 * story.share(CHECKED + RETURNED) :: 3]
        for number, person in enumerate(earlier):
            story.plan(person.registered_on, self._send, person, USUAL[:2])
            decide = self._send_back if number < story.share(RETURNED) else self._approve
            story.plan(person.registered_on + timedelta(days=1), decide, person)
        self._rina()

    def _rina(self) -> None:
        """All checked, but for the passport: it is her turn."""
        rina, story = self.intake.rina, self.story
        story.plan(rina.registered_on, self._send, rina, USUAL)
        story.plan(rina.registered_on + timedelta(days=1), self._approve, rina)
        story.plan(story.ago(4), self._send, rina, ("paspor",))
        story.plan(story.ago(2), self._send_back, rina, "terpotong")

    def _send(self, day: date, person: Person, kinds: tuple[str, ...]) -> None:
        """One after the other, in the evening."""
        for slug in kinds:
            kind, at = self.kinds[slug], self.story.at(day, 19)
            uploading.keep(person.journey.candidate, kind, [drawn(kind, person)], on=day, at=at)

    def _approve(self, day: date, person: Person) -> None:
        for document in self._waiting(person):
            document_checking.approve(document, version=1, by=self.story.officer, on=day, at=self.story.at(day, 10))

    def _send_back(self, day: date, person: Person, why: str = "") -> None:
        """The first of them; the person has to take it anew. Nobody looks at those of somebody who has left."""
        waiting = self._waiting(person)
        if not waiting:
            return
        of_that_kind = [reason for reason in self.reasons if why in reason.text]
        reason = of_that_kind[person.number % len(of_that_kind)] if not why else of_that_kind[0]
        at = self.story.at(day, 10)
        document_checking.send_back(waiting[0], version=1, reason=reason, by=self.story.officer, on=day, at=at)
        self._approve(day, person)

    def _waiting(self, person: Person) -> list[Document]:
        return list(Document.objects.waiting().filter(candidate=person.journey.candidate).order_by("kind__position"))


def drawn(kind: DocumentKind, person: Person) -> Picture:
    """A card that looks like no paper of the state, and names somebody who does not exist."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((16, 16, SIZE[0] - 16, SIZE[1] - 16), outline=INK, width=3)
    large, small = ImageFont.load_default(34), ImageFont.load_default(24)
    lines = (person.data.name, f"NIK {person.data.nik}", date_format(person.data.birth_date))
    pen.text((40, 36), kind.name, fill=INK, font=large)
    for number, line in enumerate(lines):
        pen.text((40, 110 + 40 * number), line, fill=INK, font=small)
    pen.text((150, 260), "CONTOH", fill=STAMP, font=ImageFont.load_default(90))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=70)
    return clean(io.BytesIO(file.getvalue()), file.tell())
