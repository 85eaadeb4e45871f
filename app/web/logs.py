"""Structured logs without personal data: the route's name, never its address or what was typed."""

from __future__ import annotations

import logging
import sys
import time

import structlog
from flask import Flask, Response, g, request


def configure_logs(level: str) -> None:
    """One JSON line an event on standard error, from the given level up."""
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def register_logs(app: Flask) -> None:
    """Log each answer with its route, status and milliseconds."""
    log = structlog.get_logger()

    @app.before_request
    def start_clock() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def log_answer(response: Response) -> Response:
        if request.endpoint not in {"static", "health.healthz"}:
            milliseconds = (time.perf_counter() - g.get("started", time.perf_counter())) * 1000
            log.info(
                "answer",
                route=request.endpoint or "none",
                method=request.method,
                status=response.status_code,
                ms=round(milliseconds, 1),
            )
        return response
