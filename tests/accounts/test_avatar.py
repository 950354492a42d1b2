"""One's own picture, and pictures that attack."""

import io
import json
import struct
import subprocess
import sys
import zlib
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from apps.accounts import avatars
from apps.accounts.avatars import PROGRAM
from apps.core.bodies import limit_of
from apps.events.models import Event

AVATAR, ME = "/api/v1/users/me/avatar", "/api/v1/users/me"


def picture(kind="PNG", size=(90, 60), mode="RGB", colour="red", **how):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **how)
    return out.getvalue()


def put(client, content, media_type="image/png", query=""):
    return client.generic("PUT", AVATAR + query, content, content_type=media_type)


def fetched(client, url, size=None):
    if size:
        url = url.replace("/128?", f"/{size}?")
    answer = client.get(url)
    assert answer.status_code == 200
    return Image.open(io.BytesIO(answer.content))


def files():
    try:
        folders = default_storage.listdir("avatars")[0]
    except FileNotFoundError:
        return []
    return sorted(f"{one}/{name}" for one in folders for name in default_storage.listdir(f"avatars/{one}")[1])


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_every_size_is_made_anew(api, ayse, kind):
    answer = put(api(ayse), picture(kind), f"image/{kind.lower()}")
    assert answer.status_code == 200, answer.json()
    url = answer.json()["avatar_url"]
    assert url.startswith(f"/api/v1/users/{ayse.pk}/avatar/128?v=")
    assert len(parse_qs(urlsplit(url).query)["v"][0]) == 43
    for size in (64, 128, 256, 512):
        found = fetched(api(), url, size)
        assert (found.format, found.size) == ("WEBP", (size, size))
        red, green, blue = found.convert("RGB").getpixel((size // 2, size // 2))
        assert red > 240 > 20 > max(green, blue)


def test_the_picture_may_be_kept_for_ever_and_does_nothing(api, ayse):
    answer = api().get(put(api(ayse), picture()).json()["avatar_url"], HTTP_ACCEPT="image/webp")
    assert answer["Content-Type"] == "image/webp"
    assert "immutable" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_what_the_name_says_does_not_matter(api, ayse):
    assert put(api(ayse), picture("JPEG"), "image/png").status_code == 200


def test_as_a_form(api, ayse):
    upload = SimpleUploadedFile("../../etc/passwd.svg", picture(), "image/svg+xml")
    assert api(ayse).put(AVATAR, {"file": upload}, format="multipart").status_code == 200
    assert api(ayse).put(AVATAR, {"other": upload}, format="multipart").status_code == 400
    assert api(ayse).put(AVATAR, {}, format="multipart").status_code == 400


def test_a_new_picture_removes_the_old_one(api, ayse, django_capture_on_commit_callbacks):
    client = api(ayse)
    old = put(client, picture()).json()["avatar_url"]
    ours = {name for name in files() if name.startswith(type(ayse).objects.get(pk=ayse.pk).avatar)}
    with django_capture_on_commit_callbacks(execute=True):
        new = put(client, picture(colour="blue")).json()["avatar_url"]
    assert new != old
    assert api().get(old).status_code == 404
    assert ours
    assert ours.isdisjoint(files())
    with django_capture_on_commit_callbacks(execute=True):
        assert client.delete(AVATAR).status_code == 204
    assert client.delete(AVATAR).status_code == 204
    assert client.get(ME).json()["avatar_url"] is None
    assert api().get(new).status_code == 404
    key = parse_qs(urlsplit(new).query)["v"][0]
    assert not default_storage.exists(f"avatars/{key}/512.webp")


def test_addresses_cannot_be_guessed(api, ayse, bora):
    url = put(api(ayse), picture()).json()["avatar_url"]
    key = parse_qs(urlsplit(url).query)["v"][0]
    base = f"/api/v1/users/{ayse.pk}/avatar"
    for wrong in (f"{base}/128", f"{base}/128?v=", f"{base}/128?v={key[:-1]}", f"{base}/128?v=%C4%B0{key}", f"{base}/99?v={key}",
                  f"/api/v1/users/{bora.pk}/avatar/128?v={key}", f"/api/v1/users/{bora.pk}/avatar/128?v="):  # fmt: skip
        assert api().get(wrong).status_code == 404, wrong


def test_one_hears_of_it_everywhere(api, ayse):
    body = put(api(ayse), picture()).json()
    event = Event.objects.get()
    assert (event.type, json.loads(event.data)["avatar_url"]) == ("user.updated", body["avatar_url"])


def test_the_middle_is_taken_or_what_was_asked_for(api, ayse):
    image = Image.new("RGB", (300, 100), "red")
    image.paste("blue", (100, 0, 200, 100))
    out = io.BytesIO()
    image.save(out, "PNG")
    for query, name in (("", "blue"), ("?crop=0,0,100", "red"), ("?crop=100,0,100", "blue")):
        url = put(api(ayse), out.getvalue(), query=query).json()["avatar_url"]
        red, _green, blue = fetched(api(), url).convert("RGB").getpixel((64, 64))
        assert (red > blue) == (name == "red"), query
    for query in ("?crop=250,0,100", "?crop=0,0,101", "?crop=0,0,0", "?crop=a", "?crop=-1,0,5", "?crop=1,2", "?x=1"):
        assert put(api(ayse), out.getvalue(), query=query).status_code == 400, query


def test_a_picture_taken_sideways_stands_upright(api, ayse):
    image = Image.new("RGB", (400, 200), "red")
    image.paste("blue", (0, 0, 200, 200))  # left half; turned by 6 it is the upper half
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    url = put(api(ayse), out.getvalue(), query="?crop=0,0,200").json()["avatar_url"]
    red, _green, blue = fetched(api(), url).convert("RGB").getpixel((64, 64))
    assert blue > red


# what cameras and attackers put in ------------------------------------------------------------------------------------
def test_what_a_camera_wrote_is_gone(api, ayse):
    exif = Image.Exif()
    exif[0x010F], exif[0x8825] = "SecretCamera", {1: "N", 2: (41.0, 0.0, 29.0)}
    content = picture("JPEG", exif=exif, comment=b"SecretComment", icc_profile=b"SecretProfile" * 20)
    assert b"SecretCamera" in content
    url = put(api(ayse), content, "image/jpeg").json()["avatar_url"]
    for size in (64, 128, 256, 512):
        answer = api().get(url.replace("/128?", f"/{size}?"))
        assert b"Secret" not in answer.content
        assert not Image.open(io.BytesIO(answer.content)).getexif()
        assert not {"exif", "icc_profile", "xmp"} & Image.open(io.BytesIO(answer.content)).info.keys()


def test_what_hides_behind_a_picture_is_gone(api, ayse):
    content = picture("GIF") + b"<script>alert(1)</script>PK\x03\x04"
    url = put(api(ayse), content, "image/gif").json()["avatar_url"]
    answer = api().get(url)
    assert b"script" not in answer.content
    assert b"PK\x03\x04" not in answer.content


def png_claiming(width, height):
    """A PNG whose header claims a size, with a few bytes of pixels."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(12_001, 1), (1, 12_001), (7_100, 7_100), (65_000, 65_000), (2**31 - 1, 2**31 - 1)])
def test_too_many_pixels_are_not_decoded(api, ayse, size):
    answer = put(api(ayse), png_claiming(*size))
    assert (answer.status_code, answer.json()["code"]) == (413, "avatar.too_large")


def test_fifty_million_pixels_fit(api, ayse):
    content = picture(size=(7_071, 7_071), mode="RGBA", colour=(255, 0, 0, 128), compress_level=1)
    answer = put(api(ayse), content)
    assert answer.status_code == 200, answer.json()
    assert fetched(api(), answer.json()["avatar_url"]).mode == "RGBA"


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 400, "request.invalid"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "request.unsupported_media_type"),
        (b"%PDF-1.7", 415, "request.unsupported_media_type"),
        (b"BM" + b"\0" * 100, 415, "request.unsupported_media_type"),
        (b"\x89PNG\r\n\x1a\n" + b"nothing", 400, "avatar.invalid"),
        (b"GIF89a", 400, "avatar.invalid"),
        (b"\xff\xd8\xff" + b"\0" * 50, 400, "avatar.invalid"),
        (b"RIFF\0\0\0\0WEBPVP8 ", 400, "avatar.invalid"),
        (png_claiming(100, 100)[:60], 400, "avatar.invalid"),
        (b"\xff\xd8\xff" + b"\0" * 20_000_000, 413, "avatar.too_large"),
    ],
)
def test_what_is_no_picture(api, ayse, content, status, code):
    answer = put(api(ayse), content)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    ayse.refresh_from_db()
    assert ayse.avatar == ""


def test_another_media_type_is_not_read(api, ayse):
    for media_type in ("application/json", "text/plain", "application/octet-stream"):
        assert put(api(ayse), picture(), media_type).status_code == 415


def test_nobody_sets_a_picture_unless_signed_in(api, db):
    assert put(api(), picture()).status_code == 401
    assert api().delete(AVATAR).status_code == 401


def test_only_this_address_takes_a_large_body(settings):
    assert limit_of("PUT", AVATAR) == limit_of("PUT", AVATAR + "/") > 20_000_000
    for method, path in (("POST", AVATAR), ("PUT", ME), ("PUT", f"/x{AVATAR}"), ("PUT", f"{AVATAR}/x")):
        assert limit_of(method, path) == settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_a_picture_that_kills_its_decoder_is_refused(api, ayse, monkeypatch, tmp_path):
    program = tmp_path / "dies.py"
    program.write_text("import os; os.abort()")
    monkeypatch.setattr(avatars, "PROGRAM", program)
    assert put(api(ayse), picture()).json()["code"] == "avatar.invalid"
    program.write_text("while True: pass")
    monkeypatch.setattr(avatars, "MAX_SECONDS", 0.2)
    assert put(api(ayse), picture()).json()["code"] == "avatar.invalid"


@pytest.mark.skipif(sys.platform != "linux", reason="the limits of other systems differ")
@pytest.mark.parametrize("attempt", ["open('/etc/passwd')", "__import__('socket').socket()", "bytearray(600 * 2**20)"])
def test_the_process_that_decodes_has_no_means_to_do_anything_else(attempt):
    program = (
        "import socket, sys, runpy\n"
        f"held = runpy.run_path({str(PROGRAM)!r}, run_name='held')\n"
        "held['confine']()\n"
        f"try:\n    {attempt}\nexcept (OSError, MemoryError):\n    sys.exit(7)\n"
    )
    assert subprocess.run([sys.executable, "-I", "-c", program], check=False).returncode == 7
