"""Builds the site from its settings: connects the parts and mounts the doors."""

from __future__ import annotations

import gc
import secrets

from flask import Flask
from jinja2 import StrictUndefined

from app.accounts.routes import register_accounts
from app.asking import routes as asking
from app.asking import status_routes as question_status
from app.config import PROJECT_FOLDER, Settings
from app.desk.frame import register_desk
from app.desk.oversight_routes import register_oversight
from app.desk.tools import register_tools
from app.directory.connecting import connect
from app.finder import crawlers, report_routes, short_addresses
from app.finder import moment_routes as finder
from app.finder.site import keep_directory, register_site
from app.finder.wish_routes import register_wishes
from app.portal.frame import register_portal
from app.sealing import read_or_make
from app.search.errors import IndexUnavailableError
from app.web import health, photos
from app.web.assets import register_assets
from app.web.errors import register_errors
from app.web.installation import Installation, install
from app.web.languages import register_languages
from app.web.logs import configure_logs, register_logs
from app.web.safety import register_safety


def read_secret(settings: Settings) -> str:
    """The key that signs forms: the setting, else the installation's own file, made when absent."""
    if settings.secret_key:
        return settings.secret_key
    return read_or_make(settings.secret_key_file, lambda: secrets.token_urlsafe(48))


def warm_up(app: Flask) -> None:
    """Read what the first requests would wait for; without an index they answer all the same."""
    installation: Installation = app.extensions["dichtbij"]
    try:
        installation.engine.warm()
    except IndexUnavailableError:
        installation.repair_index()
    # What is made now stays: looking through it for rubbish would only hold requests up.
    gc.collect()
    gc.freeze()


def create_app(settings: Settings) -> Flask:
    """The Flask app of one installation."""
    configure_logs(settings.log_level)
    app = Flask(
        "dichtbij",
        root_path=str(PROJECT_FOLDER / "app"),
        template_folder=str(PROJECT_FOLDER / "templates"),
        static_folder=str(PROJECT_FOLDER / "static"),
    )
    app.config["SECRET_KEY"] = read_secret(settings)
    app.config["TRANSLATION_FOLDER"] = PROJECT_FOLDER / "translations"
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    register_logs(app)
    register_languages(app)
    register_safety(app, settings)
    register_assets(app)
    register_errors(app)
    parts = connect(settings)
    install(
        app,
        Installation(
            settings,
            parts.database,
            parts.engine,
            parts.gazetteer,
            parts.vocabulary,
            parts.addresses,
            parts.repairer.repair_soon,
            parts.repairer.renew_soon,
            parts.keyring,
        ),
    )
    keep_directory(app, parts.catalogue, parts.shelf)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(photos.blueprint)
    app.register_blueprint(finder.blueprint)
    app.register_blueprint(report_routes.blueprint)
    register_wishes(app)
    app.register_blueprint(crawlers.blueprint)
    app.register_blueprint(short_addresses.blueprint)
    app.register_blueprint(asking.blueprint)
    app.register_blueprint(question_status.blueprint)
    register_desk(app)
    register_accounts(app)
    register_oversight(app)
    register_tools(app)
    register_portal(app)
    register_site(app)
    return app
