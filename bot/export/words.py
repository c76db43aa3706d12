"""What the export says."""

from __future__ import annotations

from handlers.talk import Text

WRITTEN = Text("export.written", id="Buku {child}: {path}", en="The book of {child}: {path}")
