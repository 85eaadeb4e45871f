"""The site under gunicorn, on the set port or the first free one above it."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from dataclasses import replace

from app.cli.keeping import start_keeper
from app.config import PROJECT_FOLDER, Settings, as_environment

PORTS_TRIED = 20
THREADS = 8
DEFAULT_SITE_URL = Settings.__dataclass_fields__["site_url"].default


def find_free_port(first: int) -> int | None:
    """The first port from `first` on that nobody listens on, or None after twenty."""
    for port in range(first, first + PORTS_TRIED):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    return None


def run_serve(settings: Settings, _arguments: argparse.Namespace) -> int:  # noqa: RET503
    """Start the site and say where it is."""
    port = find_free_port(settings.port)
    if port is None:
        last = settings.port + PORTS_TRIED - 1
        print(
            f"The ports {settings.port} to {last} are all taken. "
            "Choose another one with DICHTBIJ_PORT.",
            file=sys.stderr,
        )
        return 2
    if settings.site_url == DEFAULT_SITE_URL:
        settings = replace(settings, site_url=f"http://localhost:{port}")
    print(f"\nDichtbij is open at {settings.site_url}/nl/  (stop with Ctrl+C)\n", flush=True)
    # Workers in threads keep answering when slow visitors hold their connections open.
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "wsgi:app",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        str(settings.workers),
        "--worker-class",
        "gthread",
        "--threads",
        str(THREADS),
        "--no-control-socket",
        "--logger-class",
        "app.web.server_logs.ServerLogger",
        "--log-level",
        "warning",
        "--chdir",
        str(PROJECT_FOLDER),
    ]
    if os.path.isdir("/dev/shm"):  # noqa: PTH112, S108 - memory, so a slow disk stops no worker
        command += ["--worker-tmp-dir", "/dev/shm"]  # noqa: S108
    environment = as_environment(settings)
    if settings.serve_worker:
        start_keeper(environment, str(PROJECT_FOLDER))
    # From here on this process is gunicorn.
    os.execve(sys.executable, command, environment)  # noqa: S606 - our own command
