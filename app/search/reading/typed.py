"""What was typed at some places of a line, written back as it stood there."""

from collections.abc import Collection, Sequence

from app.search.text.folding import Word


def typed_at(places: Collection[int], words: Sequence[Word], text: str) -> str:
    """Gives what was typed at these places, with "…" for the words between: "voed … op"."""
    runs: list[list[int]] = []
    for place in sorted(places):
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return " … ".join(text[words[run[0]].start : words[run[-1]].end] for run in runs)


def typed_words(words: Sequence[Word], text: str) -> str:
    """Gives the words with one space between them, and "mama's" in one."""
    written, end = "", 0
    for word in words:
        between = text[end : word.start]
        is_one = written and between and not any(mark.isspace() for mark in between)
        written += (between if is_one else " ") + text[word.start : word.end]
        end = word.end
    return written.strip()
