"""Files of the design have addresses that change with their content, and may be kept for a year."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.config import PROJECT_FOLDER
from app.web.assets import Assets
from tests.policing import PolicedClient

STATIC = PROJECT_FOLDER / "static"


def test_every_file_of_a_page_names_its_content(client: PolicedClient) -> None:
    found: set[str] = set()
    for path in (
        "/nl/",
        "/nl/zoek?q=luiers&weergave=kaart",
        "/nl/mijn-lijst?o=1",
        "/nl/aanbod/1-x",
    ):
        body = client.get(path, follow_redirects=True).get_data(as_text=True)
        found |= set(re.findall(r'"(/static/[^"]+)"', body))
    assert len(found) > 8
    for address in found:
        assert re.search(r"\?v=[0-9a-f]{10}$", address), address
        response = client.get(address)
        assert response.status_code == 200
        assert "max-age=31536000" in response.headers["Cache-Control"]


def test_modules_import_only_by_addresses_that_change(client: PolicedClient) -> None:
    """A module that another one names without its version would stay old for a year."""
    for path in (STATIC / "js").rglob("*.js"):
        source = path.read_text("utf-8")
        assert not re.search(r"""^\s*import\b[^;]*["']\.{1,2}/""", source, re.MULTILINE), path.name


def test_another_content_gives_another_address(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a{}", encoding="utf-8")
    with app.test_request_context("/"):
        first = Assets(tmp_path).url("a.css")
        assert Assets(tmp_path).url("a.css") == first
        (tmp_path / "a.css").write_text("b{}", encoding="utf-8")
        assert Assets(tmp_path).url("a.css") != first


def test_a_pictogram_is_hidden_unless_it_has_a_label(app: Flask) -> None:
    assets = Assets(STATIC)
    assert 'aria-hidden="true"' in assets.icon("ui-heart")
    labelled = assets.icon("ui-heart", "big", label='Bewaar "dit"')
    assert 'role="img" aria-label="Bewaar &#34;dit&#34;"' in labelled
    assert 'class="icon big"' in labelled
    assert labelled.startswith("<svg ")
    assert labelled.rstrip().endswith("</svg>")


@pytest.mark.parametrize("name", ["../x", "UI", "ui heart", "", "ui/heart", "ui-heart\n"])
def test_a_pictogram_has_a_plain_name(name: str) -> None:
    with pytest.raises(ValueError, match="pictogram"):
        Assets(STATIC).icon(name)


def test_every_pictogram_of_the_taxonomy_is_there(app: Flask) -> None:
    source = (PROJECT_FOLDER / "data" / "seed" / "taxonomy.csv").read_text("utf-8").splitlines()
    names = {line.split(",")[3] for line in source[1:] if line.count(",") > 5}
    drawn = {path.stem for path in (STATIC / "pictograms").glob("*.svg")}
    assert {name for name in names if re.fullmatch(r"[a-z-]+", name)} <= drawn


def test_drawings_bring_no_script_and_nothing_from_elsewhere() -> None:
    for path in STATIC.rglob("*.svg"):
        source = path.read_text("utf-8")
        assert "<script" not in source, path.name
        assert not re.search(r"\bon\w+=", source), path.name
        elsewhere = set(re.findall(r"https?://[^\"' )]+", source)) - {"http://www.w3.org/2000/svg"}
        assert not elsewhere, path.name


def test_files_travel_compressed(app: Flask) -> None:
    # Not read as pages: these answers are packed.
    client = FlaskClient(app, app.response_class)
    for path in ("/nl/", "/static/css/dichtbij.css", "/nl/zoek.ics?q=luiers"):
        response = client.get(path, headers={"Accept-Encoding": "gzip, deflate, br"})
        assert response.headers.get("Content-Encoding") in {"gzip", "br"}, path
