"""Files of the design: addresses that change with their content, and inline pictograms."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from flask import Flask, current_app, url_for
from markupsafe import Markup

_KEY = "dichtbij.assets"
_NAME = re.compile(r"^[a-z0-9-]+$")
# The stylesheet gives these to every pictogram; in a page they would be a fifth of its size.
_LINES = (
    ' fill="none" stroke="currentColor" stroke-width="1.75"'
    ' stroke-linecap="round" stroke-linejoin="round"'
)


class Assets:
    """Versions of static files and the drawings of pictograms, each read once."""

    def __init__(self, folder: Path) -> None:
        """Look in the given static folder."""
        self._folder = folder
        self._versions: dict[str, str] = {}
        self._drawings: dict[str, Markup] = {}
        self._icons: dict[tuple[str, str], Markup] = {}

    def url(self, path: str) -> str:
        """Address of a static file with a version, so that browsers may keep it for a year."""
        if path not in self._versions:
            content = (self._folder / path).read_bytes()
            self._versions[path] = hashlib.sha256(content).hexdigest()[:10]
        return url_for("static", filename=path, v=self._versions[path])

    def icon(self, name: str, cls: str = "", label: str | None = None) -> Markup:
        """A pictogram as inline SVG; hidden from screen readers unless it has a label."""
        if label:
            return self._draw(name, cls, Markup('role="img" aria-label="{}"').format(label))
        if (name, cls) not in self._icons:
            hidden = Markup('aria-hidden="true"')
            self._icons[name, cls] = self._draw(name, cls, hidden)
        return self._icons[name, cls]

    def _draw(self, name: str, cls: str, role: Markup) -> Markup:
        if name not in self._drawings:
            self._drawings[name] = self._read(name)
        opening = Markup('<svg class="{}" {} ').format(f"icon {cls}".strip(), role)
        return opening + self._drawings[name]

    def _read(self, name: str) -> Markup:
        if not _NAME.fullmatch(name):
            raise ValueError(f"not the name of a pictogram: {name!r}")
        drawing = (self._folder / "pictograms" / f"{name}.svg").read_text("utf-8").strip()
        plain = drawing.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1).replace(_LINES, "", 1)
        return Markup(plain.removeprefix("<svg "))  # noqa: S704 - our own drawings


def asset_url(path: str) -> str:
    """Address of a static file with its version, for code that builds pages."""
    assets: Assets = current_app.extensions[_KEY]
    return assets.url(path)


def register_assets(app: Flask) -> None:
    """Give templates `asset(path)` and `icon(name)`."""
    assets = Assets(Path(app.static_folder or ""))
    app.extensions[_KEY] = assets
    app.jinja_env.globals["asset"] = assets.url
    app.jinja_env.globals["icon"] = assets.icon
