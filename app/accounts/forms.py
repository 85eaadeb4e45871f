"""What people fill in to sign in, to answer an invitation and to give others a role."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email
from wtforms import RadioField
from wtforms.validators import ValidationError

from app.accounts.passwords import MOST_CHARACTERS, Weakness, find_weakness
from app.accounts.permissions import HOUSE_ROLES, Role
from app.i18n import gettext as _
from app.web.forms import (
    ChoiceField,
    Form,
    HasWords,
    LineField,
    SecretField,
    WordsField,
    at_most,
    lazy_gettext,
)

LONGEST_MAIL = 254
LONGEST_NAME = 120
LONGEST_REASON = 1_000
MOST_PASSWORD = at_most(MOST_CHARACTERS)


def role_text(role: Role) -> str:
    """How people call a role."""
    return {
        Role.VOLUNTEER: _("Vrijwilliger"),
        Role.ONTHAAL: _("Onthaal"),
        Role.COORDINATOR: _("Coördinator"),
        Role.ADMINISTRATOR: _("Beheerder van de site"),
        Role.PARTNER: _("Partner"),
    }[role]


def weakness_text(weakness: Weakness) -> str:
    """What to do about a weak password."""
    return {
        Weakness.TOO_SHORT: _("Kies minstens 12 tekens. Vier woorden na elkaar is sterk."),
        Weakness.TOO_LONG: _("Kies 200 tekens of minder."),
        Weakness.COMMON: _("Dit wachtwoord raden mensen snel. Kies een ander."),
        Weakness.KNOWN_NAME: _("Gebruik niet je naam, je e-mailadres of de naam van de site."),
        Weakness.REPEATED: _("Gebruik meer verschillende tekens."),
        Weakness.ROW: _("Gebruik geen rij van het toetsenbord of cijfers op een rij."),
    }[weakness]


class MailAddress:
    """The rule that a field is a mail address; nothing is looked up."""

    def __call__(self, _form: object, field: LineField) -> None:
        """Refuse what no mail server takes."""
        try:
            validate_email(field.data or "", check_deliverability=False, test_environment=True)
        except EmailNotValidError:
            message = _("Vul een e-mailadres in, zoals naam@voorbeeld.be.")
            raise ValidationError(message) from None


def name_field() -> LineField:
    """The name of somebody else."""
    return LineField(
        lazy_gettext("Naam"), [HasWords(lazy_gettext("Vul de naam in.")), at_most(LONGEST_NAME)]
    )


def own_name_field() -> LineField:
    """The name of who fills in the form."""
    return LineField(
        lazy_gettext("Je naam"),
        [HasWords(lazy_gettext("Vul je naam in.")), at_most(LONGEST_NAME)],
    )


def email_field() -> LineField:
    """The mail address of somebody else."""
    return LineField(
        lazy_gettext("E-mailadres"),
        [HasWords(lazy_gettext("Vul het e-mailadres in.")), at_most(LONGEST_MAIL), MailAddress()],
    )


class SignInForm(Form):
    """The first step of signing in."""

    email = LineField(
        lazy_gettext("E-mailadres"),
        [HasWords(lazy_gettext("Vul je e-mailadres in.")), at_most(LONGEST_MAIL)],
    )
    password = SecretField(
        lazy_gettext("Wachtwoord"), [HasWords(lazy_gettext("Vul je wachtwoord in.")), MOST_PASSWORD]
    )


class CodeForm(Form):
    """The second step: a code of the phone, or a recovery code."""

    code = LineField(lazy_gettext("Code"), [HasWords(lazy_gettext("Vul de code in.")), at_most(40)])


class PasswordForm(Form):
    """The own password, asked again."""

    password = SecretField(
        lazy_gettext("Wachtwoord"), [HasWords(lazy_gettext("Vul je wachtwoord in.")), MOST_PASSWORD]
    )


class NewPasswordForm(Form):
    """A new password, twice."""

    password = SecretField(
        lazy_gettext("Nieuw wachtwoord"), [HasWords(lazy_gettext("Kies een wachtwoord."))]
    )
    again = SecretField(
        lazy_gettext("Nog eens hetzelfde wachtwoord"),
        [HasWords(lazy_gettext("Typ het wachtwoord nog eens."))],
    )

    def is_strong(self, *, name: str, email: str) -> bool:
        """Whether the password can be taken; if not, the field says why."""
        password = self.password.data or ""
        weakness = find_weakness(password, name=name, email=email)
        if weakness is not None:
            self.refuse("password", weakness_text(weakness))
        elif password != self.again.data:
            self.refuse("again", _("Dit is niet hetzelfde wachtwoord."))
        return not self.errors


class AddPasswordForm(NewPasswordForm):
    """A new password together with a new phone."""

    code = LineField(
        lazy_gettext("Code van je telefoon"),
        [HasWords(lazy_gettext("Vul de zes cijfers in.")), at_most(40)],
    )


class NewAccountForm(AddPasswordForm):
    """The account of an invited person."""

    name = own_name_field()


class InviteForm(Form):
    """Whom a coordinator invites."""

    name, email = name_field(), email_field()
    role = RadioField(lazy_gettext("Rol"), [HasWords(lazy_gettext("Kies een rol."))])
    organization = ChoiceField(lazy_gettext("Partner"))

    def offer(self, partners: list[tuple[int, str]]) -> None:
        """Set the roles and the partners to choose from."""
        self.role.choices = [(role.value, role_text(role)) for role in (*HOUSE_ROLES, Role.PARTNER)]
        self.organization.choices = [
            ("", _("Geen partner")),
            *((str(number), name) for number, name in partners),
        ]

    def find_organization(self) -> int | None:
        """The chosen partner, when somebody is invited for one."""
        chosen = self.organization.data if self.role.data == Role.PARTNER.value else ""
        return int(chosen) if chosen else None

    def is_whole(self) -> bool:
        """Whether an invited partner person has a partner; if not, the field says so."""
        if self.role.data == Role.PARTNER.value and self.find_organization() is None:
            self.refuse("organization", _("Kies de partner."))
        return not self.errors


class InviteCoordinatorForm(Form):
    """The coordinator of a House, whom an administrator invites."""

    name, email = name_field(), email_field()
    house = ChoiceField(lazy_gettext("Huis"), [HasWords(lazy_gettext("Kies een Huis."))])


class RoleForm(Form):
    """Another role for a colleague."""

    role = ChoiceField(lazy_gettext("Rol"))

    def offer(self) -> None:
        """Set the roles to choose from."""
        self.role.choices = [(role.value, role_text(role)) for role in HOUSE_ROLES]


class GlassForm(Form):
    """The reason for reading the questions of a House."""

    house = ChoiceField(lazy_gettext("Huis"), [HasWords(lazy_gettext("Kies een Huis."))])
    reason = WordsField(
        lazy_gettext("Waarom is dit nodig?"),
        [HasWords(lazy_gettext("Schrijf waarom dit nodig is.")), at_most(LONGEST_REASON)],
    )
