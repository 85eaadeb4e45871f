"""Kills a whole site again and again while four families ask: nothing confirmed may be lost.

`python -m tools.kill_test [ROUNDS]` starts the real site with its worker in a folder of its own.
Each round every process dies by SIGKILL at a random moment. At the end every question whose
number was shown must be there, open with its code, and have its letter; no letter may be without a
question, no question half, and the audit trail must be whole.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tools.form_client import LOST, Visitor, is_away, read_hidden
from tools.kill_findings import Finding, look_for_findings, open_with_code
from tools.site_process import SiteProcess, make_site, settings_for

ASK, SENT = "/nl/stel-je-vraag", "/nl/mijn-vraag/nieuw"
ROUNDS, CLIENTS = 200, 4
SHORTEST_LIFE_S, LONGEST_LIFE_S, LIFE_OF_STARTS = 0.05, 2.5, 0.6
SLOW_READER_S = 3.2
"""Somebody who takes the time to type is not put in quarantine."""
LONGEST_PAUSE_S = 0.3
DRAIN_S = 120.0
SIGNS = "34679ACDEFGHJKMNPQRTVWXY"
REFERENCE = re.compile(rf"\b[{SIGNS}]{{3}}-[{SIGNS}]{{3}}\b")
SYLLABLES = "(?:[bdfgklmnprstvz][aeiou]){2}"
CODE = re.compile(rf"\b{SYLLABLES}(?: {SYLLABLES}){{4}}\b")
TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A question of which a family saw the number and the code."""

    reference: str
    code: str
    words: str


@dataclass
class Tally:
    """What the families saw."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    confirmed: list[Confirmed] = field(default_factory=list)
    sent: int = 0
    unsure: int = 0
    """The answer to a sent form was lost: the question may be kept or not."""
    shown_later: int = 0
    """The site died between the answer and the page with the number."""
    odd: Counter[str] = field(default_factory=Counter)


class Family(threading.Thread):
    """Asks one question after another; a site that is away is tried again a little later."""

    def __init__(self, number: int, site_url: str, tally: Tally, stop: threading.Event) -> None:
        """Every other family is slow: it looks at the form as long as people do, then keeps it."""
        super().__init__(daemon=True)
        self._number, self._site_url, self._tally, self._stop_asking = number, site_url, tally, stop
        self._is_slow = number % 2 == 0
        self._kept: tuple[Visitor, dict[str, str]] | None = None
        self._pause = random.Random(number)  # noqa: S311 - chances of a test

    def run(self) -> None:
        """Ask until told to stop; what was answered is followed to its page, always."""
        count = 0
        while not self._stop_asking.is_set():
            count += 1
            self._ask(f"Gezin {self._number} vraagt voor de {count}e keer om luiers.")

    def _ask(self, words: str) -> None:
        found = self._kept or self._find_form()
        if found is None:
            return
        visitor, hidden = found
        fields = hidden | {
            "text": words,
            "municipality": "Temse",
            "reach": "email",
            "email": f"gezin{self._number}@thuis.example",
            "on_behalf": "own",
        }
        try:
            status, where = visitor.send(ASK, fields)
        except LOST as error:
            if not is_away(error):
                with self._tally.lock:
                    self._tally.sent += 1
                    self._tally.unsure += 1
            time.sleep(0.05)
            return
        with self._tally.lock:
            self._tally.sent += 1
        if status != 303 or not where.endswith(SENT):
            with self._tally.lock:
                self._tally.odd[f"the form was answered with {status}"] += 1
            return
        # A slow line: time for the site to die between its answer and the page with the number.
        time.sleep(self._pause.random() * LONGEST_PAUSE_S)
        self._read_number(visitor, words)

    def _find_form(self) -> tuple[Visitor, dict[str, str]] | None:
        """A browser with the form open, once the site answers; None when it is time to stop."""
        visitor = Visitor(self._site_url)
        page = self._get(visitor, ASK)
        if page is None:
            return None
        found = visitor, read_hidden(page)
        if self._is_slow:
            self._stop_asking.wait(SLOW_READER_S)
            self._kept = found
        return found

    def _read_number(self, visitor: Visitor, words: str) -> None:
        """From here on the family counts on its question: the page is asked until it comes."""
        tries = 0
        while True:
            tries += 1
            try:
                status, page = visitor.get(SENT)
                break
            except LOST:
                time.sleep(0.1)
        text = TAG.sub(" ", page)
        reference, code = REFERENCE.search(text), CODE.search(" ".join(text.split()))
        with self._tally.lock:
            self._tally.shown_later += tries > 1
            if status == 200 and reference and code:
                self._tally.confirmed.append(Confirmed(reference.group(), code.group(), words))
            else:
                self._tally.odd[f"no number after the answer ({status})"] += 1

    def _get(self, visitor: Visitor, path: str) -> str | None:
        while not self._stop_asking.is_set():
            try:
                status, page = visitor.get(path)
            except LOST:
                time.sleep(0.1)
                continue
            if status == 200:
                return page
            with self._tally.lock:
                self._tally.odd[f"the form came with {status}"] += 1
            time.sleep(0.1)
        return None


def run(rounds: int, chance: random.Random, folder: Path) -> int:
    """All rounds and the look afterwards; gives the number of findings."""
    settings = settings_for(folder)
    print("Making the site with its seed ...", flush=True)
    make_site(settings)
    site = SiteProcess(settings, folder / "site.log")
    tally, stop = Tally(), threading.Event()
    families = [Family(number, settings.site_url, tally, stop) for number in range(CLIENTS)]
    for family in families:
        family.start()
    killed, starts = 0, []
    for number in range(1, rounds + 1):
        starts.append(site.start())
        # A machine that starts slowly answers slowly: it gets the time to confirm something.
        longest = max(LONGEST_LIFE_S, min(starts) * LIFE_OF_STARTS)
        time.sleep(chance.uniform(SHORTEST_LIFE_S, longest))
        killed += site.kill(chance)
        if number % 10 == 0 or number == rounds:
            print(
                f"  round {number:4}: {killed} processes killed, {tally.sent} forms sent, "
                f"{len(tally.confirmed)} confirmed",
                flush=True,
            )
    starts.append(site.start())
    stop.set()
    for family in families:
        family.join(60)
    findings = look_for_findings(settings, tally.confirmed, seconds=DRAIN_S)
    findings += open_with_code(
        settings.site_url, chance.sample(tally.confirmed, min(20, len(tally.confirmed)))
    )
    site.stop()
    still_running = sum(family.is_alive() for family in families)
    if still_running:
        findings.append(Finding("families that never saw their number", still_running))
    findings += [Finding(f"odd: {what}", count) for what, count in tally.odd.items()]
    if not tally.confirmed:
        findings.append(Finding("no question was confirmed at all: nothing was tested", 1))
    print(
        f"\n{rounds} rounds, {killed} processes killed; the site was back in "
        f"{sorted(starts)[len(starts) // 2]:.1f} s (longest {max(starts):.1f} s).\n"
        f"{tally.sent} forms sent: {len(tally.confirmed)} confirmed "
        f"({tally.shown_later} of them only after a restart), {tally.unsure} without answer."
    )
    return tell(findings)


def tell(findings: list[Finding]) -> int:
    """Say what was found; gives how many findings are wrong."""
    wrong = [item for item in findings if item.is_wrong]
    for item in findings:
        mark = "WRONG" if item.is_wrong else "ok   "
        print(f"  {mark} {item.count:6} {item.what}")
    print("Nothing confirmed is lost." if not wrong else "This site loses what it confirms.")
    return len(wrong)


def main() -> int:
    """Read the arguments, run, and give 1 when anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rounds", nargs="?", type=int, default=ROUNDS)
    parser.add_argument("--chance", type=int, default=None, help="repeat the chances of a run")
    arguments = parser.parse_args()
    seed = arguments.chance if arguments.chance is not None else random.randrange(10**6)  # noqa: S311 - chances of a test
    print(f"The chances of this run: --chance {seed}")
    with tempfile.TemporaryDirectory(prefix="dichtbij-kill-") as folder:
        chance = random.Random(seed)  # noqa: S311 - see above
        return 1 if run(arguments.rounds, chance, Path(folder)) else 0


if __name__ == "__main__":
    sys.exit(main())
