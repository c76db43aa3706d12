"""`penghubung templates`: printed, submitted to Twilio for approval, and looked at there."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.twilio_api.content import Content
from bot.outbound.templates import SID, Template, check, load
from handlers.core.talk import LANGUAGES
from models.people import Person


def languages_used(session: Session) -> set[str]:
    """Those somebody is written to in; Indonesian serves whoever reads another of a school's."""
    chosen = set(session.scalars(select(Person.language).distinct()))
    return {"id", *(chosen & set(LANGUAGES))}


def missing(wanted: Iterable[Template], path: Path | None) -> list[Template]:
    """What has no ContentSid yet. Raises `ValueError` for a broken file."""
    known = load(path) if path and path.exists() else {}
    return [one for one in wanted if one.language not in known.get(one.text.key, {})]


async def submit(
    content: Content, wanted: Iterable[Template], path: Path, say: Callable[[str], None]
) -> None:
    """Each is written down as soon as it exists there, so that a second run makes none twice.

    Raises `SendError` where Twilio refuses: what came before is kept.
    """
    wanted = list(wanted)
    todo = missing(wanted, path)
    for one in (one for one in wanted if one not in todo):
        sid = load(path)[one.text.key][one.language]
        if (await content.approval(sid))[0] == "unsubmitted":  # the last run ended just there
            await content.submit(sid, one.approval)
            say(f"submitted at last: {one.name}")
    for number, one in enumerate(todo, start=1):
        sid = await content.create(one.content)
        _keep(path, one, sid)
        await content.submit(sid, one.approval)
        say(f"{number}/{len(todo)} {one.name}")


async def look(content: Content, wanted: list[Template], path: Path | None) -> list[str]:
    """What is wrong, a line each: in the file, and with each template at Twilio."""
    known = load(path)
    in_use = {one.language for one in wanted}
    ours = {key: {k: v for k, v in by.items() if k in in_use} for key, by in known.items()}
    wrong = [*check(ours, wanted), *_shared(ours)]
    for one in wanted:
        sid = ours.get(one.text.key, {}).get(one.language, "")
        if SID.fullmatch(sid) and (fault := await _fault(content, one, sid)):
            wrong.append(f"{one.text.key} ({one.language}): {fault}")
    return wrong


async def _fault(content: Content, one: Template, sid: str) -> str:
    there = await content.types(sid)
    if there is None:
        return f"{sid} is not at Twilio: take it out of the file and run --submit"
    state, reason = await content.approval(sid)
    faults = [] if state == "approved" else [f"{state}{f': {reason}' if reason else ''}"]
    if _read(there) != _read(one.content["types"]):
        faults.append("other words at Twilio than ours")
    return "; ".join(faults)


def _read(types: Mapping[str, Any]) -> list[tuple[str, str, list[str]]]:
    """Kind, words and buttons: Twilio adds fields of its own."""
    return [
        (kind, said.get("body", ""), [one.get("title", "") for one in said.get("actions") or ()])
        for kind, said in types.items()
    ]


def _shared(known: Mapping[str, Mapping[str, str]]) -> list[str]:
    users: dict[str, list[str]] = defaultdict(list)
    for key, by in known.items():
        for language, sid in by.items():
            users[sid].append(f"{key} ({language})")
    return [
        f"{sid} is used {len(at)} times: {', '.join(at[:3])}"
        for sid, at in users.items()
        if len(at) > 1
    ]


def _keep(path: Path, one: Template, sid: str) -> None:
    known = {key: dict(by) for key, by in (load(path) if path.exists() else {}).items()}
    known.setdefault(one.text.key, {})[one.language] = sid
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    os.replace(beside, path)
