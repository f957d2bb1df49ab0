"""Looks at files that come back: what they are, what they are called, and whether they open."""

from __future__ import annotations

import hashlib

from conformance.candidate import facts as f
from conformance.candidate.handles import UploadFile
from conformance.candidate.people import Citizen, Officer
from conformance.candidate.portal import OpenDossier
from conformance.checks.kit.expect import Violation, expect, fail
from conformance.instruments.document_text import says, text_of
from conformance.instruments.file_kinds import (
    agrees,
    kind_of,
    kind_of_media_type,
    kind_of_name,
    opens,
)
from conformance.words import Text

CONTENT = "reception-file-says"


def expect_openable(
    who: Citizen | Officer, dossier: OpenDossier, file: f.Attachment, sent: UploadFile
) -> tuple[Violation, ...]:
    """Expect that a file that was ``sent`` comes back as one that opens and says the same.

    Another format than the one sent is lawful (an image bound into a PDF, say), as long as name,
    media type and bytes agree. Returns a remark where a person must look whether it is legible.
    """
    content = who.download(dossier, file)
    kind, name = kind_of(content), (file.name or "") if file.shows("name") else ""
    media_type = _media_type(who, content)
    expect(opens(content), "reception-file-opens", why=_called(sent)).is_in([True, None])
    if not agrees(kind_of_name(name), kind):
        fail("reception-file-name", _bytes_of(kind), name, _called(sent))
    if not agrees(kind_of_media_type(media_type), kind):
        fail("reception-file-media-type", _bytes_of(kind), media_type, _called(sent))
    return () if content == sent.content else _same_words(content, sent)


def _media_type(who: Citizen | Officer, content: bytes) -> str:
    """Return the media type with which the bytes came; empty where they came in another way."""
    answer = who.portal.tape.exchanges[-1].response
    if answer is None or answer.body.sha256 != hashlib.sha256(content).hexdigest():
        return ""
    return answer.body.media_type


def _same_words(content: bytes, sent: UploadFile) -> tuple[Violation, ...]:
    """Expect that a file stored in another form says what was sent, where both can be read."""
    before, after = text_of(sent.content), text_of(content)
    due = Text(vi=f"toàn bộ nội dung của {sent.name}", en=f"the whole content of {sent.name}")
    if before is None or after is None:
        seen = Text(vi="đã đổi dạng, cần người xem", en="turned into another form: to be looked at")
        return (Violation(CONTENT, due, seen),)
    lost = [word for word in before.split() if not says(after, word)]
    if lost:
        fail(CONTENT, due, lost[:5], _called(sent))
    return ()


def _called(sent: UploadFile) -> Text:
    return Text(vi=f"Tệp đã nộp: {sent.name}", en=f"File handed in: {sent.name}")


def _bytes_of(kind: object) -> Text:
    return Text(vi=f"khớp với nội dung tệp ({kind})", en=f"as the bytes are ({kind})")
