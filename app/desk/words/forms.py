"""What staff fill in about words: what families type, what they mean, and what stands first."""

from __future__ import annotations

from wtforms import DateField, HiddenField, RadioField
from wtforms.validators import InputRequired, Optional

from app.desk.words.choices import kind_choices, sureness_choices, word_languages
from app.i18n import gettext as _
from app.search.text.folding import fold
from app.web.forms import ChoiceField, Form, HasWords, LineField, at_most, lazy_gettext

LONGEST = 80
LONGEST_TYPED = 40
MOST_WORDS = 8


class WordForm(Form):
    """A word of families with its meaning."""

    variant = LineField(
        lazy_gettext("Wat typen gezinnen?"),
        [HasWords(lazy_gettext("Schrijf wat gezinnen typen.")), at_most(LONGEST)],
    )
    language = ChoiceField(lazy_gettext("In welke taal?"), validators=[InputRequired()])
    theme = ChoiceField(lazy_gettext("Wat bedoelen ze? Kies een thema of een vorm"))
    canonical = LineField(lazy_gettext("Of schrijf ons eigen woord ervoor"), [at_most(LONGEST)])
    kind = ChoiceField(lazy_gettext("Wat voor woord is het?"), validators=[InputRequired()])
    sureness = RadioField(lazy_gettext("Hoe vaak bedoelen ze dit?"), [InputRequired()])

    def offer(self, themes: list[tuple[str, str]]) -> None:
        """Give every list its choices."""
        self.language.choices = word_languages()
        self.theme.choices = [("", _("geen thema, een eigen woord")), *themes]
        self.kind.choices = kind_choices()
        self.sureness.choices = sureness_choices()

    def is_whole(self) -> bool:
        """Whether the word and its meaning say something, and not the same."""
        variant, canonical = fold(self.variant.data or ""), fold(self.canonical.data or "")
        if not variant:
            self.refuse("variant", _("Gebruik letters of cijfers."))
        elif len(variant) > LONGEST or len(variant.split()) > MOST_WORDS:
            self.refuse("variant", _("Dit is te lang: acht woorden is het meeste."))
        if not self.theme.data and not canonical:
            self.refuse("theme", _("Kies een thema, of schrijf ons eigen woord."))
        if len(canonical) > LONGEST:
            self.refuse("canonical", _("Dit is te lang. Kies een korter woord."))
        if not self.theme.data and variant and variant == canonical:
            self.refuse("canonical", _("Dit is hetzelfde woord. Schrijf wat het betekent."))
        return not self.list_mistakes()


class SwitchForm(Form):
    """Which row of the table no longer counts."""

    variant = HiddenField(validators=[InputRequired(), at_most(LONGEST)])
    language = HiddenField(validators=[InputRequired(), at_most(8)])
    meaning = HiddenField(validators=[InputRequired(), at_most(LONGEST)])


class SpellingForm(Form):
    """How a typed word is read."""

    typed = LineField(
        lazy_gettext("Welk woord typen gezinnen?"),
        [HasWords(lazy_gettext("Schrijf het woord.")), at_most(LONGEST_TYPED)],
    )
    meant = LineField(lazy_gettext("Lees het als"), [at_most(LONGEST)])

    def is_whole(self) -> bool:
        """Whether one word was typed, and it is read as another one."""
        typed, meant = fold(self.typed.data or ""), fold(self.meant.data or "")
        if not typed:
            self.refuse("typed", _("Gebruik letters of cijfers."))
        elif len(typed.split()) > 1 or len(typed) > LONGEST_TYPED:
            self.refuse("typed", _("Schrijf één woord, zonder spaties."))
        if self.meant.data and (not meant or len(meant) > LONGEST):
            self.refuse("meant", _("Gebruik letters of cijfers."))
        elif typed and typed == meant:
            self.refuse("meant", _("Dit is hetzelfde woord. Laat dit veld dan leeg."))
        return not self.list_mistakes()


class PinForm(Form):
    """An answer that stands first for a search."""

    words = HiddenField(validators=[at_most(LONGEST)])
    seek = HiddenField(validators=[at_most(LONGEST)])
    answer = RadioField(lazy_gettext("Wat komt eerst?"), [Optional()], validate_choice=False)
    address = LineField(
        lazy_gettext("Of plak het adres of het nummer van een aanbod"), [at_most(300)]
    )
    until_on = DateField(lazy_gettext("Tot en met"), [Optional()])
