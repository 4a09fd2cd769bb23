"""Keeping the photos a person sends: each is drawn anew before it comes here, and none is ever overwritten."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.documents import state_of
from candidates.enums import DocumentState
from candidates.models import Candidate, Document, DocumentKind, DocumentPage
from core.pictures import Picture
from core.refusal import Gap, Refused

if TYPE_CHECKING:
    from accounts.models import User

NOTHING = Gap("no_photo", _("Choose a photo first."))
CHECKED = Gap(
    "paper_checked", _("This paper has been checked already. Has something changed? Tell the Disnaker counter.")
)


def keep(
    candidate: Candidate,
    kind: DocumentKind,
    pictures: Iterable[Picture],
    *,
    replace: bool = False,
    by: "User | None" = None,
    on: date | None = None,
    at: datetime | None = None,
) -> Document:
    """Add pages to a paper, or begin a new version of it (`replace`, and always after it was sent back).

    The same photo sent twice, as after a broken connection, is one page. Raises `Refused` when the paper has been
    checked already, or when there would be too many pages.
    """
    pictures = list(pictures)
    if not pictures:
        raise Refused(NOTHING)
    at = at or timezone.now()
    on = on or timezone.localdate(at)
    files: list[DocumentPage] = []
    try:
        with transaction.atomic():
            document = _locked(candidate, kind)
            sent = _sent(document)
            version = _version(document, sent, pictures, replace, on)
            files += _add(document, version, sent.get(version, []), pictures, by, at)
            _wait(document, version, at)
    except BaseException:
        for page in files:  # a row that was rolled back leaves no photo behind
            page.file.delete(save=False)
        raise
    return document


def _locked(candidate: Candidate, kind: DocumentKind) -> Document:
    """The paper of the record that goes on: two records may have become one while the photo was on its way."""
    known = Candidate.objects.select_for_update(no_key=True).get(pk=candidate.pk)
    owner = known.merged_into_id or known.pk
    locked = Document.objects.select_for_update().filter(candidate=owner, kind=kind)
    if (document := locked.first()) is None:
        Document.objects.bulk_create([Document(candidate_id=owner, kind=kind)], ignore_conflicts=True)
        document = locked.get()
    return document


def _sent(document: Document) -> dict[int, list[str]]:
    """By version: which photos are there."""
    sent: dict[int, list[str]] = {}
    for version, sha256 in document.pages.values_list("version", "sha256"):
        sent.setdefault(version, []).append(sha256)
    return sent


def _version(document: Document, sent: dict[int, list[str]], pictures: list[Picture], replace: bool, on: date) -> int:
    """The version that these photos belong to."""
    state = state_of(document, on)
    if state == DocumentState.APPROVED:
        raise Refused(CHECKED)
    newest = max(sent, default=0)
    if state != DocumentState.WAITING or not newest:
        return newest + 1
    if replace:
        return newest if set(sent[newest]) == {picture.sha256 for picture in pictures} else newest + 1
    return newest


def _add(
    document: Document, version: int, known: list[str], pictures: list[Picture], by: "User | None", at: datetime
) -> list[DocumentPage]:
    added: list[DocumentPage] = []
    fresh = {picture.sha256: picture for picture in pictures if picture.sha256 not in known}
    most = document.kind.max_pages
    if len(known) + len(fresh) > most:
        words = _("At most %(most)d photos fit here. Choose “Replace all photos” to begin again.")
        raise Refused(Gap("too_many_pages", words % {"most": most}))
    try:
        for number, picture in enumerate(fresh.values(), start=len(known) + 1):
            added.append(_page(document, version, number, picture, by, at))
    except BaseException:
        for page in added:
            page.file.delete(save=False)
        raise
    return added


def _page(
    document: Document, version: int, number: int, picture: Picture, by: "User | None", at: datetime
) -> DocumentPage:
    return DocumentPage.objects.create(
        document=document,
        version=version,
        number=number,
        file=ContentFile(picture.data, "photo.jpg"),
        sha256=picture.sha256,
        size=len(picture.data),
        width=picture.width,
        height=picture.height,
        by=by,
        sent_at=at,
    )


def _wait(document: Document, version: int, at: datetime) -> None:
    """From now on it is the officers' turn."""
    document.state, document.version, document.sent_at = DocumentState.WAITING, version, at
    document.reason, document.decided_at, document.decided_by, document.expires_on = None, None, None, None
    document.save(update_fields=["state", "version", "sent_at", "reason", "decided_at", "decided_by", "expires_on"])


def forget(candidate: Candidate) -> int:
    """Delete every photo and paper of this person, files included. How many photos. For erasing a person."""
    pages = list(DocumentPage.objects.filter(document__candidate=candidate))
    Document.objects.filter(candidate=candidate).delete()
    transaction.on_commit(lambda: _delete_files(pages))
    return len(pages)


def _delete_files(pages: list[DocumentPage]) -> None:
    for page in pages:
        page.file.storage.delete(page.file.name)
