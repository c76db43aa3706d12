"""The files of a message, on their way from who sent them to who gets them."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.talk import Phrase, Text, Value

ONE = Text("files.one", id="📎 dengan lampiran", en="📎 with an attachment")
SEVERAL = Text("files.several", id="📎 dengan {count} lampiran", en="📎 with {count} attachments")
BELOW = Text("files.below", id="\n{files}", en="\n{files}")


def attached(files: Sequence[int]) -> Value:
    """How a preview says that files go along; nothing where there are none."""
    if len(files) > 1:
        return Phrase(SEVERAL, {"count": str(len(files))})
    return ONE if files else ""


def below(files: Sequence[int]) -> Value:
    """The same on a line of its own, behind words."""
    return Phrase(BELOW, {"files": attached(files)}) if files else ""
