"""Documents that a check makes itself, so that it knows them again wherever they turn up."""

from __future__ import annotations

from conformance.candidate.handles import UploadFile


def pdf_saying(*lines: str) -> bytes:
    """Return a PDF of one page that says ``lines`` (ASCII), which any program opens.

    Written anew each time: what a portal signs, stamps or converts still says its lines.
    """
    drawn = " ".join(f"({line}) Tj 0 -24 Td" for line in lines)
    stream = f"BT /F1 16 Tf 72 760 Td {drawn} ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return content + b"startxref\n%d\n%%%%EOF\n" % start


def paper_saying(name: str, word: str) -> UploadFile:
    """Return a PDF called ``name`` that says ``word``, to be attached."""
    return UploadFile(name, "application/pdf", pdf_saying("Giay to thu nghiem", word))
