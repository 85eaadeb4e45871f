"""Rows of offers as files, for the tests of imports."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from app.directory.operations.stored import StoredOffer
from app.exchange.reporting import ImportReport

Import = Callable[..., ImportReport]
Stored = Callable[..., dict[str, StoredOffer]]


def make_csv(*rows: dict[str, str], delimiter: str = ",") -> bytes:
    """A file with the required columns filled in where a row leaves them out."""
    filled = [
        {"id": str(number), "title": "Babbel", "kind": "activity", "organization": "De Brug"} | row
        for number, row in enumerate(rows, 1)
    ]
    names = list(dict.fromkeys(name for row in filled for name in row))
    output = io.StringIO(newline="")
    writer = csv.DictWriter(output, names, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(filled)
    return output.getvalue().encode()
