"""Connects the parts of one installation: database, gazetteer, synonyms, index and its follower."""

from __future__ import annotations

from dataclasses import dataclass

from app.config import Settings
from app.db import Database
from app.directory.catalogue import Catalogue
from app.directory.documents import (
    WORD_FACETS,
    mark_touched,
    offers_touched_by,
    read_documents,
)
from app.directory.repairing import Repairer
from app.directory.shelf import Shelf
from app.directory.taxonomy_file import read_taxonomy_file
from app.geo.gazetteer import Gazetteer
from app.geo.geocoders import AddressFinder, GeocoderKind, GeocoderSettings
from app.sealing import Keyring
from app.search.engine import SearchEngine
from app.search.following import Follower
from app.search.keeping import Keeper
from app.words.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Parts:
    """What a site or a command works with; nothing is opened before it is used."""

    settings: Settings
    database: Database
    engine: SearchEngine
    gazetteer: Gazetteer
    vocabulary: Vocabulary
    addresses: AddressFinder
    catalogue: Catalogue
    shelf: Shelf
    follower: Follower
    repairer: Repairer
    keyring: Keyring


def connect(settings: Settings) -> Parts:
    """Connect everything; from here on the index follows every commit."""
    keyring = Keyring.load(settings)
    database = Database(settings.database_url, keyring)
    # A label that no document has ("We zijn zwanger") would be a phrase that finds nothing.
    labels = [
        (term.id, language, label)
        for term in read_taxonomy_file(settings.seed_folder / "taxonomy.csv")
        if term.facet in WORD_FACETS
        for language, (label, _description) in term.texts.items()
    ]
    keeper = Keeper(settings.index_folder)
    vocabulary = Vocabulary(database, settings.seed_folder, labels, keeper)
    engine = SearchEngine(settings.index_folder, vocabulary)
    catalogue = Catalogue(database)
    follower = Follower(
        database,
        engine,
        touched=offers_touched_by,
        mark=mark_touched,
        read=lambda session, ids: read_documents(session, catalogue.taxonomy, ids),
    )
    return Parts(
        settings,
        database,
        engine,
        Gazetteer.load(settings.seed_folder / "gazetteer.csv"),
        vocabulary,
        AddressFinder(
            GeocoderSettings(
                kind=GeocoderKind(settings.geocoder),
                url=settings.geocoder_url,
                # The usage policy of Nominatim asks which site it is that asks.
                user_agent=f"Dichtbij ({settings.site_url})",
                api_key=settings.geocoder_key,
            )
        ),
        catalogue,
        Shelf(),
        follower,
        Repairer(settings),
        keyring,
    )
