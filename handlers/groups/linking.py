"""What a teacher asks about the Telegram group of the class: the link to it, and letting go."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from handlers.core.talk import (
    Capability,
    Card,
    Choice,
    Heard,
    Lines,
    Phrase,
    Reply,
    Say,
    Text,
    Turn,
    Value,
    Who,
)
from handlers.core.talk.times import Day
from handlers.groups.chats import REFUSED, classes_of, mine, stop
from models.group import chats_of
from models.school import ClassGroup

MENU = Text("groups.menu", id="Grup Telegram kelas", en="Telegram group of the class")
LINKS = Text(
    "groups.links",
    id="Agar Penghubung ikut di grup Telegram kelas: ketuk tautannya, pilih grupnya, lalu jadikan "
    "Penghubung admin grup, supaya kabar izin yang ditulis di sana terbaca.\n{list}{linked}",
    en="To bring Penghubung into the class's Telegram group: tap the link, choose the group, then "
    "make Penghubung an admin, so that it can read absences reported there.\n{list}{linked}",
)
LINK = Text("groups.link", id="• Kelas {class_name}: {link}", en="• Class {class_name}: {link}")
LINKED = Text(
    "groups.linked", id="\n\nSudah terhubung:\n{list}", en="\n\nConnected already:\n{list}"
)
LINKED_LINE = Text(
    "groups.linked_line",
    id="{number}. Kelas {class_name}, sejak {when}",
    en="{number}. Class {class_name}, since {when}",
)
UNLINK = Text("groups.unlink", id="Lepas", en="Disconnect")
UNLINK_ONE = Text("groups.unlink_one", id="Lepas nomor {number}", en="Disconnect {number}")
WHICH_CLASS = Text(
    "groups.which_class",
    id="Untuk kelas yang mana? Tulis GRUP dan nama kelasnya, misalnya: GRUP {class_name}",
    en="For which class? Write GRUP and the name of the class, for example: GRUP {class_name}",
)
NO_BOT = Text(
    "groups.no_bot",
    id="Penghubung di sekolah ini belum memakai Telegram, jadi belum bisa masuk ke grup. Mohon "
    "hubungi operator.",
    en="Penghubung does not use Telegram at this school yet, so it cannot join groups. Please ask "
    "the operator.",
)
GOODBYE = Text(
    "groups.goodbye",
    id="Grup ini tidak lagi terhubung dengan Penghubung. Izin dan pesan lain mohon ditulis di "
    "chat pribadi. 🙏",
    en="This group is no longer connected to Penghubung. Please write absences and other messages "
    "in your private chat. 🙏",
)
UNLINKED = Text(
    "groups.unlinked",
    id="Baik, grup kelas {class_name} sudah dilepas. Untuk menyambungkan lagi, tulis GRUP.",
    en="All right, the group of class {class_name} is disconnected. To connect it again, write "
    "GRUP.",
)
SHOWN = 8
"""Links in one message; with more classes the class has to be named."""

groups = Capability("groups", Who.STAFF, menu=MENU, place=60)


@groups.opens("grup", "group")
def begin(turn: Turn, session: Session) -> Heard:
    """ "grup" gives a link for each class one answers for; "grup 1A" only that one's."""
    own = classes_of(session, turn.speaker.person)
    wanted = turn.text.partition(" ")[2].casefold().removeprefix("telegram").strip()
    named = "".join(wanted.split()).removeprefix("kelas")
    chosen = [group for group in own if group.name.casefold() == named]
    if wanted and not chosen:
        return None
    if not own:
        return [Reply(REFUSED)]
    if not turn.doors.telegram:
        return [Reply(NO_BOT)]
    shown = chosen or own
    if len(shown) > SHOWN:
        return [Reply(WHICH_CLASS, {"class_name": shown[0].name})]
    return [_links(turn, session, shown)]


@groups.step
def unlink(turn: Turn, session: Session) -> Heard:
    """*Lepas*: the group hears nothing from us any more, and we act on nothing said there."""
    chat = mine(turn, session, (turn.answer or "").removeprefix("chat"))
    if chat is None:
        return None
    name = chat.class_group.name
    if chat.left_at is None:
        stop(session, chat, turn.now)
        goodbye = Card(GOODBYE, chat=chat.contact_id, topic=f"goodbye:{turn.inbox_id}")
        return [goodbye, Reply(UNLINKED, {"class_name": name})]
    return [Reply(UNLINKED, {"class_name": name})]


def _links(turn: Turn, session: Session, shown: Sequence[ClassGroup]) -> Say:
    zone = turn.speaker.zone
    names = {group.id: group.name for group in shown}
    links: list[Value] = [
        Phrase(LINK, {"class_name": group.name, "link": _address(turn, group)}) for group in shown
    ]
    chats = list(enumerate(chats_of(session, names), start=1))
    lines: list[Value] = [
        Phrase(
            LINKED_LINE,
            {
                "number": str(number),
                "class_name": names[chat.class_group_id],
                "when": Day(chat.linked_at.astimezone(zone).date()),
            },
        )
        for number, chat in chats
    ]
    return Reply(
        LINKS,
        {
            "list": Lines(links),
            "linked": Phrase(LINKED, {"list": Lines(lines)}) if lines else "",
        },
        choices=[
            Choice(
                f"chat{chat.id}",
                Phrase(UNLINK_ONE, {"number": str(number)}) if len(chats) > 1 else UNLINK,
            )
            for number, chat in chats
        ],
        then=unlink if chats else None,
        free=False,
        again=True,
    )


def _address(turn: Turn, group: ClassGroup) -> str:
    return f"https://t.me/{turn.doors.telegram}?startgroup=kelas_{group.id}"
