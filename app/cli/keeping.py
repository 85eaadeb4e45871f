"""Keeps the worker running beside the server: `python -m app.cli.keeping PID-OF-THE-SERVER`.

A process of its own, for the server is gunicorn and knows only its own workers. It imports nothing
of the site, so it stays small and has little that can fail.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

LOOK_S = 0.3
GRACE_S = 5.0
LIVED_LONG_S = 60.0
LONGEST_PAUSE_S = 60.0


def start_keeper(environment: Mapping[str, str], folder: str) -> None:
    """Start a keeper for the process that calls this, and for whatever program it becomes."""
    subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "app.cli.keeping", str(os.getpid())],
        env=dict(environment),
        cwd=folder,
        stdin=subprocess.DEVNULL,
    )


def keep(server: int, command: Sequence[str], *, first_pause_s: float = 1.0) -> None:
    """Run the command, again whenever it dies, until the server is gone or we are told to stop."""
    asked: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _frame: asked.append(number))
    pause_s = first_pause_s

    def must_go_on() -> bool:
        return not asked and os.getppid() == server

    while must_go_on():
        started = time.monotonic()
        worker = subprocess.Popen(command)  # noqa: S603 - our own command
        while must_go_on() and worker.poll() is None:
            time.sleep(LOOK_S)
        if worker.poll() is None:
            _end(worker)
            return
        # A worker that dies at once is started more and more slowly.
        if time.monotonic() - started > LIVED_LONG_S:
            pause_s = first_pause_s
        until = time.monotonic() + pause_s
        while must_go_on() and time.monotonic() < until:
            time.sleep(min(LOOK_S, pause_s))
        pause_s = min(pause_s * 2, LONGEST_PAUSE_S)


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    try:
        worker.wait(GRACE_S)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


if __name__ == "__main__":
    keep(int(sys.argv[1]), [sys.executable, "-m", "app.cli", "work", "--beside", str(os.getpid())])
