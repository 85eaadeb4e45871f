"""The photos of an offer: one more at a time, their texts, their order, and which go away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import request, url_for
from wtforms import BooleanField, FileField, HiddenField, IntegerField
from wtforms.validators import NumberRange, Optional

from app.directory.drafts import ImageDraft, OfferDraft
from app.i18n import DEFAULT_LANGUAGE, LANGUAGES
from app.i18n import gettext as _
from app.portal.fiche.editing import Editing, SectionForm
from app.publishing.photos import (
    MOST_BYTES,
    MadePhoto,
    NotAPhotoError,
    PhotoTooLargeError,
    make_photo,
    small_name,
)
from app.web.assets import asset_url
from app.web.forms import LineField, at_most, lazy_gettext

MOST_PHOTOS = 6
LONGEST_ALTERNATIVE = 250


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """One picture of the offer: where it is, and the fields about it."""

    url: str
    name: Any
    position: Any
    is_removed: Any
    alternative: Any
    others: tuple[tuple[str, str, Any], ...]
    """Code and name of each other language, and the field of its text."""


class AskedFor:
    """Marks a text as needed; the form itself knows for which photos."""

    field_flags = {"required": True}  # noqa: RUF012 - WTForms reads it from the class

    def __call__(self, _form: object, _field: object) -> None:
        """Leave the judgement to the form."""


class PhotosForm(SectionForm):
    """The photos of an offer; each row adds fields, such as p0_position and p0_alt_nl."""

    page = "fotos.html"
    row_count = 0
    photo = FileField(lazy_gettext("Kies een foto"))
    made: MadePhoto | None = None
    """The photo that was sent, drawn anew."""

    def rows(self) -> list[PhotoRow]:
        """The fields by picture."""
        return [
            PhotoRow(
                url=_address(self[f"p{at}_name"].data or ""),
                name=self[f"p{at}_name"],
                position=self[f"p{at}_position"],
                is_removed=self[f"p{at}_removed"],
                alternative=self[f"p{at}_alt_nl"],
                others=self._others(f"p{at}"),
            )
            for at in range(self.row_count)
        ]

    def new_row(self) -> tuple[Any, tuple[tuple[str, str, Any], ...]]:
        """The fields of the text of a new photo: Dutch, and the others with their language."""
        return self["new_alt_nl"], self._others("new")

    def _others(self, prefix: str) -> tuple[tuple[str, str, Any], ...]:
        return tuple(
            (language.code, language.own_name, self[f"{prefix}_alt_{language.code}"])
            for language in LANGUAGES.values()
            if language.code != DEFAULT_LANGUAGE
        )

    def is_whole(self) -> bool:
        """Whether each picture has a text, and the new one can be read."""
        for row in self.rows():
            if not row.is_removed.data and not row.alternative.data:
                self.refuse(row.alternative.name, _alternative_needed())
        sent = request.files.get("photo")
        data = sent.read(MOST_BYTES + 1) if sent is not None else b""
        if data:
            self._read(data)
        elif self["new_alt_nl"].data:
            self.refuse("photo", _("Kies ook de foto die bij deze tekst hoort."))
        return not self.list_mistakes()

    def _read(self, data: bytes) -> None:
        if not self["new_alt_nl"].data:
            self.refuse("new_alt_nl", _alternative_needed())
        left = [row for row in self.rows() if not row.is_removed.data]
        if len(left) >= MOST_PHOTOS:
            self.refuse("photo", _("Zes foto’s is het meeste. Haal er eerst een weg."))
        try:
            self.made = make_photo(data)
        except PhotoTooLargeError:
            self.refuse("photo", _("Deze foto is te groot. Neem er een van hoogstens 8 MB."))
        except NotAPhotoError:
            self.refuse("photo", _("We kunnen dit niet lezen. Kies een foto: JPG, PNG of WebP."))
        if self.list_mistakes() and not self.photo.errors:
            self.refuse("photo", _("Kies de foto hier nog eens: een pagina kan die niet bewaren."))

    def put_in(self, editing: Editing) -> OfferDraft:
        """The offer with its own pictures in this order, and the new one last.

        Only pictures that the version has already are taken from the form.
        """
        known = {_key(image): image for image in editing.offer.images if _key(image)}
        chosen: list[tuple[int, ImageDraft]] = []
        for row in self.rows():
            image = known.pop(row.name.data or "", None)
            if image is not None and not row.is_removed.data:
                texts = _texts(row.alternative, row.others)
                position = row.position.data if row.position.data is not None else MOST_PHOTOS
                chosen.append((position, replace(image, alternatives=texts)))
        images = [image for _position, image in sorted(chosen, key=lambda pair: pair[0])]
        if self.made is not None:
            first, others = self.new_row()
            new = ImageDraft(photo_name=self.made.name, alternatives=_texts(first, others))
            images = [item for item in images if item.photo_name != self.made.name]
            images.append(new)
        unseen = [image for image in editing.offer.images if not _key(image)]
        return replace(editing.offer, images=(*images, *unseen))


def _alternative_needed() -> str:
    return _("Schrijf wat er op de foto staat. Wie niet ziet, hoort dat voorlezen.")


def _key(image: ImageDraft) -> str:
    return image.photo_name or image.file_name


def _address(key: str) -> str:
    if key.endswith(".webp"):
        return url_for("photos.show", name=small_name(key))
    return asset_url(f"illustrations/{key}")


def _texts(first: Any, others: tuple[tuple[str, str, Any], ...]) -> dict[str, str]:
    told = {
        DEFAULT_LANGUAGE: first.data or "",
        **{code: field.data for code, _name, field in others},
    }
    return {code: text for code, text in told.items() if text}


def _alternative_fields(prefix: str) -> dict[str, Any]:
    label, rules = lazy_gettext("Wat staat er op de foto?"), [at_most(LONGEST_ALTERNATIVE)]
    fields = {f"{prefix}_alt_{code}": LineField(label, rules) for code in LANGUAGES}
    first = f"{prefix}_alt_{DEFAULT_LANGUAGE}"
    return fields | {first: LineField(label, [*rules, AskedFor()])}


def make_photos_form(editing: Editing) -> SectionForm:
    """The form with the pictures of the version in it, and room for one more."""
    images = [image for image in editing.offer.images if _key(image)]
    fields: dict[str, Any] = {"row_count": len(images), **_alternative_fields("new")}
    values: dict[str, Any] = {"version": editing.version}
    for at, image in enumerate(images):
        fields |= {
            f"p{at}_name": HiddenField(),
            f"p{at}_position": IntegerField(
                lazy_gettext("Plaats in de rij"), [Optional(), NumberRange(1, 99)]
            ),
            f"p{at}_removed": BooleanField(lazy_gettext("Haal deze foto weg")),
            **_alternative_fields(f"p{at}"),
        }
        values |= {f"p{at}_name": _key(image), f"p{at}_position": at + 1}
        values |= {f"p{at}_alt_{code}": text for code, text in image.alternatives.items()}
    form: PhotosForm = type("FilledPhotosForm", (PhotosForm,), fields)(data=values)
    return form
