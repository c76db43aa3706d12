"""What the export says."""

from __future__ import annotations

from handlers.core.talk import Text

WRITTEN = Text("export.written", id="Buku {child}: {path}", en="The book of {child}: {path}")
VISITS = Text(
    "export.visits",
    id="{count} kunjungan, tanpa catatan pribadi: {path}",
    en="{count} visits, without private remarks: {path}",
)
