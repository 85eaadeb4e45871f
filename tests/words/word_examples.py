"""A table of three rows, as if it shipped with the site."""

from app.search.table.synonym_table import SynonymRow

TABLE = (
    SynonymRow("samenspel", "speelbende", "nl", "synonym", "playing-together", 0.7),
    SynonymRow("samenspel", "speelbendestad", "fr", "translation", "playing-together"),
    SynonymRow("bende", "kliek", "nl"),
)
