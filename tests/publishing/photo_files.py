"""Photos as cameras make them, for the tests: drawn on the spot."""

from __future__ import annotations

import io

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

RED, BLUE = (220, 30, 30), (30, 30, 220)


def draw_photo(
    *, size: tuple[int, int] = (300, 200), orientation: int = 1, gps: bool = False
) -> bytes:
    """A JPEG whose left half is red and right half blue, with what a phone writes in it."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, size[0], size[1]))
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    exif[Base.ImageDescription] = "Speelplein Lokeren"
    if gps:
        exif.get_ifd(IFD.GPSInfo).update(
            {
                GPS.GPSLatitudeRef: "N",
                GPS.GPSLatitude: (51.0, 6.0, 13.0),
                GPS.GPSLongitudeRef: "E",
                GPS.GPSLongitude: (3.0, 59.0, 20.0),
            }
        )
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=90, exif=exif)
    return output.getvalue()
