"""What somebody who has not joined is told."""

from __future__ import annotations

from handlers.core.talk import Reply, Say, Text

HOW = Text(
    "joining.how",
    id="Selamat datang di Penghubung, buku penghubung sekolah. Untuk bergabung, ketik "
    "GABUNG diikuti kode pada kertas undangan dari sekolah, misalnya: GABUNG ABCDE FGHJK. "
    "Pesan Ibu/Bapak kami simpan dan kami sampaikan ke sekolah setelah bergabung.",
    en="Welcome to Penghubung, the school's contact book. To join, type GABUNG and the code "
    "on the slip from school, for example: GABUNG ABCDE FGHJK. We keep your message and "
    "give it to the school once you have joined.",
)


def how_to_join() -> list[Say]:
    """How to join, with a button that shares their number where the channel has one."""
    return [Reply(HOW, phone=True)]
