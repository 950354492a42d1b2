"""The process that looks at an uploaded picture: bytes in, square WebP pictures out, or a code of why not.

It stands alone (`python -I picture_process.py left,top,side`): decoders are where image files attack. So it runs
without the product's code, its secrets or its files; before the first byte of the picture is looked at it gives up
memory beyond 512 MB, processor time beyond 10 s, and the means to open anything at all: a limit of three open files
leaves standard input, output and error, so there is no file and no socket to be had.
"""

import io
import struct
import sys

from PIL import GifImagePlugin, Image, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin  # noqa: F401

FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
SIZES = (512, 256, 128, 64)
MAX_SIDE, MAX_PIXELS = 12_000, 50_000_000  # security.md section 8
MAX_MEMORY, MAX_SECONDS = 512 * 1024 * 1024, 10  # security.md section 6
ENOUGH = 2 * SIZES[0]
ORIENTATION = 0x0112  # what EXIF says about how the camera was held
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def confine() -> None:
    """Give up what decoding a picture does not need; where the system has no such limits the parent's clock is left."""
    rehearse()
    try:
        import resource
    except ImportError:
        return
    for kind, limit in (
        (resource.RLIMIT_AS, MAX_MEMORY),
        (resource.RLIMIT_CPU, MAX_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):
        resource.setrlimit(kind, (limit, limit))


def rehearse() -> None:
    """Go the whole way with harmless pictures: what Pillow loads on its way could not be opened any more later."""
    Image.preinit()
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    for kind in FORMATS:
        for mode in ("RGB", "RGBA", "P", "L"):
            out = io.BytesIO()
            image = Image.new("RGB" if kind == "JPEG" else mode, (2, 2))
            image.save(out, kind, **({} if kind == "GIF" else {"exif": exif}))
            pictures_of(out.getvalue(), None)


def pictures_of(content: bytes, crop: tuple[int, int, int] | None) -> list[bytes]:
    """Return the picture as WebP in all sizes, the largest first; raises ValueError with a code."""
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError:
        raise ValueError("too_large") from None
    except Exception:
        raise ValueError("invalid") from None
    width, height = image.size
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS or min(width, height) < 1:
        raise ValueError("too_large")
    turned = image.getexif().get(ORIENTATION, 1) in (5, 6, 7, 8)
    shown = (height, width) if turned else (width, height)
    left, top, side = crop or _centre(*shown)
    if left < 0 or top < 0 or side < 1 or left + side > shown[0] or top + side > shown[1]:
        raise ValueError("crop")
    try:
        small = _smaller(image, side)
        scale = small.width / shown[0]
        box = (left * scale, top * scale, (left + side) * scale, (top + side) * scale)
        largest = small.resize((SIZES[0], SIZES[0]), Image.Resampling.LANCZOS, box=box)
        return [_encoded(largest, size) for size in SIZES]
    except MemoryError:
        raise ValueError("too_large") from None
    except Exception:  # a decoder may fail in any way: what it says helps nobody
        raise ValueError("invalid") from None


def _centre(width: int, height: int) -> tuple[int, int, int]:
    side = min(width, height)
    return (width - side) // 2, (height - side) // 2, side


def _smaller(image: Image.Image, side: int) -> Image.Image:
    """Decode, and shrink by whole steps first: a copy of 50 million pixels in full would not fit in the memory."""
    whole, turn = image.width, image.getexif().get(ORIENTATION, 1)
    if side > ENOUGH:
        image.draft("RGB", (image.width * ENOUGH // side, image.height * ENOUGH // side))  # JPEG alone can do this
    image.load()
    if image.mode.startswith("I") or image.mode == "F":  # 16 bits and more
        image = image.point(lambda value: value / 256).convert("L")
    transparent = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    if image.mode not in ("RGB", "RGBA"):
        image = image.convert("RGBA" if transparent else "RGB")
    factor = side * image.width // whole // ENOUGH
    if factor > 1:
        image = image.reduce(factor)
    return image.transpose(TURNS[turn]) if turn in TURNS else image


def _encoded(image: Image.Image, size: int) -> bytes:
    if image.width != size:
        image = image.resize((size, size), Image.Resampling.LANCZOS)
    plain = Image.new(image.mode, image.size)  # pixels and nothing else: no place, no camera, no comment
    plain.paste(image)
    out = io.BytesIO()
    plain.save(out, "WEBP", quality=85, method=4)
    return out.getvalue()


def main() -> int:
    crop = tuple(map(int, sys.argv[1].split(","))) if len(sys.argv) > 1 else None
    content = sys.stdin.buffer.read()
    confine()
    try:
        found = pictures_of(content, crop)  # type: ignore[arg-type]
    except ValueError as error:
        sys.stdout.write(f"!{error}")
        return 0
    for picture in found:
        sys.stdout.buffer.write(struct.pack(">I", len(picture)) + picture)
    return 0


if __name__ == "__main__":
    sys.exit(main())
