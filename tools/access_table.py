"""Writes docs/access.md: who may open what, from the routes and the table of permissions."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask
from werkzeug.routing import Rule

from app.accounts.permissions import PERMISSIONS, Permission, Role
from app.config import PROJECT_FOLDER, Settings
from app.factory import create_app
from app.web.access import PUBLIC, SIGNED_IN, find_access

TABLE = PROJECT_FOLDER / "docs" / "access.md"
MARK = "permission:"
CONVERTER = re.compile(r"<(?:[^<>:]*:)?(\w+)>")
HEAD = """\
# Who may open what

`make access-table` writes this page from the routes and the table of permissions
(`app/accounts/permissions.py`); a test compares them and tries each address with each role.
Every address that is not here is public. What belongs to another House does not exist (404).

"""


def list_guarded(app: Flask) -> list[tuple[Rule, Permission | None]]:
    """Every guarded rule with the permission it needs, None when signing in is enough; in order."""
    found = []
    for rule in app.url_map.iter_rules():
        access = find_access(app, rule.endpoint)
        if access == SIGNED_IN:
            found.append((rule, None))
        elif access is not None and access != PUBLIC:
            found.append((rule, Permission(access.removeprefix(MARK))))
    return sorted(found, key=lambda item: (item[0].rule, method_of(item[0])))


def method_of(rule: Rule) -> str:
    """The method of a rule: each takes one."""
    return "GET" if "GET" in (rule.methods or ()) else "POST"


def is_open_to(role: Role, permission: Permission | None) -> bool:
    """Whether a role gets in where a permission is needed."""
    return permission is None or permission in PERMISSIONS[role]


def table_lines(app: Flask) -> Iterator[str]:
    """The rows of the table."""
    yield f"| address | method | permission | {' | '.join(role.value for role in Role)} |"
    yield f"| --- | --- | --- |{' --- |' * len(Role)}"
    for rule, permission in list_guarded(app):
        marks = ["yes" if is_open_to(role, permission) else "" for role in Role]
        name = permission.value if permission else "signed in"
        address = CONVERTER.sub(r"<\1>", rule.rule)
        yield f"| `{address}` | {method_of(rule)} | {name} | {' | '.join(marks)} |"


def make_page(app: Flask) -> str:
    """The whole page."""
    return HEAD + "\n".join(table_lines(app)) + "\n"


def main() -> None:
    """Write the page anew."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database_url=f"sqlite:///{folder}/none.sqlite",
            index_folder=Path(folder) / "index",
            sealing_key_file=Path(folder) / "keys",
            secret_key="only-to-read-routes",  # noqa: S106 - nobody signs in
            log_level="error",
        )
        TABLE.write_text(make_page(create_app(settings)), encoding="utf-8")


if __name__ == "__main__":
    main()
