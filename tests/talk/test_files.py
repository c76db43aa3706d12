"""Under every question of the grid: a file reaches somebody, or waits in what its sender sees."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.media import Media
from models.outbox import OutboundMessage
from models.thread import Note
from tests.files import photos
from tests.talk.grid import begin, lines, question_of, undone
from tests.talk.scene import Scene

ASKED = sorted({question_of(line) for line in lines() if line["question"] != "consent"})
CAPTIONS = ("", "ya", "tidak bisa bu", "ini bu fotonya, terima kasih", "sudah ya bu", "nanti ya bu")


def is_kept(scene: Scene, file: int, sender: int) -> bool:
    rows = scene.session.scalars(select(OutboundMessage).order_by(OutboundMessage.id)).all()
    passed = any(row.media_id == file and row.contact_id != sender for row in rows)
    waits = any(
        row.contact_id == sender and file in row.memory.get("files", ())
        for row in rows
        if row.answered_at is None and row.asks
    )
    noted = any(file in kept for kept in scene.session.scalars(select(Note.media)))
    return passed or waits or noted


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_no_file_is_lost_under_a_question(session: Session, asked: tuple[str, str]) -> None:
    begun = begin(session, *asked)
    sender = begun.scene.contact(begun.question.by)
    lost = []
    for caption in CAPTIONS:
        for quoting in (None, begun.scene.asked.body[:20] if begun.scene.asked else None):
            with undone(session):
                scene = replace(begun.scene, chat=copy.copy(begun.scene.chat))
                scene.chat.says(sender, caption, files=photos("a"), quoting=quoting)
                file = session.scalars(select(Media.id).order_by(Media.id.desc())).first()
                if file is None or not is_kept(scene, file, sender.id):
                    lost.append((caption, quoting))
    assert not lost
