"""The lock that lets one process write the index; it falls free when its holder dies."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.search.errors import IndexBusyError

_LOCK_NAME = "writer.lock"
_PAUSE_SECONDS = 0.02


@contextmanager
def hold_folder(folder: Path, seconds: float) -> Iterator[None]:
    """Holds the folder for writing, raising IndexBusyError when it stays held elsewhere for that
    long.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK_NAME).open("a") as file:
        limit = time.monotonic() + seconds
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() >= limit:
                    raise IndexBusyError("another process is writing the index") from error
                time.sleep(_PAUSE_SECONDS)
        yield
