"""Half typed places are completed."""

import pytest

from app.geo.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("typed", "place_id"),
    [
        ("belse", "belsele"),
        ("st n", "sint-niklaas"),
        ("sint-nik", "sint-niklaas"),
        ("st", "sint-niklaas"),
        ("st", "sint-gillis"),
        ("bruxe", "brussel"),
        ("niklaas", "sint-niklaas"),
        ("910", "sint-niklaas"),
        ("9100", "nieuwkerken-waas"),
        ("9111 b", "belsele"),
        ("Zwijnd", "zwijndrecht"),
        ("LOKE", "lokeren"),
    ],
)
def test_a_beginning_suggests_the_place(gazetteer: Gazetteer, typed: str, place_id: str) -> None:
    assert place_id in [place.id for place in gazetteer.suggest(typed)]


def test_suggestions_put_the_nearest_first_where_a_point_is_known(gazetteer: Gazetteer) -> None:
    temse = gazetteer.get_place("temse").point
    assert gazetteer.suggest("be", near=temse, limit=20)[0].id in ("belsele", "bazel", "beveren")
    assert gazetteer.suggest("be")[0].id != "belsele"


def test_whole_names_come_before_words_inside_names(gazetteer: Gazetteer) -> None:
    ids = [place.id for place in gazetteer.suggest("zolder")]
    assert ids[0] == "zolder"
    assert "heusden-zolder" in ids


def test_suggestions_are_distinct_and_limited(gazetteer: Gazetteer) -> None:
    for typed in ("s", "b", "1", "sint "):
        for limit in (-1, 0, 1, 8, 1_000):
            found = gazetteer.suggest(typed, limit=limit)
            assert len(found) <= max(0, min(limit, 50))
            assert len({place.id for place in found}) == len(found)
    assert gazetteer.suggest("") == ()
    assert gazetteer.suggest("  -- ") == ()
