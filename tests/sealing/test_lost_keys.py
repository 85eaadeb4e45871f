"""A key file that does not belong to the database is told before the site opens."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli.databases import migrate
from app.cli.keys import check_keys
from app.config import SettingError
from app.mail.outbox import LetterDraft, queue_letter
from tests.sites import sealed_database, settings_in


def test_a_lost_key_file_stops_the_start_with_what_to_do(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    migrate(settings.database_url)
    check_keys(settings)
    database = sealed_database(settings.database_url, tmp_path)
    with database.transaction() as session:
        queue_letter(session, LetterDraft("test", "iemand@gezin.example", "Bericht", "Dag", "nl"))
    database.dispose()
    check_keys(settings)
    settings.sealing_key_file.rename(tmp_path / "elsewhere")
    with pytest.raises(SettingError, match="Put back the key file"):
        check_keys(settings)
    settings.sealing_key_file.unlink()
    (tmp_path / "elsewhere").rename(settings.sealing_key_file)
    check_keys(settings)
