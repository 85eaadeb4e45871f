"""The tools of the desk: search, counting, rota, help and the settings of the House."""

from __future__ import annotations

from flask import Flask

from app.desk.answers_routes import blueprint as answers
from app.desk.counting_routes import blueprint as counting
from app.desk.finding_routes import blueprint as finding
from app.desk.gaps.routes import blueprint as gaps
from app.desk.help_routes import blueprint as helping
from app.desk.reasons_routes import blueprint as reasons
from app.desk.rota_routes import blueprint as rota
from app.desk.routing_routes import blueprint as routing
from app.desk.settings_routes import blueprint as settings
from app.desk.teams_routes import blueprint as teams
from app.desk.templates_routes import blueprint as templates
from app.desk.words.history_routes import blueprint as word_history
from app.desk.words.pins_routes import blueprint as pins
from app.desk.words.routes import blueprint as words
from app.desk.words.spelling_routes import blueprint as spelling

DOORS = (
    finding,
    counting,
    rota,
    helping,
    settings,
    teams,
    routing,
    templates,
    answers,
    reasons,
    words,
    spelling,
    pins,
    word_history,
    gaps,
)


def register_tools(app: Flask) -> None:
    """Open the addresses of the tools."""
    for door in DOORS:
        app.register_blueprint(door)
