"""What is wrong with this installation, and what to do about it."""

from __future__ import annotations

import os
from collections.abc import Iterator

from pydantic import BaseModel

from bot.outbound import templates
from bot.settings import Settings
from bot.storage.database import connect
from bot.storage.migrating import is_current


class Finding(BaseModel):
    what: str
    ok: bool
    detail: str
    """What was found, or what to do."""


def examine(settings: Settings) -> list[Finding]:
    """Look at everything that can be looked at without writing to anybody."""
    return [_database(settings), _folder(settings), *_channels(settings)]


def warnings(settings: Settings) -> list[Finding]:
    """What a live start tells the operator."""
    return [finding for finding in _channels(settings) if not finding.ok]


def _database(settings: Settings) -> Finding:
    try:
        current = _is_newest(settings.database)
    except Exception as error:  # any reason why it cannot be reached is the finding
        return Finding(
            what="database",
            ok=False,
            detail=f"cannot be reached ({type(error).__name__}): check PENGHUBUNG_DATABASE_URL",
        )
    detail = "newest schema" if current else "run: penghubung migrate"
    return Finding(what="database", ok=current, detail=detail)


def _is_newest(url: str) -> bool:
    engine = connect(url)
    try:
        return is_current(engine)
    finally:
        engine.dispose()


def _folder(settings: Settings) -> Finding:
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        writable = os.access(settings.data_dir, os.W_OK)
    except OSError:  # there is a file in the way, or its parent is not ours
        writable = False
    return Finding(
        what="data folder",
        ok=writable,
        detail="writable" if writable else "not writable: check PENGHUBUNG_DATA_DIR",
    )


def _channels(settings: Settings) -> Iterator[Finding]:
    if not settings.live:
        yield Finding(
            what="channels",
            ok=True,
            detail="none set: the demo. PENGHUBUNG_TELEGRAM_TOKEN or TWILIO_… make it live",
        )
    if settings.telegram_token:
        yield Finding(what="telegram", ok=True, detail=f"{settings.telegram_mode} mode")
    if settings.twilio_account_sid:
        yield _templates(settings)


def _templates(settings: Settings) -> Finding:
    path = settings.whatsapp_templates
    if path is None:
        return Finding(
            what="whatsapp templates",
            ok=False,
            detail="none: nothing can be said first outside WhatsApp's 24 hours. "
            "penghubung templates prints them; then set PENGHUBUNG_WHATSAPP_TEMPLATES",
        )
    try:
        known = templates.load(path)
    except ValueError as error:
        return Finding(what="whatsapp templates", ok=False, detail=f"mend {error}")
    if wrong := templates.check(known):
        return Finding(
            what="whatsapp templates",
            ok=False,
            detail=f"{len(wrong)} to mend: penghubung templates --check lists them",
        )
    return Finding(what="whatsapp templates", ok=True, detail=f"{len(known)} texts")
