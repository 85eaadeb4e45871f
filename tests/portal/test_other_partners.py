"""What is another partner's is not reached by any id in any parameter, nor by another House."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice, product
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.guards import COOKIE
from app.accounts.permissions import Permission
from app.config import PROJECT_FOLDER
from tests.accounts.signing_in import signed_in
from tests.portal.trials import TYPED, Tables, Trial, is_known, kind_of, leaks_of
from tests.portal.two_sides import make_sides
from tests.questions.desk_examples import Example
from tests.questions.referral_site import database_of, make_site
from tests.sites import visit
from tools.access_table import method_of

PRESSES = re.compile(r'request\.(?:args|form)(?:\.get(?:list)?)?[(\[]"(\w+)"')


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
        Trial(site, _plain(site, person), permission, own, other)
        for own, other in ((first, second), (second, first))
        for person, permission in (
            (own.partner_id, Permission.ACT_AS_PARTNER),
            (own.coordinator_id, Permission.REVIEW_OFFERS),
        )
    ]


def _plain(site: Flask, person_id: int) -> FlaskClient:
    """Somebody who is signed in, whose pages are not policed: other tests do, and it takes long."""
    cookie = signed_in(site, person_id).get_cookie(COOKIE)
    assert cookie is not None
    client = FlaskClient(site, site.response_class)
    client.set_cookie(COOKIE, cookie.value)
    return client


@pytest.fixture(scope="module")
def tables(site: Flask, trials: list[Trial]) -> Tables:
    return Tables(Path(str(database_of(site).engine.url.database)))


def test_no_address_with_an_id_of_another_opens(
    trials: list[Trial], tables: Tables, record_property: Callable[[str, object], None]
) -> None:
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
    record_property("addresses", count)
    assert leaks == []
    assert count > 250


def test_no_parameter_with_an_id_of_another_does_anything(
    trials: list[Trial], tables: Tables, record_property: Callable[[str, object], None]
) -> None:
    leaks, count = [], 0
    for trial in trials[:2]:
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
                fields |= {
                    name: text for name, text in TYPED.items() if not fields.get(name, [1])[0]
                }
                taken = {"data" if form.method == "post" else "query_string": fields}
                answer = trial.client.open(address, method=form.method.upper(), **taken)
                what = f"{form.method} {address} {swap}"
                if answer.status_code not in {200, 302, 303, 404, 422}:
                    leaks.append(f"{answer.status_code}: {what}")
                leaks += leaks_of(trial, tables, what, answer.get_data(as_text=True))
                count += len(swap)
        for rule in trial.rules:
            if method_of(rule) == "GET":
                for address in islice(trial.addresses(rule, trial.own), 8):
                    answer = trial.client.get(address.partition("?")[0], query_string=every)
                    what = f"GET {address} with everything of another"
                    leaks += leaks_of(trial, tables, what, answer.get_data(as_text=True))
                    count += len(every)
    record_property("parameters", count)
    assert leaks == []
    assert count > 1_000


def test_facts_of_another_are_not_answered_by_letter_or_from_the_own_list(
    site: Flask, trials: list[Trial], tables: Tables
) -> None:
    trial, leaks = trials[0], []
    ways = (
        (visit(site), f"/nl/nakijken/{trial.own.token}"),
        (trial.client, "/nl/partners/nakijken"),
    )
    for (client, page), way, fact in product(
        ways, ("antwoord", "alles-klopt", "verbeter"), ("when", "price", "ages", "contact")
    ):
        fields = {"offer_id": trial.other.offer_id, "fact": fact, "answer": "no", "amount": "9"}
        answer = client.post(f"{page}/{way}", data=fields)
        leaks += [f"{answer.status_code}: {page}/{way}"] if answer.status_code != 404 else []
        leaks += leaks_of(trial, tables, f"{page}/{way}", answer.get_data(as_text=True))
    assert leaks == []


def test_this_test_knows_every_parameter(trials: list[Trial]) -> None:
    folders = [PROJECT_FOLDER / "app" / name for name in ("portal", "desk/review")]
    paths = [path for folder in folders for path in folder.rglob("*.py")]
    paths += (PROJECT_FOLDER / "app" / "accounts").glob("c*_routes.py")
    names = {name for path in paths for name in PRESSES.findall(path.read_text("utf-8"))}
    names |= {name for trial in trials[:2] for _address, form in trial.forms.values()
              for name in form.names}  # fmt: skip
    unknown = sorted(name for name in names if not is_known(name))
    assert not unknown, f"tell this test what these parameters name: {unknown}"
    known = {name: kind_of(name) for name in names}
    assert set(known.values()) >= {None, "offer_id", "organization_id", "revision_id", "place"}


def test_every_form_of_a_partner_and_of_a_review_was_tried(trials: list[Trial]) -> None:
    tried = {
        key.split()[1] for trial in trials[:2] for key in trial.forms if key.startswith("post")
    }
    guarded = {
        rule.endpoint for trial in trials for rule in trial.rules if method_of(rule) == "POST"
    }
    missed = sorted(guarded - tried - WITHOUT_FORM)
    assert not missed, f"no own page shows these forms: {missed}"


WITHOUT_FORM = frozenset({"portal_advice.check", "portal_checks.all_right_due"})
"""A script asks the one with the fields of the short form; the other has a test of its own here."""
