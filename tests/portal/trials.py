"""Who comes at what is another's: the addresses, the forms, and the rows that may not change."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.accounts.permissions import Permission
from tests.page_forms import PageForm, read_forms
from tests.portal.two_sides import Side
from tools.access_table import list_guarded, method_of

BY_LETTER = "portal_checks."
"""Who has the link of a letter answers without signing in, for one partner."""
NAMES: Mapping[str, str] = {
    r"offer_id|aanbod": "offer_id",
    r"organization|partner|whose": "organization_id",
    r"marks": "mark",
    r"revision_id": "revision_id",
    r"place|places|(\w+-)?place": "place",
    r"p\d+_name": "photo",
    r"put_back": "day",
}
"""What a parameter names, by its name."""
PLAIN = re.compile(
    r"csrf_token|version|then|more|drop|q|pagina|page|soort|toon|wat|naam|nieuw|jaar|vanaf|regel"
    r"|plaats|quick|reason|months|vertrouwd|answer|fact|amount|min_years|max_years|day|start|scope"
    r"|title|summary|theme|(second|third)_theme|shape|(min|max)_(age|unit)|audience|pattern"
    r"|weekdays|first_day|last_day|(start|end)_time|days|holidays|is_\w+|place_\w+|areas|price"
    r"|price_kind|pass_price|price_note|reductions|passes|registration|appointment|booking_url|join"
    r"|conditions|not_for|bring|waiting|waiting_reported_on|intake|referrer_contact|description"
    r"|(title|summary|description|conditions|bring|not_for)_[a-z]{2,3}|photo|(p\d+|new)_alt_\w+"
    r"|p\d+_(position|removed)|(r\d+|m\d+|nieuw|extra)-(?!place$)\w+|[dehc]\d+_\w+|s\d+_ended"
    r"|k\d+_\w+|contacts?-?\w*|new_\w+|languages|email|name|note|stamp|website|message|comment"
    r"|aanvraag-\d+-reason|expectation|taken_over_by|text|until|kind|terms"
)
"""Parameters that name nothing of a partner: words, days, numbers, choices that everybody has."""
TYPED = {
    "reason": "De zaal is dicht.",
    "email": "nieuw@mail.example",
    "name": "Nieuw",
    "answer": "yes",
}
QUERIES = {"portal_moments.one": "?regel=0", "portal_moments.change": "?regel=0"}


@dataclass
class Trial:
    """Somebody of one side who comes at what is of the other."""

    site: Flask
    client: FlaskClient
    permission: Permission
    own: Side
    other: Side

    @cached_property
    def rules(self) -> list[Rule]:
        """The addresses that this person may open."""
        return [rule for rule, needed in list_guarded(self.site) if needed is self.permission]

    def values(self, side: Side, name: str, rule: Rule) -> list[Any]:
        """What may stand in a part of an address."""
        if name == "token":
            return [side.token]
        if name == "day":
            return [side.day]
        if name in side.ids:
            # A partner writes what is not online; a House looks at what was sent in.
            numbers = side.ids[name]
            is_partner = self.permission is Permission.ACT_AS_PARTNER
            is_cut = name == "revision_id" and side is self.own
            return list((numbers[:2] if is_partner else numbers[1:]) if is_cut else numbers)
        choices = re.search(rf"any\(([\w,-]+)\):{name}", rule.rule)
        assert choices, f"tell this test which {name} there are, for {rule.rule}"
        return choices[1].split(",")

    def addresses(self, rule: Rule, side: Side) -> Iterator[str]:
        """The addresses of a rule with the things of a side."""
        names = sorted(rule.arguments - {"language"})
        for chosen in product(*(self.values(side, name, rule) for name in names)):
            yield self._build(rule, dict(zip(names, chosen, strict=True)))

    def swapped(self, rule: Rule) -> Iterator[str]:
        """The addresses of a rule in which one id or more is of the other side."""
        names = sorted(rule.arguments - {"language"})
        things = [name for name in names if name in self.own.ids]
        for strangers in product((False, True), repeat=len(things)):
            if not any(strangers):
                continue
            of = dict(zip(things, strangers, strict=True))
            sides = [self.other if of.get(name) else self.own for name in names]
            choices = [
                self.values(side, name, rule) for side, name in zip(sides, names, strict=True)
            ]
            for chosen in product(*choices):
                yield self._build(rule, dict(zip(names, chosen, strict=True)))

    def _build(self, rule: Rule, parts: dict[str, Any]) -> str:
        address = self.site.url_map.bind("localhost").build(
            rule.endpoint, {**parts, "language": "nl"}, method=method_of(rule)
        )
        return address + QUERIES.get(rule.endpoint, "")

    @cached_property
    def forms(self) -> dict[str, tuple[str, PageForm]]:
        """The forms of all own pages: by endpoint and section, with a filled-in address."""
        pages = [(rule, page) for rule in self.rules if method_of(rule) == "GET"
                 for page in self.addresses(rule, self.own)]  # fmt: skip
        if self.permission is Permission.ACT_AS_PARTNER:
            letter = next(self.site.url_map.iter_rules(f"{BY_LETTER}letter"))
            pages += [(letter, page) for page in self.addresses(letter, self.own)]
        found: dict[str, tuple[str, PageForm]] = {}
        for _rule, page in pages:
            answer = self.client.get(page)
            if answer.mimetype != "text/html" or answer.status_code != 200:
                continue
            for form in read_forms(answer.get_data(as_text=True)):
                address = form.action or page
                path = urlsplit(address).path
                endpoint, parts = self.site.url_map.bind("localhost").match(
                    path, method=form.method.upper()
                )
                key = f"{form.method} {endpoint} {parts.get('section', '')} {sorted(form.names)}"
                if endpoint.split(".")[0] not in {"finder", "accounts"} or path.startswith(
                    ("/nl/partners", "/nl/beheer/aanvragen")
                ):
                    found.setdefault(key, (address, form))
        return found

    def foreign(self, kind: str) -> list[str]:
        """What a parameter of a kind may hold of the other side."""
        if kind == "place":
            return [self.other.place]
        if kind == "photo":
            return [self.other.photo]
        if kind == "day":
            return [f"0 {self.other.day}"]
        if kind == "mark":
            # The marks of the review list name the version as well.
            return [f"{number}:{at}" for number in self.other.ids["revision_id"] for at in (1, 2)]
        return [str(number) for number in self.other.ids[kind]]


def kind_of(name: str) -> str | None:
    """What a parameter names, or None for one that names nothing of a partner."""
    return next((kind for pattern, kind in NAMES.items() if re.fullmatch(pattern, name)), None)


def is_known(name: str) -> bool:
    """Whether this test knows what a parameter names."""
    return kind_of(name) is not None or PLAIN.fullmatch(name) is not None


class Tables:
    """Every row of the database, and the database put back as it was."""

    def __init__(self, path: Path) -> None:
        self._kept = sqlite3.connect(":memory:")
        with closing(sqlite3.connect(path)) as now:
            now.backup(self._kept)
        self._names = [
            name
            for (name,) in self._kept.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith("sqlite_")
        ]
        self._before = self._read(self._kept)
        self._now = sqlite3.connect(path)
        self._version = self._read_version()

    def _read_version(self) -> int:
        """A number that is another one after each change by somebody else."""
        found: int = self._now.execute("PRAGMA data_version").fetchone()[0]
        return found

    def _read(
        self, database: sqlite3.Connection
    ) -> Counter[tuple[str, tuple[tuple[str, Any], ...]]]:
        database.row_factory = sqlite3.Row
        return Counter(
            (name, tuple(dict(row).items()))
            for name in self._names
            for row in database.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - our own tables
        )

    def changes(self) -> list[tuple[str, dict[str, Any]]]:
        """The rows that came, went or are different; then all is as before."""
        version = self._read_version()
        if version == self._version:
            return []
        self._version = version
        rows = self._read(self._now)
        if rows == self._before:
            return []
        self._kept.backup(self._now)
        changed = (rows - self._before) + (self._before - rows)
        return [(name, dict(row)) for name, row in changed]


def leaks_of(trial: Trial, tables: Tables, what: str, text: str) -> list[str]:
    """What came out, or changed, of the other side."""
    found = [f"{what} shows {mark}" for mark in trial.other.marks[:1] if mark in text]
    for name, row in tables.changes():
        ids = {f"{name}_id": row.get("id"), **row}
        owned = [
            key
            for key, numbers in trial.other.ids.items()
            if ids.get("offer_report_id" if key == "report_id" else key) in numbers
        ]
        marked = [mark for mark in trial.other.marks if mark in str(row)]
        if owned or marked:
            found.append(f"{what} changes {name} of {owned or marked}")
    return found
