"""Points, distances and the privacy rounding."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.geo.gazetteer import Gazetteer
from app.geo.places import PlaceKind
from app.geo.points import Point, distance_km, quick_distance_km, round_point

belgian_points = st.builds(
    Point, st.floats(min_value=49.5, max_value=51.5), st.floats(min_value=2.5, max_value=6.4)
)
all_points = st.builds(
    Point, st.floats(min_value=-90, max_value=90), st.floats(min_value=-180, max_value=180)
)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(91, 0), (-90.1, 0), (0, 181), (0, -180.5), (math.nan, 0), (0, math.nan), (math.inf, 0)],
)
def test_a_point_off_the_globe_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(ValueError, match="degrees"):
        Point(latitude, longitude)


def test_distance_is_the_geodesic_one() -> None:
    # Published example of Karney's method in geopy's documentation: Newport to Cleveland.
    newport, cleveland = Point(41.49008, -71.312796), Point(41.499498, -81.695391)
    assert distance_km(newport, cleveland) == pytest.approx(866.455, abs=0.001)


@given(belgian_points, belgian_points)
@settings(max_examples=100, deadline=None)
def test_quick_distance_is_within_a_thousandth_of_the_geodesic(a: Point, b: Point) -> None:
    assert quick_distance_km(a, b) == pytest.approx(distance_km(a, b), rel=0.001, abs=0.002)


@given(belgian_points, st.sampled_from([50, 100, 250, 1_000]))
@settings(max_examples=100, deadline=None)
def test_rounding_moves_a_point_at_most_by_its_grid(point: Point, metres: int) -> None:
    rounded = round_point(point, metres)
    assert distance_km(point, rounded) * 1000 <= metres
    assert round_point(rounded, metres) == rounded


@given(all_points)
@settings(max_examples=100, deadline=None)
def test_rounding_works_everywhere_on_the_globe(point: Point) -> None:
    round_point(point)


def test_neighbours_are_rounded_to_the_same_point() -> None:
    assert round_point(Point(51.16512, 4.14371)) == round_point(Point(51.16515, 4.14374))
    with pytest.raises(ValueError, match="one metre"):
        round_point(Point(51, 4), 0)


def test_nearest_places_come_in_order_with_true_kilometres(gazetteer: Gazetteer) -> None:
    point = gazetteer.get_place("sint-niklaas").point
    found = gazetteer.nearest(point, 6)
    assert found[0] == (gazetteer.get_place("sint-niklaas"), 0.0)
    assert [km for _, km in found] == sorted(km for _, km in found)
    assert all(km == distance_km(point, place.point) for place, km in found)
    towns = gazetteer.nearest(point, 3, kinds=[PlaceKind.MUNICIPALITY])
    assert {place.kind for place, _ in towns} == {PlaceKind.MUNICIPALITY}
    assert gazetteer.nearest(point, 0) == ()


def test_within_gives_every_place_of_the_circle_and_no_other(gazetteer: Gazetteer) -> None:
    point = gazetteer.get_place("temse").point
    found = {place.id for place, _ in gazetteer.within(point, 10)}
    for place in gazetteer.list_places():
        kilometres = distance_km(point, place.point)
        if abs(kilometres - 10) > 0.02:
            assert (place.id in found) == (kilometres < 10), place.id
    assert gazetteer.within(point, -1) == ()
