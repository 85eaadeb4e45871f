"""The facts of a question in words for colleagues."""

from __future__ import annotations

from datetime import date, datetime

from app.agenda.clock import as_local
from app.finder.cards import Label, Tone
from app.finder.wording import clock_text, day_text, near_day_text
from app.i18n import gettext as _
from app.questions.models.questions import Channel, CloseReason, OnBehalf, QuestionState, Reach
from app.questions.models.referrals import ReferralState
from app.questions.operations.inbox import Bucket
from app.questions.operations.quarantine import Suspicion


def bucket_text(bucket: Bucket) -> str:
    """The name of a part of the inbox."""
    return {
        Bucket.OVERDUE: _("Te laat"),
        Bucket.TODAY: _("Vandaag"),
        Bucket.LATER: _("Later"),
        Bucket.WAITING_FAMILY: _("Wacht op het gezin"),
        Bucket.WAITING_PARTNER: _("Wacht op een partner"),
        Bucket.SNOOZED: _("Weggelegd"),
        Bucket.QUARANTINE: _("Apart gezet"),
        Bucket.DONE: _("Klaar"),
    }[bucket]


def bucket_explanation(bucket: Bucket) -> str:
    """What is in a part of the inbox."""
    return {
        Bucket.OVERDUE: _(
            "Hier wacht een gezin langer dan beloofd. Wat terugkwam, staat bovenaan."
        ),
        Bucket.TODAY: _("Deze vragen krijgen vandaag een antwoord."),
        Bucket.LATER: _("Deze vragen hebben nog tijd."),
        Bucket.WAITING_FAMILY: _("Jullie antwoordden. Nu is het gezin aan de beurt."),
        Bucket.WAITING_PARTNER: _("Een partner bekijkt de vraag."),
        Bucket.SNOOZED: _("Deze vragen komen terug op de dag die je koos."),
        Bucket.QUARANTINE: _("Dit leek door een machine gestuurd. Kijk na of het een gezin is."),
        Bucket.DONE: _("Wat de laatste negentig dagen werd afgesloten."),
    }[bucket]


def channel_text(channel: str) -> str:
    """How a question came in."""
    return {
        Channel.FORM: _("via de site"),
        Channel.PHONE: _("aan de telefoon"),
        Channel.WALK_IN: _("aan het onthaal"),
        Channel.MAIL: _("per mail"),
        Channel.OUTREACH: _("op straat of op bezoek"),
    }[Channel(channel)]


def state_text(state: str) -> str:
    """Who has to do something now."""
    return {
        QuestionState.NEW: _("nieuw"),
        QuestionState.OPEN: _("bij het onthaal"),
        QuestionState.WAITING_FAMILY: _("wacht op het gezin"),
        QuestionState.WAITING_PARTNER: _("wacht op een partner"),
        QuestionState.CLOSED: _("afgesloten"),
    }[QuestionState(state)]


def reason_text(reason: str) -> str:
    """How a question ended."""
    return {
        CloseReason.ANSWERED: _("Het gezin is geholpen"),
        CloseReason.HANDED_OVER: _("Een partner helpt verder"),
        CloseReason.STOPPED_BY_FAMILY: _("Het gezin wil stoppen"),
        CloseReason.NO_CONTACT: _("We krijgen geen contact"),
        CloseReason.MERGED: _("Samengevoegd met een andere vraag"),
        CloseReason.NO_QUESTION: _("Dit was geen vraag"),
        CloseReason.EXPIRED: _("De bewaartijd is voorbij"),
    }[CloseReason(reason)]


def behalf_text(on_behalf: str, *, does_family_know: bool | None) -> str:
    """Who asks, and whether the family knows."""
    who = {
        OnBehalf.OWN: _("het gezin zelf"),
        OnBehalf.SCHOOL: _("een school"),
        OnBehalf.CARE: _("een hulpverlener"),
        OnBehalf.NEIGHBOUR: _("familie, een vriend of een buur"),
        OnBehalf.OTHER: _("iemand anders"),
    }[OnBehalf(on_behalf)]
    if on_behalf == OnBehalf.OWN.value or does_family_know is None:
        return who
    if does_family_know:
        return _("%(who)s; het gezin weet het", who=who)
    return _("%(who)s; het gezin weet het nog niet", who=who)


def reach_text(reach: str) -> str:
    """How the family wants to be reached."""
    return {
        Reach.PAGE: _("alleen op de eigen pagina"),
        Reach.EMAIL: _("liefst per mail"),
        Reach.PHONE: _("liefst per telefoon"),
    }[Reach(reach)]


def suspicion_text(reason: str) -> str:
    """Why something was put apart."""
    return {
        Suspicion.HIDDEN_FIELD.value: _("Er stond iets in een veld dat mensen niet zien."),
        Suspicion.TOO_FAST.value: _("Het formulier was in enkele seconden ingevuld."),
        Suspicion.SAME_TEXT.value: _("Dezelfde tekst kwam kort tevoren ook binnen."),
        Suspicion.MANY.value: _("Er kwamen heel veel vragen van dezelfde plek."),
    }.get(reason, _("Het leek niet door een mens ingevuld."))


def referral_label(state: str) -> Label:
    """Where a referral stands."""
    text, icon, tone = {
        ReferralState.DRAFT: (_("nog niet gevraagd"), "pencil", Tone.CALM),
        ReferralState.ASKED: (_("gevraagd"), "ui-clock", Tone.SOON),
        ReferralState.ACCEPTED: (_("aanvaard"), "ui-check", Tone.GOOD),
        ReferralState.DECLINED: (_("kan niet helpen"), "ui-close", Tone.WARN),
        ReferralState.WAITING_LIST: (_("op de wachtlijst"), "hourglass", Tone.SOON),
        ReferralState.CONTACT_MADE: (_("er was contact"), "ui-check", Tone.GOOD),
        ReferralState.DONE: (_("rond"), "ui-check", Tone.GOOD),
        ReferralState.STOPPED_BY_FAMILY: (_("gestopt door het gezin"), "hand-stop", Tone.CALM),
        ReferralState.NO_CONTACT: (_("er was geen contact"), "ui-warning", Tone.WARN),
        ReferralState.EXPIRED: (_("geen antwoord gekregen"), "ui-warning", Tone.WARN),
    }[ReferralState(state)]
    return Label(text, icon, tone)


def due_text(due_at: datetime | None, now: datetime) -> str:
    """When the desk must act: "vandaag tot 12.00 uur", "sinds gisteren"."""
    if due_at is None:
        return ""
    local, today = as_local(due_at), as_local(now).date()
    if due_at <= now:
        late = (today - local.date()).days
        if late == 0:
            return _("sinds vandaag %(time)s uur", time=clock_text(local.time()))
        if late == 1:
            return _("sinds gisteren")
        return _("sinds %(day)s", day=day_text(local.date(), today))
    day = near_day_text(local.date(), today)
    return _("%(day)s tot %(time)s uur", day=day, time=clock_text(local.time()))


def since_text(at: datetime, now: datetime) -> str:
    """When something happened: "vandaag om 10.05 uur", "dinsdag 3 maart om 10.05 uur"."""
    local, today = as_local(at), as_local(now).date()
    days = (today - local.date()).days
    if days == 0:
        return _("vandaag om %(time)s uur", time=clock_text(local.time()))
    if days == 1:
        return _("gisteren om %(time)s uur", time=clock_text(local.time()))
    day = day_text(local.date(), today)
    return _("%(day)s om %(time)s uur", day=day, time=clock_text(local.time()))


def snooze_text(until: date, today: date) -> str:
    """Until when a question is put away."""
    return _("komt terug op %(day)s", day=day_text(until, today))
