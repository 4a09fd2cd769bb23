"""Photos as they arrive in a form: several in one field, each drawn anew before anything else looks at it."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from candidates import uploading
from candidates.models import Candidate, DocumentKind
from core.drawing import DRAWER
from core.pictures import Picture, clean
from core.refusal import Refused


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Cleans to a list of `Picture`. What is wrong with one of several photos is said with its number."""

    widget = SeveralFiles

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        # iPhones turn their own format into JPEG when only these are taken.
        kwargs.setdefault("widget", SeveralFiles(attrs={"accept": "image/jpeg,image/png,image/webp"}))
        super().__init__(error_messages={"required": _("Choose a photo first.")}, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Picture]:
        # An empty file is falsy, and must be told from no file at all.
        sent = [file for file in (data if isinstance(data, list | tuple) else [data]) if file is not None]
        if not sent and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(sent) > self.most:
            raise forms.ValidationError(
                gettext("At most %(most)d photos at once.") % {"most": self.most}, code="too_many_pages"
            )
        pictures, errors = [], []
        for number, file in enumerate(sent, start=1):
            try:
                pictures.append(clean(file, file.size or 0, DRAWER.draw))
            except Refused as refusal:
                sentence = refusal.sentences()[0]
                if len(sent) > 1:
                    sentence = gettext("Photo %(number)d: %(sentence)s") % {"number": number, "sentence": sentence}
                errors.append(forms.ValidationError(sentence, code=refusal.codes[0]))
        if errors:
            raise forms.ValidationError(errors)
        return pictures


class PaperForm(forms.Form):
    """Photos of one paper, from the person's phone or from the counter."""

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"] = PhotosField(most=most, label=_("Photos"))

    def keep(self, candidate: Candidate, kind: DocumentKind, *, replace: bool, by: User | None = None) -> bool:
        """Keep what was sent; False, with the sentences beside the photos, when that is refused."""
        try:
            uploading.keep(candidate, kind, self.cleaned_data["photos"], replace=replace, by=by)
        except Refused as refusal:
            self.add_error("photos", refusal.sentences())
            return False
        return True
