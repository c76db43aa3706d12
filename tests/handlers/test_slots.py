"""Talks by appointment: opened, chosen, changed, given back, moved, cancelled."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.slot import Slot
from tests.cast import Cast
from tests.dialogue import Chat


def test_try(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.ratna, "slot rapor Sabtu 8–12, 10 menit, 2 istirahat di ruang 7A")
    print(chat.heard(cast.ratna))
    chat.taps(cast.ratna, "Undang")
    print(chat.heard(cast.ratna))
    print(chat.heard(cast.sari))
    chat.taps(cast.sari, "Pilih jam")
    print(chat.heard(cast.sari))
    chat.says(cast.sari, "jam 9an bu")
    print(chat.heard(cast.sari))
    chat.taps(cast.sari, "09.00")
    print(chat.heard(cast.sari))
    chat.taps(cast.sari, "Ganti jam")
    print(chat.heard(cast.sari))
    chat.says(cast.sari, "setelah jam 10")
    print(chat.heard(cast.sari))
    chat.taps(cast.sari, "10.00")
    print(chat.heard(cast.sari))
    chat.taps(cast.sari, "Batalkan jam")
    print(chat.heard(cast.sari))
    chat.taps(cast.sari, "Ya, batalkan")
    print(chat.heard(cast.sari))
