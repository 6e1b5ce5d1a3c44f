"""A checkpoint for people outside: a QR code, a page for a notary or a newspaper, a letter to send by mail."""

import base64
import hashlib
import io
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

import segno

from ..records import Record
from .document import environment, read_text

SCALE, BORDER = 4, 4
"""Pixels of a module on the screen, modules of white around the code (ISO/IEC 18004 asks for four)."""


class Notice(Record):
    """What is given out. `note`: the signed checkpoint; `key`: the log's verifier key; size and root (hex) as in the note."""

    note: str
    key: str
    size: int
    root: str
    made_at: datetime


def qr_code(note: str) -> bytes:
    """The note as a QR code, SVG; what a telephone reads is the note, byte by byte."""
    made = io.BytesIO()
    segno.make_qr(note, error="m", encoding="utf-8").save(made, kind="svg", scale=SCALE, border=BORDER, xmldecl=False)
    return made.getvalue()


def page(notice: Notice) -> bytes:
    """One sheet as HTML, to be printed: what it is, the text, the code, how to check it, lines to sign on."""
    style = read_text("notary.css")
    policy = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    image = base64.b64encode(qr_code(notice.note)).decode()
    return environment().get_template("notary.html").render(n=notice, style=style, style_hash=policy, image=image).encode()


def letter(notice: Notice) -> bytes:
    """A mail without sender and addressee, to be opened in a mail program and sent; the checkpoint in it and as a file."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = f"Checkpoint {notice.root[:16]} of {notice.size} entries"
    message["X-Unsent"] = "1"
    message.set_content(environment().get_template("letter.txt").render(n=notice), cte="base64")
    message.add_attachment(notice.note, cte="base64", filename="checkpoint.txt")
    message.set_boundary(hashlib.sha256(notice.note.encode()).hexdigest()[:32])
    return message.as_bytes()
