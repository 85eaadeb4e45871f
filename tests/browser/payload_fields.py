"""What is filled in at each field of a form: a payload where it takes words, sense elsewhere."""

from __future__ import annotations

import re
from datetime import timedelta

from payloads import COMBINED

from app.db import utc_now
from tests.page_forms import PageForm

KEPT = re.compile(
    r"csrf_token|stamp|website|version|\w*price|amount|euros|min_\w+|max_\w+|\w+_(from|to|start|end)"
    r"|(r\d+|m\d+|nieuw|extra)-\w+|place_town|town|day|start|\w+_yearly|k\d+_(start|end|hours)|new_alt_\w+"
)
"""Fields whose words are read as a number, a day, an hour or a town."""
TOLD = {
    "place_town": "9160 Lokeren",
    "town": "Lokeren",
    "municipality": "Lokeren",
    "email": "wie@rover.example",
    "link": "https://rover.example/\"'><svg/onload=__ran=1>",
    "booking_url": "https://rover.example/\"'><svg/onload=__ran=1>",
}


def harmful_fields(form: PageForm, names: set[str]) -> dict[str, str]:
    """A payload for each field of words, and sense where a form reads days and numbers."""
    found = {}
    for name in form.texts:
        if name in TOLD:
            found[name] = TOLD[name]
        elif re.fullmatch(r"k\d+_value", name):
            found |= {name: TOLD["link"], name.replace("value", "kind"): "website"}
        elif not KEPT.fullmatch(name):
            found[name] = COMBINED[: form.longest.get(name, 5_000)]
        if name in found:
            names.add(name)
    if "first_day" in form.names:
        day = utc_now().date() + timedelta(days=30)
        found |= {"first_day": day.isoformat(), "last_day": day.isoformat()}
        found |= {"start_time": "14:00", "end_time": "16:00"}
    if "about" in form.names:
        found["about"] = "other"
    if "day" in form.names and "when" in form.names:
        found["day"] = ""
    if "theme" in form.names:
        found["theme"] = "meeting"
    return found
