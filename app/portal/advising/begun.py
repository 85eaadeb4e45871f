"""What a typed form is about: something new of an own organization, or an own version."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.directory.drafts import OfferDraft
from app.directory.models.offers import OfferKind
from app.directory.models.organizations import Organization
from app.publishing.errors import RevisionNotFoundError
from app.publishing.facts import ProposedOffer, read_facts
from app.publishing.operations.revising import get_own_revision

HIGHEST_ID = 2_147_483_647


@dataclass(frozen=True, slots=True)
class Begun:
    """What there was before somebody typed."""

    before: ProposedOffer
    organization_id: int
    offer_id: int | None = None
    revision_id: int | None = None


def find_begun(
    session: Session, fields: Mapping[str, str], organization_ids: Collection[int]
) -> Begun:
    """The own version that the form names, else something new of the kind that it names.

    Raises RevisionNotFoundError for a version or an organization of somebody else.
    """
    revision_id = _id_of(fields, "revision_id")
    if revision_id is not None:
        revision = get_own_revision(session, revision_id, organization_ids)
        before = read_facts(revision.facts)
        return Begun(before, revision.organization_id or 0, revision.offer_id, revision.id)
    chosen = _id_of(fields, "organization")
    if not organization_ids or (chosen is not None and chosen not in organization_ids):
        raise RevisionNotFoundError
    organization_id = chosen if chosen is not None else min(organization_ids)
    slug = session.get_one(Organization, organization_id).slug
    kinds = {kind.value: kind for kind in OfferKind}
    kind = kinds.get(fields.get("kind", ""), OfferKind.ACTIVITY)
    return Begun(ProposedOffer(OfferDraft("partner", "", kind, slug, {})), organization_id)


def _id_of(fields: Mapping[str, str], name: str) -> int | None:
    text = fields.get(name, "")
    is_number = text.isascii() and text.isdecimal() and len(text) < 11
    return int(text) if is_number and 0 < int(text) <= HIGHEST_ID else None
