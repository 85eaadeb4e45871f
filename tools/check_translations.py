"""Fails when a catalogue is behind the texts, or has empty or fuzzy entries or placeholders."""

from __future__ import annotations

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.update_translations import LANGUAGES, TRANSLATIONS, extract, read_catalog, updated

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")


def find_problems(language: str) -> list[str]:
    """What is wrong with the catalogue of a language, one sentence each."""
    path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return [f"{language}: there is no catalogue; run make translations."]
    problems = []
    if path.read_bytes() != updated(language, extract()):
        problems.append(f"{language}: the catalogue is behind the texts; run make translations.")
    for message in read_catalog(language):
        if not message.id:
            continue
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        targets = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.fuzzy:
            problems.append(f"{language}: fuzzy: {sources[0]!r}")
        if not all(targets):
            problems.append(f"{language}: empty: {sources[0]!r}")
            continue
        wanted = {found for source in sources for found in PLACEHOLDER.findall(source)}
        for target in targets:
            given = set(PLACEHOLDER.findall(target))
            # A plural form for one or two may say the number in a word.
            if given - wanted or (wanted - given) - {"%(num)s", "%(num)d"}:
                problems.append(f"{language}: other placeholders: {sources[0]!r} -> {target!r}")
    return problems


def main() -> int:
    """Print every problem; 1 when there is one."""
    problems = [problem for language in LANGUAGES for problem in find_problems(language)]
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
