"""Letters of the review: to who sent something in, and to coordinators for whom something waits."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.models import Person
from app.directory.models.offers import Offer
from app.i18n import DEFAULT_LANGUAGE, LANGUAGES, ngettext, speaking
from app.i18n import gettext as _
from app.mail.outbox import LetterDraft
from app.publishing.models.revisions import Revision

WAITING_LETTER = "review-waiting"


def offer_path(language: str, offer: Offer) -> str:
    """The page of an offer for families."""
    return f"/{language}/aanbod/{offer.id}-{offer.slug}"


def version_path(language: str, revision_id: int) -> str:
    """A version of an own offer, at the door of partners."""
    return f"/{language}/partners/versie/{revision_id}"


def queue_path(language: str) -> str:
    """What waits for the review of a House."""
    return f"/{language}/onthaal/nakijken"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who gets a letter about a version, and from which House."""

    email: str
    language: str
    house_id: int
    site_url: str

    @property
    def spoken(self) -> str:
        """The language of the letter."""
        return _known(self.language)

    def link(self, path: str) -> str:
        """The whole address of a page."""
        return _absolute(self.site_url, path)


def draft_published(revision: Revision, offer: Offer, *, to: Addressee) -> LetterDraft:
    """Tells who sent something in that families can read it."""
    with speaking(to.spoken):
        return _letter(
            "revision-published",
            _("Je aanbod staat online"),
            (
                _("We keken na wat je stuurde: “%(title)s”.", title=revision.title),
                _("Gezinnen lezen het nu hier:") + "\n" + to.link(offer_path(to.spoken, offer)),
                _("Dank je wel om het bij te houden."),
            ),
            revision=revision,
            to=to,
        )


def draft_returned(revision: Revision, *, to: Addressee) -> LetterDraft:
    """Tells who sent something in why it came back, and where to change it."""
    where: tuple[str, ...] = ()
    with speaking(to.spoken):
        if revision.author_id is not None:
            where = (
                _("Wat je schreef, is bewaard. Pas het hier aan en stuur het opnieuw:")
                + "\n"
                + to.link(version_path(to.spoken, revision.id)),
            )
        return _letter(
            "revision-returned",
            _("Je aanbod is nog niet klaar"),
            (
                _("We keken na wat je stuurde: “%(title)s”.", title=revision.title),
                _("Zo kunnen we het nog niet tonen. Dit is waarom:") + "\n" + revision.reason,
                *where,
            ),
            revision=revision,
            to=to,
        )


def draft_restored(revision: Revision, offer: Offer, *, to: Addressee) -> LetterDraft:
    """Tells who wrote the newest version that the House brought an older one back."""
    with speaking(to.spoken):
        return _letter(
            "revision-restored",
            _("Er staat een oudere versie online"),
            (
                _("Het Huis zette een oudere versie terug van “%(title)s”.", title=revision.title),
                _("Dit lezen gezinnen nu:") + "\n" + to.link(offer_path(to.spoken, offer)),
                _("Klopt dat niet? Pas het aan, of bel het onthaal."),
            ),
            revision=revision,
            to=to,
        )


def draft_waiting(
    coordinator: Person, *, count: int, late: int, house_id: int, site_url: str
) -> LetterDraft:
    """Tells a coordinator that something waits; never what."""
    language = _known(coordinator.language)
    with speaking(language):
        lines = [
            _("Dag %(name)s,", name=coordinator.name),
            ngettext(
                "Er wacht %(num)s voorstel op jou.", "Er wachten %(num)s voorstellen op jou.", count
            ),
        ]
        if late:
            lines.append(
                ngettext(
                    "%(num)s wacht langer dan we beloofden.",
                    "%(num)s wachten langer dan we beloofden.",
                    late,
                )
            )
        lines.append(_("Kijk ze hier na:") + "\n" + _absolute(site_url, queue_path(language)))
        subject = _("Er wacht aanbod om na te kijken")
    return LetterDraft(
        kind=WAITING_LETTER,
        recipient=coordinator.email,
        subject=subject,
        body="\n\n".join(lines) + "\n",
        language=language,
        house_id=house_id,
    )


def _letter(
    kind: str, subject: str, lines: tuple[str, ...], *, revision: Revision, to: Addressee
) -> LetterDraft:
    return LetterDraft(
        kind=kind,
        recipient=to.email,
        subject=subject,
        body="\n\n".join((_("Dag,"), *lines)) + "\n",
        language=to.spoken,
        house_id=to.house_id,
        about=("revision", revision.id),
    )


def _known(language: str) -> str:
    return language if language in LANGUAGES else DEFAULT_LANGUAGE


def _absolute(site_url: str, path: str) -> str:
    return site_url.rstrip("/") + path
