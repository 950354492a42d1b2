"""What came back."""

import re
from dataclasses import dataclass
from email.message import Message


@dataclass(frozen=True)
class Response:
    """An answer read to its end: `headers` in lower case, `content` unpacked, `url` after redirects."""

    status: int
    headers: dict[str, str]
    content: bytes
    url: str

    @property
    def media_type(self) -> str:
        """Return the type without parameters, `text/csv`; empty when none was sent."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        """Decode the content by its charset, UTF-8 by default; what cannot be read becomes U+FFFD."""
        message = Message()
        message["content-type"] = self.headers.get("content-type", "")
        charset = str(message.get_param("charset") or "utf-8")
        # Only names of character sets: Python also knows codecs that unpack (zip, bz2).
        if not re.fullmatch(r"(?i)utf-?8|utf-?16(-?[bl]e)?|iso-?8859-\d+|latin-?[15]|windows-125\d|us-ascii", charset):
            charset = "utf-8"
        try:
            return self.content.decode("utf-8-sig" if charset.lower() in ("utf-8", "utf8") else charset, "replace")
        except LookupError:
            return self.content.decode("utf-8", "replace")
