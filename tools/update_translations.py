"""Brings the catalogues up to date with the texts that stand in code and templates.

Dutch is the source, so it has no catalogue. Catalogues keep no line numbers: a moved line must not
change them. What is no longer used falls out.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

PROJECT = Path(__file__).resolve().parent.parent
TRANSLATIONS = PROJECT / "translations"
LANGUAGES = ("ar", "en", "fr")
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"trimmed": "true", "silent": "false"}}
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
FIXED = datetime(2026, 1, 1, tzinfo=UTC)


def extract() -> Catalog:
    """The texts of code and templates, as a catalogue without translations."""
    catalog = Catalog(project="Dichtbij", version="1", charset="utf-8", creation_date=FIXED)
    for folder in ("app", "templates"):
        found = extract_from_dir(
            PROJECT / folder,
            method_map=METHODS,
            options_map=OPTIONS,
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        )
        for _path, _line, message, comments, context in sorted(
            found, key=lambda item: str(item[2])
        ):
            catalog.add(message, None, auto_comments=comments, context=context)
    return catalog


def read_catalog(language: str) -> Catalog:
    """The catalogue of a language as it is in the project, empty when there is none."""
    path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return Catalog(locale=language, project="Dichtbij", version="1", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str, template: Catalog) -> bytes:
    """The file of a language after bringing it up to date."""
    catalog = read_catalog(language)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.creation_date = catalog.revision_date = FIXED
    catalog.header_comment = f"# Texts of Dichtbij; the source is Dutch. Language: {language}."
    buffer = BytesIO()
    write_po(buffer, catalog, width=100, no_location=True, sort_output=True, ignore_obsolete=True)
    return buffer.getvalue()


def main() -> None:
    """Write every catalogue."""
    template = extract()
    for language in LANGUAGES:
        path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(updated(language, template))
        empty = sum(
            1 for message in read_catalog(language) if message.id and not _is_filled(message.string)
        )
        print(f"{language}: {len(template)} texts, {empty} without translation")


def _is_filled(string: str | tuple[str, ...] | list[str]) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


if __name__ == "__main__":
    main()
