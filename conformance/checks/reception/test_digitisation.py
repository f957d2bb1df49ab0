"""Scanning at reception: DIG-01."""

from __future__ import annotations

import pytest

from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.checks.kit import Violation, expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.reception.filing import (
    CHANNELS,
    at_the_desk,
    newcomer,
    settled,
    with_papers,
)
from conformance.checks.reception.scans import expect_scans, scanned
from conformance.words import Text


@verifies(
    "DIG-01",
    vi="Hồ sơ giấy đã tiếp nhận có bản quét của từng giấy tờ, đúng thành phần, mở lại được khi "
    "tiếp nhận, khi xử lý và khi đã có kết quả",
    of=("attachment.download",),
)
@pytest.mark.parametrize("way", ["counter", "post"])
def test_each_paper_has_its_scan_until_the_result(
    portal: OneStop, data: TestBench, way: str
) -> tuple[Violation, ...]:
    """A paper dossier holds a scan of each paper, under that paper, that opens until the result."""
    procedure = with_papers(data, 2, way, "working-days", "free")
    scans = scanned(data, procedure)
    files = [{"component_code": code, "file": scan} for code, (_, scan) in scans.items()]
    dossier, received = portal.receiver.receive(
        procedure.code, data.stranger().applicant(), CHANNELS[way], files, procedure.form
    )
    expect(received.code, "reception-channel-code").present()
    seen = expect_scans(portal.receiver, dossier, scans)
    portal.receiver.forward(dossier, procedure.agency)
    expect_scans(portal.handler, dossier, scans)
    settled(portal, data, procedure, dossier, forwarded=True)
    expect_scans(portal.receiver, dossier, scans)
    unmarked = [
        file.component_code for file in seen if file.shows("digitised") and not file.digitised
    ]
    if not unmarked:
        return ()
    due = Text(vi="đánh dấu là tệp số hóa từ bản giấy", en="marked as digitised from paper")
    return (Violation("reception-scan-marked", due, Text(vi="không", en="no")),)


@verifies(
    "DIG-01",
    vi="Hồ sơ giấy chưa quét giấy tờ nào thì không qua được khâu tiếp nhận; đã quét thì qua được",
    of=("dossier.receive-at-counter",),
)
def test_paper_without_any_scan_does_not_pass_reception(portal: OneStop, data: TestBench) -> None:
    """A paper dossier of which nothing was scanned does not get past reception; a scanned one does.

    Where it may be given a code before it is scanned, it is not passed on without scans.
    """
    procedure = with_papers(data, 1, "counter", "working-days")
    scans, bare = scanned(data, procedure), newcomer(data)
    files = [{"component_code": code, "file": scan} for code, (_, scan) in scans.items()]
    whole, _ = portal.receiver.receive(
        procedure.code, data.stranger().applicant(), "1", files, procedure.form
    )
    passed = portal.receiver.forward(whole, procedure.agency)
    expect(passed.status, "reception-scanned-passed-on").equals("4")
    before = {found.id for found in at_the_desk(portal, bare.name)}
    reply = portal.receiver.attempt(
        "dossier.receive-at-counter",
        procedure_code=procedure.code,
        applicant=bare.applicant(),
        channel="1",
        files=[],
        form=procedure.form,
    )
    if not reply.accepted:
        refused(reply, "reception-unscanned-accepted")
    for found in at_the_desk(portal, bare.name):
        if found.id in before:
            continue
        left = portal.opened(OpenDossier(found.id, found.code, owner=Role.RECEIVER))
        onward = portal.receiver.attempt("dossier.forward", dossier=left, agency=procedure.agency)
        refused(onward, "reception-unscanned-passed-on")
