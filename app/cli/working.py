"""The worker: sends letters all the time, and does each job when it is due."""

from __future__ import annotations

import argparse
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from app.cli.indexing import follow_words, renew_index
from app.cli.job_runs import finish_job, take_job
from app.cli.rounds import (
    ask_due,
    clean_photos_due,
    count_searches_due,
    count_sights_due,
    remind_due,
    retain_due,
    tell_reviewers_due,
    wake_due,
)
from app.config import Settings
from app.db import utc_now
from app.directory.connecting import Parts, connect
from app.mail.delivery import send_due
from app.mail.worker import send_until
from app.web.errors import place_of
from app.web.logs import configure_logs

log = structlog.get_logger()

PAUSE_S = 20.0
WATCH_S = 0.5
OFTEN = timedelta(minutes=5)
GRACE_S = 10.0


@dataclass(frozen=True, slots=True)
class Job:
    """Something the site does by itself; it must bear being run twice or broken off halfway."""

    name: str
    every: timedelta
    run: Callable[[Parts, datetime], None]
    is_first_at_start: bool = True
    """Whether a new installation does it at once, or only after the first period."""


# A little under a day, so that a timer that fires each night always finds it due.
JOBS: tuple[Job, ...] = (
    Job("daily-index", timedelta(hours=23), renew_index, is_first_at_start=False),
    Job("index-words", timedelta(minutes=1), follow_words),
    Job("wake-snoozed", timedelta(minutes=15), wake_due),
    Job("reminders", timedelta(hours=1), remind_due),
    Job("sights", timedelta(hours=1), count_sights_due),
    Job("searches", timedelta(hours=1), count_searches_due),
    Job("review-letters", timedelta(hours=1), tell_reviewers_due),
    Job("freshness", timedelta(hours=23), ask_due),
    Job("retention", timedelta(hours=23), retain_due),
    Job("photos", timedelta(hours=23), clean_photos_due),
)


def add_work_arguments(command: argparse.ArgumentParser) -> None:
    """How the worker can be started."""
    command.add_argument("--once", action="store_true", help="do what is due now, then end")
    command.add_argument("--beside", type=int, metavar="PID", help="end when this parent ends")


def run_work(settings: Settings, arguments: argparse.Namespace) -> int:
    """Send letters and do the jobs that are due, until stopped; with --once a single time."""
    configure_logs(settings.log_level)
    parts = connect(settings)
    if arguments.once:
        failed = run_due(parts, JOBS, utc_now(), is_once=True)
        report = send_due(parts.database, settings, utc_now())
        print(
            f"Letters: {report.sent} sent, {report.delayed} later, {report.parked} parked. "
            f"Jobs that failed: {', '.join(failed) or 'none'}."
        )
        return 1 if failed else 0
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    if arguments.beside:
        watch = threading.Thread(target=_stop_with, args=(arguments.beside, stop), daemon=True)
        watch.start()
    work_until(stop, parts, JOBS)
    return 0


def work_until(stop: threading.Event, parts: Parts, jobs: Sequence[Job]) -> None:
    """Letters leave from a thread of their own, so that a long job holds none of them up."""
    letters = threading.Thread(target=send_until, args=(stop, parts.database, parts.settings))
    letters.start()
    while not stop.is_set():
        run_due(parts, jobs, utc_now())
        stop.wait(PAUSE_S)
    letters.join()


def run_due(
    parts: Parts, jobs: Sequence[Job], now: datetime, *, is_once: bool = False
) -> list[str]:
    """Do each job that is due; gives the names of those that failed, which are tried again."""
    return [job.name for job in jobs if not _run_if_due(parts, job, now, is_once=is_once)]


def _run_if_due(parts: Parts, job: Job, now: datetime, *, is_once: bool) -> bool:
    first_at = now if job.is_first_at_start or is_once else now + job.every
    try:
        if take_job(parts.database, job.name, now, every=job.every, first_at=first_at):
            job.run(parts, now)
            finish_job(parts.database, job.name, now, every=job.every)
            # What is done each minute would fill the log.
            note = log.debug if job.every < OFTEN else log.info
            note("job_done", job=job.name)
    except Exception as error:  # noqa: BLE001 - one job never stops the others
        # Class and place only: the text of an error can quote what a family wrote.
        log.error("job_failed", job=job.name, kind=type(error).__name__, at=place_of(error))  # noqa: TRY400
        return False
    return True


def _stop_with(parent: int, stop: threading.Event) -> None:
    """Stop when the parent is gone; a job that goes on too long is broken off, which it bears."""
    while os.getppid() == parent:
        time.sleep(WATCH_S)
    stop.set()
    time.sleep(GRACE_S)
    os._exit(0)
