"""The forms of a page, as a browser would send them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

NOT_TYPED = frozenset({"hidden", "submit", "button", "checkbox", "radio", "file", "image"})
NOT_WORDS = frozenset({"date", "time", "number", "range", "password"})


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

    def filled(self, **values: Any) -> dict[str, Any]:
        """What the form sends, with other values in some of its fields."""
        sent: dict[str, Any] = {}
        for name, value in self.fields:
            sent.setdefault(name, []).append(value)
        return {**sent, **values}


def read_forms(html: str) -> list[PageForm]:
    """Every form of a page; a field outside of a form belongs to the form it names."""
    reader = _Reader()
    reader.feed(html)
    for name, tag, facts, options in reader.loose:
        form = reader.by_id.get(name)
        if form is not None:
            _add(form, tag, facts, options)
    return reader.forms


class _Reader(HTMLParser):
    """Walks through a page and keeps its forms."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.by_id: dict[str, PageForm] = {}
        self.loose: list[tuple[str, str, dict[str, str], list[tuple[str, bool]]]] = []
        self._form: PageForm | None = None
        self._open: tuple[str, dict[str, str]] | None = None
        self._options: list[tuple[str, bool]] = []
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = PageForm(facts.get("action", ""), facts.get("method", "get").lower())
            self.forms.append(self._form)
            self.by_id[facts.get("id", "")] = self._form
        elif tag == "option":
            self._options.append((facts.get("value", ""), "selected" in facts))
        elif tag in {"input", "button"} and facts.get("name"):
            self._keep(tag, facts, [])
        elif tag in {"select", "textarea"}:
            self._open, self._options, self._text = (tag, facts), [], ""

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if self._open is None or tag != self._open[0]:
            return
        if tag == "textarea":
            self._options = [(self._text.removeprefix("\n"), True)]
        if self._open[1].get("name"):
            self._keep(tag, self._open[1], self._options)
        self._open = None

    def _keep(self, tag: str, facts: dict[str, str], options: list[tuple[str, bool]]) -> None:
        if facts.get("form"):
            self.loose.append((facts["form"], tag, facts, options))
        elif self._form is not None:
            _add(self._form, tag, facts, options)


def _add(form: PageForm, tag: str, facts: dict[str, str], options: list[tuple[str, bool]]) -> None:
    name, kind = facts["name"], facts.get("type", "text")
    form.names.add(name)
    if facts.get("maxlength"):
        form.longest[name] = int(facts["maxlength"])
    if tag == "button" or kind in {"submit", "button"}:
        form.buttons.append((name, facts.get("value", "")))
    elif tag == "select":
        chosen = [value for value, is_chosen in options if is_chosen]
        if not chosen and "multiple" not in facts:
            chosen = [value for value, _is_chosen in options[:1]]
        form.fields += [(name, value) for value in chosen]
    elif tag == "textarea":
        form.texts.append(name)
        form.fields.append((name, options[0][0]))
    elif kind in {"checkbox", "radio"}:
        if "checked" in facts:
            form.fields.append((name, facts.get("value", "on")))
    elif kind != "file":
        form.fields.append((name, facts.get("value", "")))
        if kind not in NOT_TYPED | NOT_WORDS:
            form.texts.append(name)
