"""What every answer carries: security headers, size limits and form tokens."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, request
from flask_compress import Compress
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app.config import Settings

YEAR_SECONDS = 31_536_000


def content_policy(settings: Settings) -> str:
    """The Content-Security-Policy: own files only, and map tiles of the set server."""
    images = ["'self'", "data:"]
    if settings.tile_url:
        parts = urlsplit(settings.tile_url.replace("{s}", "*"))
        images.append(f"{parts.scheme}://{parts.netloc}")
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src {' '.join(images)}",
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def register_safety(app: Flask, settings: Settings) -> None:
    """Limit what comes in and put the headers on what goes out."""
    app.config["TRUSTED_HOSTS"] = list(settings.trusted_hosts)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_request_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.max_request_bytes
    app.config["MAX_FORM_PARTS"] = 200
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    app.config["SESSION_COOKIE_SECURE"] = settings.https_only
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR_SECONDS
    # A form token lives as long as its browser session: who types for an hour loses nothing.
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    CSRFProtect(app)
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # how Flask takes a middleware
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=0, x_host=0
        )
    # What is smallest on a slow network comes first; on plain http browsers ask for gzip only.
    app.config["COMPRESS_ALGORITHM"] = ["br", "zstd", "gzip"]
    app.config["COMPRESS_ALGORITHM_STREAMING"] = ["br", "zstd", "deflate"]
    app.config["COMPRESS_BR_LEVEL"] = 6
    # Files are sent as streams; without this they would travel uncompressed.
    app.config["COMPRESS_STREAMS"] = True
    app.config["COMPRESS_MIMETYPES"] = [
        "text/html",
        "text/css",
        "text/javascript",
        "text/calendar",
        "image/svg+xml",
        "application/json",
        "application/atom+xml",
        "application/xml",
    ]
    Compress(app)
    policy = content_policy(settings)

    @app.before_request
    def refuse_nul() -> None:
        # It names nothing, and PostgreSQL does not take it in a text.
        if "\x00" in request.path:
            abort(404)

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = policy
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "geolocation=(self), camera=(), microphone=()"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if settings.https_only:
            headers["Strict-Transport-Security"] = f"max-age={YEAR_SECONDS}; includeSubDomains"
        is_lasting = request.endpoint == "photos.show" and response.status_code < 400
        if request.endpoint != "static" and not is_lasting:
            # What was searched must not stay in a shared computer's or a proxy's cache.
            is_kept_out = response.status_code >= 400 or g.get("is_private", False)
            headers["Cache-Control"] = "no-store" if is_kept_out else "no-cache"
        return response
