"""A real site in a folder of its own: all its processes, started and killed together."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import replace
from pathlib import Path

from app.cli.databases import migrate
from app.cli.serving import find_free_port
from app.config import PROJECT_FOLDER, Settings, as_environment, load_settings

FIRST_PORT = 18_400
SLOWEST_START_S = 60.0


def settings_for(folder: Path) -> Settings:
    """Settings of a site that keeps everything in one folder."""
    port = find_free_port(FIRST_PORT)
    if port is None:
        raise SystemExit(f"The ports from {FIRST_PORT} on are all taken.")
    return replace(
        load_settings({}),
        database_url=f"sqlite:///{folder / 'site.sqlite'}",
        index_folder=folder / "index",
        secret_key_file=folder / "secret_key",
        sealing_key_file=folder / "sealing_keys",
        letter_folder=folder / "letters",
        sight_folder=folder / "sights",
        photo_folder=folder / "photos",
        port=port,
        site_url=f"http://127.0.0.1:{port}",
        log_level="critical",
    )


def make_site(settings: Settings) -> None:
    """Migrate and seed."""
    migrate(settings.database_url)
    command = [sys.executable, "-m", "app.cli", "seed"]
    subprocess.run(
        command,
        env=as_environment(settings),
        cwd=PROJECT_FOLDER,
        check=True,
        stdout=subprocess.DEVNULL,
    )


class SiteProcess:
    """`cli serve` with its gunicorn workers, keeper and letter worker, in one process group."""

    def __init__(self, settings: Settings, log: Path) -> None:
        """Remember what to start; nothing runs yet."""
        self.settings = settings
        self._log = log
        self._leader: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start everything and wait until it answers; gives the seconds that took."""
        begin = time.monotonic()
        with self._log.open("ab") as log:
            self._leader = subprocess.Popen(
                [sys.executable, "-m", "app.cli", "serve"],
                env=as_environment(self.settings),
                cwd=PROJECT_FOLDER,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while time.monotonic() - begin < SLOWEST_START_S:
            with contextlib.suppress(OSError, urllib.error.URLError):
                address = f"{self.settings.site_url}/healthz"
                with urllib.request.urlopen(address, timeout=5) as answer:
                    if answer.status == 200:
                        return time.monotonic() - begin
            if self._leader.poll() is not None:
                break
            time.sleep(0.05)
        said = self._log.read_text("utf-8", "replace")[-2_000:]
        raise SystemExit(f"The site did not start. The last that it said:\n{said}")

    def list_processes(self) -> list[int]:
        """The ids of every process of the site."""
        if self._leader is None:
            return []
        group = self._leader.pid
        found = []
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                # A process may end while it is looked at.
                with contextlib.suppress(OSError):
                    if os.getpgid(int(folder.name)) == group:
                        found.append(int(folder.name))
        return found

    def kill(self, chance: random.Random) -> int:
        """Kill every process without warning, in any order; gives how many there were."""
        if self._leader is None:
            return 0
        processes = self.list_processes()
        chance.shuffle(processes)
        for number in processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
            # Now and then the others go on for a moment without the one that is gone.
            if chance.random() < 0.3:
                time.sleep(chance.random() * 0.05)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._leader.pid, signal.SIGKILL)
        self._leader.wait()
        while self.list_processes():
            time.sleep(0.01)
        self._leader = None
        return len(processes)

    def stop(self) -> None:
        """Stop in peace; whoever does not listen is killed."""
        if self._leader is None:
            return
        self._leader.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._leader.wait(10)
        end = time.monotonic() + 10
        while self.list_processes() and time.monotonic() < end:
            time.sleep(0.05)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._leader.pid, signal.SIGKILL)
        self._leader = None
