"""What the export says."""

from __future__ import annotations

from handlers.core.talk import Printed

WRITTEN = Printed("export.written", id="Buku {child}: {path}", en="The book of {child}: {path}")
VISITS = Printed(
    "export.visits",
    id="{count} kunjungan, tanpa catatan pribadi: {path}",
    en="{count} visits, without private remarks: {path}",
)
