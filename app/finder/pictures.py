"""The pictures of an offer: photos of the partner first, then drawings of the site."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from app.directory.models.offers import Offer
from app.finder.cards import Picture
from app.i18n import choose_text
from app.publishing.photos import size_of, small_name, small_size
from app.web.assets import asset_url
from app.web.languages import page_language


def pictures_of(offer: Offer) -> tuple[Picture, ...]:
    """The pictures that the site has itself, with their texts by the fallback rule.

    A drawing only stands in for a photo: with photos there is none.
    """
    photos = tuple(_photos(offer))
    return photos or tuple(_drawings(offer))


def picture_of(offer: Offer) -> Picture | None:
    """The first picture, for a card."""
    return next(iter(pictures_of(offer)), None)


def _photos(offer: Offer) -> Iterator[Picture]:
    for image in offer.images:
        size = size_of(image.photo_name)
        texts = {row.language: row.alternative for row in image.texts}
        chosen = choose_text(texts, page_language())
        if size is None or chosen is None:
            continue
        width, height = small_size(*size)
        small = url_for("photos.show", name=small_name(image.photo_name))
        large = url_for("photos.show", name=image.photo_name)
        yield Picture(
            small,
            chosen[1],
            width=width,
            height=height,
            sources=f"{small} {width}w, {large} {size[0]}w" if size[0] > width else "",
            large=large,
        )


def _drawings(offer: Offer) -> Iterator[Picture]:
    for image in offer.images:
        texts = {row.language: row.alternative for row in image.texts}
        chosen = choose_text(texts, page_language())
        if image.file_name and chosen:
            yield Picture(asset_url(f"illustrations/{image.file_name}"), chosen[1])
            # One is enough: the others say nothing more.
            return
