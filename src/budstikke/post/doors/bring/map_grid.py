"""Places on the map: distance, and the metres of the grid (UTM zone 33, WGS 84) of Norwegian maps."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt, tan

_EARTH_DIAMETER_KM = 12_742
_AXIS_M, _FLATTENING = 6_378_137.0, 1 / 298.257223563
_SCALE, _FALSE_EASTING_M, _MERIDIAN = 0.9996, 500_000, 15


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance (haversine) between two places, each a latitude and a longitude."""
    (latitude, longitude), (other_latitude, other_longitude) = one, other
    half = (
        sin(radians(other_latitude - latitude) / 2) ** 2
        + cos(radians(latitude))
        * cos(radians(other_latitude))
        * sin(radians(other_longitude - longitude) / 2) ** 2
    )
    return _EARTH_DIAMETER_KM * asin(sqrt(half))


def utm33(latitude: float, longitude: float) -> tuple[int, int]:
    """
    Return easting and northing in whole metres.

    The series of Snyder, Map Projections: A Working Manual (1987), formulas 8-9 to 8-15.

    >>> utm33(59.77397940554418, 10.803229911496063)
    (264423, 6633700)
    """
    square = _FLATTENING * (2 - _FLATTENING)
    second = square / (1 - square)
    phi = radians(latitude)
    radius = _AXIS_M / sqrt(1 - square * sin(phi) ** 2)
    t, c = tan(phi) ** 2, second * cos(phi) ** 2
    a = radians(longitude - _MERIDIAN) * cos(phi)
    arc = _AXIS_M * (
        (1 - square / 4 - 3 * square**2 / 64 - 5 * square**3 / 256) * phi
        - (3 * square / 8 + 3 * square**2 / 32 + 45 * square**3 / 1024) * sin(2 * phi)
        + (15 * square**2 / 256 + 45 * square**3 / 1024) * sin(4 * phi)
        - (35 * square**3 / 3072) * sin(6 * phi)
    )
    east = a + (1 - t + c) * a**3 / 6 + (5 - 18 * t + t**2 + 72 * c - 58 * second) * a**5 / 120
    north = (
        a**2 / 2
        + (5 - t + 9 * c + 4 * c**2) * a**4 / 24
        + (61 - 58 * t + t**2 + 600 * c - 330 * second) * a**6 / 720
    )
    return (
        round(_SCALE * radius * east + _FALSE_EASTING_M),
        round(_SCALE * (arc + radius * tan(phi) * north)),
    )
