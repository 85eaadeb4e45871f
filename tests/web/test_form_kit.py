"""The form kit: nonsense gives sentences in our own words, and ties them to their fields."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import DateField, IntegerField, RadioField
from wtforms.validators import NumberRange

from app.web.forms import ChoiceField, Form, HasWords, LineField, WordsField, at_most
from tests.policing import PolicedClient


class Everything(Form):
    line = LineField("Regel", [HasWords(), at_most(20)])
    words = WordsField("Tekst")
    number = IntegerField("Getal", [NumberRange(0, 9)])
    day = DateField("Dag")
    one = ChoiceField("Keuze", choices=[("a", "A")])
    other = RadioField("Rondje", choices=[("b", "B")])


NONSENSE = [
    "",
    "\x00",
    "\ud800",
    "9" * 5_000,
    "<script>",
    "٣",
    "-1",
    "1e999",
    "a\r\nb\x85\x9f",
    "z" * 90_000,
]


@pytest.mark.parametrize("typed", NONSENSE)
def test_nonsense_in_every_field_is_a_sentence_and_never_an_error(app: Flask, typed: str) -> None:
    with app.test_request_context("/nl/", method="POST"):
        names = ("line", "words", "number", "day", "one", "other")
        form = Everything(MultiDict(dict.fromkeys(names, typed)))
        assert not form.validate()
        for _field, message in form.list_mistakes():
            assert message.endswith(".")
            assert "not a valid" not in message.lower()
            assert "%(" not in message


def test_control_characters_are_dropped_from_what_is_sent(app: Flask) -> None:
    sent = {"line": " een\x00  twee\x07 ", "words": "\r\neen\r\ntwee\x1b\u0086\n"}
    with app.test_request_context("/nl/", method="POST", data=sent):
        form = Everything()
        assert form.line.data == "een twee"
        assert form.words.data == "een\ntwee"


def test_a_mistake_is_tied_to_its_field_and_what_was_typed_stays(client: PolicedClient) -> None:
    page = client.get("/nl/aanmelden").get_data(as_text=True)
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    answer = client.post(
        "/nl/aanmelden", data={"csrf_token": token, "email": 'a"b@c', "password": ""}
    )
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert '<a href="#password">Vul je wachtwoord in.</a>' in text
    assert 'aria-describedby="password-fout" aria-invalid="true"' in text
    assert 'value="a&#34;b@c"' in text
