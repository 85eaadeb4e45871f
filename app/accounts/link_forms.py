"""What people of partners fill in to sign in by a link."""

from __future__ import annotations

from app.accounts.forms import LONGEST_MAIL, LONGEST_NAME, MailAddress
from app.i18n import gettext as _
from app.web.forms import Form, HasWords, LineField, at_most, lazy_gettext


class LinkForm(Form):
    """Where to mail the link; its field is called otherwise than that of the password beside it."""

    address = LineField(
        lazy_gettext("Je e-mailadres"),
        [
            HasWords(lazy_gettext("Vul je e-mailadres in.")),
            at_most(LONGEST_MAIL),
            MailAddress(),
        ],
    )


class LinkPressForm(Form):
    """The button that signs in, with the short code in a browser that did not ask."""

    code = LineField(lazy_gettext("De zes cijfers"), [at_most(40)])

    def ask_code(self) -> None:
        """Make the code a field that cannot stay empty, for a browser that did not ask."""
        self.code.flags.required = True

    def is_whole(self, *, is_asked_here: bool) -> bool:
        """Whether nothing is missing; if so, the field says what."""
        if not is_asked_here and not self.code.data:
            self.refuse("code", _("Vul de zes cijfers in."))
        return not self.errors


class NameForm(Form):
    """The name of somebody who joins without password."""

    name = LineField(
        lazy_gettext("Je naam"),
        [HasWords(lazy_gettext("Vul je naam in.")), at_most(LONGEST_NAME)],
    )
