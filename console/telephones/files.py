"""How does the list of those without a telephone become a file? As reports do: no formula in it, noted as a view."""

import tempfile
from datetime import date
from pathlib import Path

from fastapi import Request, Response

from console.access.scope import scope_of
from console.frame import frame_of, reader_of
from db.engine import reading
from people.seniors import Language
from reports.entitled import report
from reports.formats.writing import MEDIA, Format, write

FILES = (Format.XLSX, Format.CSV)


def missing_file(request: Request, format: str, today: date, language: str) -> Response:
    frame, chosen = frame_of(request), Format(format)
    settings = frame.settings
    with tempfile.TemporaryDirectory() as folder, reading(frame.engine) as conn:
        file = Path(folder) / "list"
        made = report(conn, settings.fitted.entitlement, today, settings.zone, scope_of(conn, reader_of(request)))
        write(made, chosen, Language(language), settings.site, file)
        named = {"content-disposition": f'attachment; filename="without-telephone-{today}.{format}"'}
        return Response(file.read_bytes(), media_type=MEDIA[chosen], headers=named)
