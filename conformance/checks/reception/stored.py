"""Whether a stored dossier is whole: all that was filled in, and every file unchanged."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from conformance.candidate import facts as f
from conformance.candidate.people import Citizen, Officer
from conformance.candidate.portal import OpenDossier
from conformance.checks.kit.expect import expect
from conformance.checks.kit.sameness import text_key

_YES, _NO = {"true", "1", "có", "yes"}, {"false", "0", "không", "no"}


def expect_stored_whole(
    who: Citizen | Officer,
    dossier: OpenDossier,
    form: Mapping[str, object],
    papers: Iterable[Mapping[str, Any]],
) -> f.Dossier:
    """Expect that somebody sees all that was filled in, and every file unchanged; return the view.

    A file of which no hash is shown is downloaded.
    """
    seen = who.read(dossier)
    lost = sorted(str(v) for v in form.values() if not _is_shown(v, seen.form_values))
    expect(lost, "reception-form-lost").absent()
    kept = {(a.component_code, _hash_of(who, dossier, a)) for a in seen.attachments}
    sent = {(p["component_code"], hashlib.sha256(p["file"].content).hexdigest()) for p in papers}
    expect(len(sent - kept), "reception-files-kept").equals(0)
    return seen


def _is_shown(value: object, shown: Iterable[str]) -> bool:
    """Tell whether one of the values shown is ``value``, written as its kind may be."""
    if isinstance(value, bool):
        return any(text_key(each) in (_YES if value else _NO) for each in shown)
    if isinstance(value, int):
        return any(re.sub(r"[ .,]|đồng|đ", "", each.lower()) == str(value) for each in shown)
    return str(value) in set(shown)


def _hash_of(who: Citizen | Officer, dossier: OpenDossier, file: f.Attachment) -> str:
    if file.shows("sha256") and file.sha256:
        return file.sha256.lower()
    reply = who.do("attachment.download", dossier=dossier, attachment=file.id)
    return hashlib.sha256(reply.content or b"").hexdigest()
