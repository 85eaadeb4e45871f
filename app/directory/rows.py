"""The rows of times and pictures, made of their drafts; they belong to no session yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from app.directory.drafts import CancellationDraft, ClosureDraft, ImageDraft, ScheduleDraft
from app.directory.models.offers import ImageText, OfferImage
from app.directory.models.organizations import LocationClosure
from app.directory.models.schedules import Cancellation, Closure, Schedule, ScheduleDate


def make_schedule(draft: ScheduleDraft, location_id: int | None) -> Schedule:
    """A rule with its loose days, at one place or at every place of the offer."""
    return Schedule(
        location_id=location_id,
        opening_hours=draft.opening_hours,
        starts_on=draft.starts_on,
        start_time=draft.start_time,
        end_time=draft.end_time,
        days=draft.days,
        rrule=draft.rrule,
        holidays=draft.holidays,
        is_off_on_public_holidays=draft.is_off_on_public_holidays,
        dates=[
            *(ScheduleDate(day=day, is_extra=False) for day in draft.except_days),
            *(ScheduleDate(day=day, is_extra=True) for day in draft.extra_days),
        ],
    )


def make_closures(drafts: Iterable[ClosureDraft]) -> list[Closure]:
    """The days on which the offer is closed."""
    return [Closure(**asdict(item)) for item in drafts]


def make_place_closures(drafts: Iterable[ClosureDraft]) -> list[LocationClosure]:
    """The days on which a place is closed."""
    return [LocationClosure(**asdict(item)) for item in drafts]


def make_cancellations(drafts: Iterable[CancellationDraft]) -> list[Cancellation]:
    """The moments that do not take place."""
    return [Cancellation(**asdict(item)) for item in drafts]


def make_images(drafts: Iterable[ImageDraft]) -> list[OfferImage]:
    """The pictures in their order, with what is said of each."""
    return [
        OfferImage(
            position=position,
            file_name=draft.file_name,
            source_url=draft.source_url,
            photo_name=draft.photo_name,
            texts=[
                ImageText(language=language, alternative=text)
                for language, text in draft.alternatives.items()
            ],
        )
        for position, draft in enumerate(drafts)
    ]
