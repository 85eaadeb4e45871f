"""Each guarded address times each role: who gets in is what the table of permissions says."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.accounts.permissions import Permission, Role
from app.config import Settings
from app.web.access import PUBLIC, find_access
from app.web.installation import Installation
from tests.accounts.signing_in import make_member, signed_in
from tests.policing import PolicedClient
from tests.sites import copy_database, open_site, settings_in, visit
from tools.access_table import TABLE, is_open_to, list_guarded, make_page, method_of

NOBODY = 999_999
"""No row has this number, so whoever gets in finds nothing, and nothing is changed."""


@pytest.fixture(scope="module")
def desk_site(seeded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    settings = settings_in(tmp_path_factory.mktemp("matrix"))
    copy_database(seeded, settings)
    shutil.copytree(seeded.index_folder, settings.index_folder)
    app = open_site(settings)
    # Who gets in is asked here; that forms carry a token is read on every page.
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    installation: Installation = app.extensions["dichtbij"]
    installation.database.dispose()


@pytest.fixture(scope="module")
def people(desk_site: Flask) -> dict[Role | None, PolicedClient]:
    """Somebody of each role, and somebody who is not signed in."""
    installation: Installation = desk_site.extensions["dichtbij"]
    found: dict[Role | None, PolicedClient] = {None: visit(desk_site)}
    for role in Role:
        person_id = make_member(
            installation.database,
            role=role,
            name=f"Iemand {role.value}",
            organization_id=1 if role is Role.PARTNER else None,
        )
        found[role] = signed_in(desk_site, person_id)
    return found


def address_of(app: Flask, rule: Rule, **known: object) -> str:
    """The address of a rule with the given values, and others that name nothing."""
    values: dict[str, object] = dict(known)
    for name in rule.arguments - known.keys():
        converter = rule._converters[name]
        match type(converter).__name__:
            case "LanguageConverter":
                values[name] = "nl"
            case "IntegerConverter":
                values[name] = NOBODY
            case "AnyConverter":
                values[name] = min(converter.items)  # type: ignore[attr-defined]
            case _:
                values[name] = "niets"
    return app.url_map.bind("localhost").build(rule.endpoint, values, method=method_of(rule))


def is_let_in(client: PolicedClient, method: str, address: str) -> str:
    """What becomes of somebody at an address: in, out (forbidden) or to the sign-in page."""
    # The walk reads these pages; here they are a thousand, and only who gets in is asked.
    response = FlaskClient.open(client, address, method=method)
    assert response.status_code < 500, f"{response.status_code} at {address}"
    if response.status_code == 403:
        return "out"
    if response.status_code == 303 and "/aanmelden" in response.headers["Location"]:
        return "sign in"
    return "in"


def test_each_role_gets_in_where_the_table_says_and_nowhere_else(
    desk_site: Flask, people: dict[Role | None, PolicedClient]
) -> None:
    guarded, wrong = list_guarded(desk_site), []
    assert {permission for _, permission in guarded} >= set(Permission) - {Permission.USE_ROTA}
    # Ending one's own sign-ins would end the walk; it comes last.
    for rule, permission in sorted(guarded, key=lambda item: "aanmeldingen" in item[0].rule):
        address, method = address_of(desk_site, rule), method_of(rule)
        for role, client in people.items():
            wanted = "sign in" if role is None else "out"
            if role is not None and is_open_to(role, permission):
                wanted = "in"
            got = is_let_in(client, method, address)
            if got != wanted:
                wrong.append(f"{method} {rule.rule} for {role}: {got}, not {wanted}")
    assert wrong == []


def test_the_table_in_the_docs_is_that_of_the_routes(desk_site: Flask) -> None:
    assert TABLE.read_text("utf-8") == make_page(desk_site), "run make access-table"


def test_every_other_address_is_public(desk_site: Flask) -> None:
    guarded = {rule.endpoint for rule, _ in list_guarded(desk_site)}
    for rule in desk_site.url_map.iter_rules():
        assert (find_access(desk_site, rule.endpoint) == PUBLIC) != (rule.endpoint in guarded)
