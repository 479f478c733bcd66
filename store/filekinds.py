"""What a file is, by its first bytes: names lie."""

import io
import zipfile
from enum import Enum


class Kind(Enum):
    """Kinds of file people hand in; the value completes “this is …”."""

    TEXT = "text"
    XLSX = "an Excel workbook"
    XLS = "an old Excel workbook"
    ODS = "an OpenDocument spreadsheet"
    PDF = "a PDF"
    WORD = "a text document"
    SLIDES = "a presentation"
    NUMBERS = "an Apple Numbers file"
    LOCKED = "a workbook with a password"
    ZIP = "a zip archive"
    IMAGE = "a picture"
    PAGE = "a web page"
    RICH_TEXT = "a rich-text document"
    DATABASE = "a database"
    BINARY = "no text and no spreadsheet"


_STARTS = (
    (b"%PDF", Kind.PDF),
    (b"\x89PNG", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"II*\0", Kind.IMAGE),
    (b"MM\0*", Kind.IMAGE),
    (b"{\\rtf", Kind.RICH_TEXT),
    (b"SQLite format 3\0", Kind.DATABASE),
    (b"\x1f\x8b", Kind.ZIP),
    (b"7z\xbc\xaf", Kind.ZIP),
    (b"Rar!", Kind.ZIP),
)
_PAGES = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<svg")
# A member of the archive that only this kind has.
_MEMBERS = (
    ("xl/workbook.", Kind.XLSX),
    ("word/document.", Kind.WORD),
    ("ppt/presentation.", Kind.SLIDES),
    ("Index/Document.iwa", Kind.NUMBERS),
    ("Index.zip", Kind.NUMBERS),
)
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_MARKS = (b"\xff\xfe", b"\xfe\xff")
# “Compound File Binary”: old Office files, and new ones that are locked with a password.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b\x1c\x1d\x1e\x1f")) + b"\x7f"


def recognise(data: bytes) -> Kind:
    """Tell what these bytes are."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data.startswith(b"PK"):
        return _archive(data)
    if data.startswith(_COMPOUND):
        return _compound(data)
    # Word processors and web systems like to name a web page .xls.
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:9].lower().startswith(_PAGES):
        return Kind.PAGE
    if data.startswith(_MARKS):
        return Kind.TEXT
    return Kind.TEXT if len(data.translate(None, _CONTROLS)) == len(data) else Kind.BINARY


def _archive(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "mimetype" in names:
                with archive.open("mimetype") as member:
                    mimetype = member.read(200)
                if mimetype.startswith(_OPEN_DOCUMENT + b"spreadsheet"):
                    return Kind.LOCKED if _is_encrypted(archive) else Kind.ODS
                return Kind.WORD if mimetype.startswith(_OPEN_DOCUMENT) else Kind.ZIP
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        return Kind.BINARY
    return next((kind for start, kind in _MEMBERS if any(name.startswith(start) for name in names)), Kind.ZIP)


def _is_encrypted(archive: zipfile.ZipFile) -> bool:
    with archive.open("META-INF/manifest.xml") as member:
        return b"encryption-data" in member.read(1_000_000)


def _compound(data: bytes) -> Kind:
    """Tell compound files apart by the names of their streams, which are UTF-16 in its directory."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Kind.LOCKED
    if "WordDocument".encode("utf-16-le") in data:
        return Kind.WORD
    if "PowerPoint Document".encode("utf-16-le") in data:
        return Kind.SLIDES
    return Kind.XLS
