"""The forms of a page, as a browser would send them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import html5lib  # type: ignore[import-untyped]  # it carries no types

NOT_TYPED = frozenset({"hidden", "submit", "button", "checkbox", "radio", "file", "image"})


@dataclass(slots=True)
class PageForm:
    """A form: where it goes, what it sends as it stands, and what can be typed in it."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    """Every name of a field, also of what is not ticked and not chosen."""
    texts: list[str] = field(default_factory=list)
    """The names of the fields that take words."""
    longest: dict[str, int] = field(default_factory=dict)
    """How long a text may be, where the page tells."""
    buttons: list[tuple[str, str]] = field(default_factory=list)
    """(name, value) of the buttons that tell something."""
    files: list[str] = field(default_factory=list)

    def filled(self, **values: str | list[str]) -> dict[str, Any]:
        """What the form sends, with other values in some of its fields."""
        sent: dict[str, Any] = {}
        for name, value in self.fields:
            sent.setdefault(name, []).append(value)
        return {**sent, **values}


def read_forms(html: str) -> list[PageForm]:
    """Every form of a page; a field outside of a form belongs to the form it names."""
    root = html5lib.parse(html, namespaceHTMLElements=False)
    by_id: dict[str, PageForm] = {}
    found = []
    for element in root.iter("form"):
        form = PageForm(element.get("action") or "", (element.get("method") or "get").lower())
        found.append(form)
        if element.get("id"):
            by_id[element.get("id")] = form
    for element, form in zip(root.iter("form"), found, strict=True):
        for item in _elements(element):
            if item.get("form") is None:
                _add(form, item)
    for item in _elements(root):
        named = by_id.get(item.get("form") or "")
        if named is not None:
            _add(named, item)
    return found


def _elements(root: Any) -> Iterator[Any]:
    for item in root.iter():
        if item.tag in {"input", "select", "textarea", "button"} and item.get("name"):
            yield item


def _add(form: PageForm, item: Any) -> None:
    name, kind = item.get("name"), item.get("type") or "text"
    form.names.add(name)
    if item.get("maxlength"):
        form.longest[name] = int(item.get("maxlength"))
    if item.tag == "button" or kind in {"submit", "button"}:
        form.buttons.append((name, item.get("value") or ""))
    elif item.tag == "textarea":
        form.texts.append(name)
        form.fields.append((name, (item.text or "").removeprefix("\n")))
    elif item.tag == "select":
        _add_choice(form, item)
    elif kind in {"checkbox", "radio"}:
        if item.get("checked") is not None:
            form.fields.append((name, item.get("value") or "on"))
    elif kind == "file":
        form.files.append(name)
    else:
        form.fields.append((name, item.get("value") or ""))
        if kind not in NOT_TYPED:
            form.texts.append(name)


def _add_choice(form: PageForm, item: Any) -> None:
    options = list(item.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and item.get("multiple") is None:
        chosen = options[:1]
    form.fields += [(item.get("name"), option.get("value") or "") for option in chosen]
