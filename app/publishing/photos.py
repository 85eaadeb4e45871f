"""Photos of partners are drawn anew: small enough, and without what the camera wrote in them.

Only the picture itself goes on: no place, no name, no date. The name of a photo is a digest of the
new file with its size in pixels, such as `<32 hex digits>-1600x1067.webp`, so that a page knows how
much room it takes without looking.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1_600
SMALL_WIDTH = 640
QUALITY = 80
FORMATS = ("JPEG", "PNG", "WEBP")
PHOTO_NAME = re.compile(r"[0-9a-f]{32}-([1-9][0-9]{0,3})x([1-9][0-9]{0,3})\.webp")
"""The name of a photo: digest, width and height."""
_SMALL = "-klein.webp"
FILE_NAME = re.compile(r"[0-9a-f]{32}-[1-9][0-9]{0,3}x[1-9][0-9]{0,3}(?:-klein)?\.webp")
"""The name of a file in the folder: a photo, or its small version."""


class NotAPhotoError(ValueError):
    """The file is no photo that can be read: JPEG, PNG or WebP."""


class PhotoTooLargeError(ValueError):
    """The file has too many bytes, or the picture too many pixels."""


@dataclass(frozen=True, slots=True)
class MadePhoto:
    """A photo made anew, as two files; sizes in pixels."""

    name: str
    width: int
    height: int
    large: bytes
    small: bytes
    """The same, 640 pixels wide at the most, for cards and phones."""


def make_photo(data: bytes) -> MadePhoto:
    """Draw a sent file anew; raises NotAPhotoError and PhotoTooLargeError."""
    if len(data) > MOST_BYTES:
        raise PhotoTooLargeError
    picture = _read(data)
    large = _write(picture)
    width, height = picture.size
    digest = hashlib.sha256(large).hexdigest()[:32]
    small = _write(picture.resize(small_size(width, height), Image.Resampling.LANCZOS))
    return MadePhoto(f"{digest}-{width}x{height}.webp", width, height, large, small)


def size_of(name: str) -> tuple[int, int] | None:
    """(width, height) of a photo in pixels by its name, or None for another name."""
    match = PHOTO_NAME.fullmatch(name)
    return (int(match[1]), int(match[2])) if match else None


def small_size(width: int, height: int) -> tuple[int, int]:
    """(width, height) in pixels of the small version of a photo."""
    if width <= SMALL_WIDTH:
        return width, height
    return SMALL_WIDTH, max(1, round(height * SMALL_WIDTH / width))


def small_name(name: str) -> str:
    """The name of the file with the small version of a photo."""
    return name.removesuffix(".webp") + _SMALL


def write_photo(folder: Path, photo: MadePhoto) -> None:
    """Write both files of a photo, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_file(folder / small_name(photo.name), photo.small)
    _write_file(folder / photo.name, photo.large)


def _write_file(path: Path, data: bytes) -> None:
    handle, unfinished = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # The web server may be another user.
        Path(unfinished).chmod(0o644)
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def _read(data: bytes) -> Image.Image:
    """The picture as it is meant to be seen, at most 1600 pixels long; nothing else of the file."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as found:
            _check_pixels(found)
            # A JPEG is unpacked at a lower size at once, which takes a fraction of the memory.
            found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(found)
            return _flatten(upright)
    except PhotoTooLargeError:
        raise
    except Image.DecompressionBombError:
        raise PhotoTooLargeError from None
    except Exception:  # noqa: BLE001 - a broken file breaks each decoder in its own way
        raise NotAPhotoError from None


def _check_pixels(found: Image.Image) -> None:
    # The header says how large it is, before a single pixel is unpacked.
    if found.width * found.height > MOST_PIXELS:
        raise PhotoTooLargeError


def _flatten(picture: Image.Image) -> Image.Image:
    if picture.mode not in {"RGB", "RGBA", "L", "LA"}:
        # Colours from a palette cannot be mixed, which making smaller does.
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    clean = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        layered = picture.convert("RGBA")
        clean.paste(layered, mask=layered.getchannel("A"))
    else:
        clean.paste(picture.convert("RGB"))
    return clean


def _write(picture: Image.Image) -> bytes:
    output = io.BytesIO()
    picture.save(output, "WEBP", quality=QUALITY, method=4)
    return output.getvalue()
