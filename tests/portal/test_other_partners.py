"""What is another partner's is not reached by any id in any parameter, nor by another House."""

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

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.accounts.permissions import Permission
from app.config import PROJECT_FOLDER
from tests.accounts.signing_in import signed_in
from tests.page_forms import PageForm, read_forms
from tests.policing import PolicedClient
from tests.portal.two_sides import Side, make_sides
from tests.questions.desk_examples import Example
from tests.questions.referral_site import database_of, make_site
from tests.sites import visit
from tools.access_table import list_guarded, method_of

BY_LETTER = "portal_checks."
"""Who has the link of a letter answers without signing in, for one partner."""
NAMES: Mapping[str, str] = {
    r"offer_id|aanbod": "offer_id",
    r"organization|partner|whose": "organization_id",
    r"marks": "revision_id",
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
    r"|c\d+-\w+|contacts?-?\w*|new_\w+|languages|email|name|note|stamp|website|message|comment"
    r"|aanvraag-\d+-reason|on|starts_on|again|kind"
)
"""Parameters that name nothing of a partner: words, days, numbers, choices that everybody has."""
TYPED = {
    "reason": "De zaal is dicht.",
    "email": "nieuw@mail.example",
    "name": "Nieuw",
    "answer": "yes",
}
QUERIES = {"portal_moments.one": "?regel=0", "portal_moments.change": "?regel=0"}
PRESSES = re.compile(r'request\.(?:args|form)(?:\.get(?:list)?)?[(\[]"(\w+)"')


@dataclass
class Trial:
    """Somebody of one side who comes at what is of the other."""

    site: Flask
    client: PolicedClient
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
            return list(side.ids[name])
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
        ids = [str(number) for number in self.other.ids[kind]]
        # The marks of the review list name the version as well.
        return [f"{number}:{at}" for number in ids for at in (1, 2, 3)] if kind == "revision_id" \
            else ids  # fmt: skip


def kind_of(name: str) -> str | None:
    """What a parameter names, or None for one that names nothing of a partner."""
    kind = next((kind for pattern, kind in NAMES.items() if re.fullmatch(pattern, name)), None)
    assert kind or PLAIN.fullmatch(name), f"tell this test what the parameter {name!r} names"
    return kind


class Tables:
    """Every row of the database, and the database put back as it was."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept = sqlite3.connect(":memory:")
        with closing(sqlite3.connect(path)) as now:
            now.backup(self._kept)
        self._names = [
            name
            for (name,) in self._kept.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith("sqlite_")
        ]
        self._before = self._read(self._kept)

    def _read(self, database: sqlite3.Connection) -> Counter[tuple[str, tuple[tuple[str, Any], ...]]]:
        database.row_factory = sqlite3.Row
        return Counter(
            (name, tuple(dict(row).items()))
            for name in self._names
            for row in database.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - our own tables
        )

    def changes(self) -> list[tuple[str, dict[str, Any]]]:
        """The rows that came, went or are different; then all is as before."""
        with closing(sqlite3.connect(self._path)) as now:
            rows = self._read(now)
            if rows == self._before:
                return []
            self._kept.backup(now)
        changed = (rows - self._before) + (self._before - rows)
        return [(name, dict(row)) for name, row in changed]


@pytest.fixture(scope="module")
def site(
    desk_file: tuple[Path, Example], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    app = make_site(desk_file, tmp_path_factory.mktemp("partners"))
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    database_of(app).dispose()


@pytest.fixture(scope="module")
def trials(site: Flask, example: Example) -> list[Trial]:
    """Both partners at each other's things, and both coordinators."""
    first, second = make_sides(site, example)
    return [
        Trial(site, signed_in(site, person), permission, own, other)
        for own, other in ((first, second), (second, first))
        for person, permission in (
            (own.partner_id, Permission.ACT_AS_PARTNER),
            (own.coordinator_id, Permission.REVIEW_OFFERS),
        )
    ]


@pytest.fixture(scope="module")
def tables(site: Flask, trials: list[Trial]) -> Tables:  # noqa: ARG001 - after the things are there
    return Tables(Path(str(database_of(site).engine.url.database)))


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


def test_no_address_with_an_id_of_another_opens(trials: list[Trial], tables: Tables) -> None:
    leaks, count = [], 0
    for trial in trials:
        for rule in trial.rules:
            for address in trial.swapped(rule):
                method = method_of(rule)
                # An address that only leads on leads to nothing.
                answer = trial.client.open(
                    address, method=method, data=TYPED, follow_redirects=True
                )
                count += 1
                what = f"{method} {address}"
                if answer.status_code != 404:
                    leaks.append(f"{answer.status_code}: {what}")
                leaks += leaks_of(trial, tables, what, answer.get_data(as_text=True))
    print(f"{count} addresses with an id of another")
    assert leaks == []
    assert count > 200


def test_no_parameter_with_an_id_of_another_does_anything(
    trials: list[Trial], tables: Tables
) -> None:
    leaks, count = [], 0
    for trial in trials:
        every = {
            **{name: trial.foreign(name)[0] for name in trial.other.ids},
            "organization": str(trial.other.organization_id),
            "aanbod": str(trial.other.offer_id),
            "partner": str(trial.other.organization_id),
            "photo_name": trial.other.photo,
            "place": trial.other.place,
            "places": trial.other.place,
            "location_key": trial.other.place,
            "house_id": str(trial.other.house_id),
            "author_id": str(trial.other.partner_id),
            "token": trial.other.token,
            "like": str(trial.other.offer_id),
        }
        for address, form in trial.forms.values():
            swaps = [
                {name: value}
                for name in sorted(form.names)
                if (kind := kind_of(name)) is not None
                for value in trial.foreign(kind)
            ]
            swaps.append({name: value for name, value in every.items() if name not in form.names})
            for swap in swaps:
                fields = {**form.filled(**dict(form.buttons[:1])), **swap}
                fields |= {name: text for name, text in TYPED.items() if not fields.get(name, [1])[0]}
                taken = {"data" if form.method == "post" else "query_string": fields}
                answer = trial.client.open(address, method=form.method.upper(), **taken)
                what = f"{form.method} {address} {swap}"
                if answer.status_code not in {200, 302, 303, 404, 422}:
                    leaks.append(f"{answer.status_code}: {what}")
                leaks += leaks_of(trial, tables, what, answer.get_data(as_text=True))
                count += len(swap)
        for rule in trial.rules:
            if method_of(rule) == "GET":
                for address in trial.addresses(rule, trial.own):
                    answer = trial.client.get(address.partition("?")[0], query_string=every)
                    what = f"GET {address} with everything of another"
                    leaks += leaks_of(trial, tables, what, answer.get_data(as_text=True))
                    count += len(every)
    print(f"{count} parameters with an id of another")
    assert leaks == []
    assert count > 1_000


def test_the_link_of_a_letter_answers_for_its_own_partner_only(
    site: Flask, trials: list[Trial], tables: Tables
) -> None:
    trial = trials[0]
    nobody, leaks = visit(site), []
    for way in ("antwoord", "alles-klopt", "verbeter"):
        for fact in ("when", "where", "price", "ages", "contact"):
            fields = {"offer_id": trial.other.offer_id, "fact": fact, "answer": "no", "amount": "9"}
            address = f"/nl/nakijken/{trial.own.token}/{way}"
            answer = nobody.post(address, data=fields)
            leaks += [f"{answer.status_code}: {address}"] if answer.status_code != 404 else []
            leaks += leaks_of(trial, tables, address, answer.get_data(as_text=True))
    assert leaks == []


def test_this_test_knows_every_parameter(trials: list[Trial]) -> None:
    folders = [PROJECT_FOLDER / "app" / name for name in ("portal", "desk/review")]
    paths = [path for folder in folders for path in folder.rglob("*.py")]
    paths += (PROJECT_FOLDER / "app" / "accounts").glob("c*_routes.py")
    names = {name for path in paths for name in PRESSES.findall(path.read_text("utf-8"))}
    names |= {name for trial in trials for _address, form in trial.forms.values()
              for name in form.names}  # fmt: skip
    known = {name: kind_of(name) for name in names}
    assert set(known.values()) >= {None, "offer_id", "organization_id", "revision_id", "place"}


def test_every_form_of_a_partner_and_of_a_review_was_tried(trials: list[Trial]) -> None:
    tried = {key.split()[1] for trial in trials for key in trial.forms if key.startswith("post")}
    guarded = {
        rule.endpoint
        for trial in trials
        for rule in trial.rules
        if method_of(rule) == "POST"
    }
    assert guarded - tried <= WITHOUT_FORM


WITHOUT_FORM = frozenset({"portal_advice.check"})
"""A script asks it, with the fields of the short form."""
