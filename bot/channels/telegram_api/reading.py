"""What an update of the Bot API means to us: private chats, and groups we sit in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from telegram import (
    Bot,
    CallbackQuery,
    ChatMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Contact,
    Message,
    MessageReactionUpdated,
    ReactionTypeEmoji,
    Update,
    User,
)
from telegram.constants import ChatType, MessageType
from telegram.helpers import effective_message_type

from bot.channels.base import (
    Event,
    File,
    Incoming,
    Reaction,
    Readdressed,
    Standing,
    Tap,
    Unreadable,
)
from models.media import Kind
from models.numbers import LARGEST_ID, whole
from models.people import Reach

NAME = "telegram"
GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
SHOWN = frozenset(
    {
        *(MessageType.ANIMATION, MessageType.DICE, MessageType.GAME, MessageType.STORY),
        *(MessageType.PAID_MEDIA, MessageType.INVOICE, MessageType.STICKER, MessageType.CHECKLIST),
    }
)
"""What people send that carries no words and no file; other kinds without words are Telegram's own,
and one that the client does not know yet may be a person's."""
GONE = (ChatMember.BANNED, ChatMember.LEFT)


def read(update: Any, bot: Bot) -> list[Event]:
    """What an update as it came says; one that the client or we cannot read is an event too."""
    try:
        return _events(Update.de_json(update, bot))
    except Exception as error:  # whatever it is, the next update is somebody else's
        return [_unreadable(update, error)]


def _unreadable(update: Any, error: Exception) -> Unreadable:
    """With its sender, if that much can be found. What is said in a group stays there."""
    match update:
        case {"message": {"chat": {"type": ChatType.GROUP | ChatType.SUPERGROUP}}} | {
            "edited_message": {"chat": {"type": ChatType.GROUP | ChatType.SUPERGROUP}}
        }:
            raw = f"update {update.get('update_id')} of a group"
        case _:
            raw = json.dumps(update, ensure_ascii=False)
    return Unreadable(NAME, raw, type(error).__name__, _sender(update))


def _sender(update: Any) -> str:
    match update:
        case (
            {"message": {"from": {"id": number}}}
            | {"edited_message": {"from": {"id": number}}}
            | {"message_reaction": {"user": {"id": number}}}
            | {"callback_query": {"from": {"id": number}}}
            | {"my_chat_member": {"from": {"id": number}}}
        ):
            return str(number)
        case _:
            return ""


def _events(update: Update) -> list[Event]:
    """At most one event; none for what no person said to us or in a group of ours."""
    found: Event | None = None
    if update.message is not None:
        found = _message(update.message)
    elif update.edited_message is not None:
        found = _edited(update.edited_message)
    elif update.message_reaction is not None:
        found = _reaction(update.message_reaction)
    elif update.callback_query is not None:
        found = _tap(update.callback_query)
    elif update.my_chat_member is not None:
        found = _standing(update.my_chat_member)
    return [found] if found else []


def _message(message: Message) -> Event | None:
    if message.chat.type in GROUPS:
        return _moved(message) or _in_group(message)
    if message.chat.type != ChatType.PRIVATE or message.from_user is None:
        return None
    said = _said(message, message.from_user)
    return said if said.text or said.files or said.place or said.phone else _unshown(message, said)


def _edited(message: Message) -> Incoming | None:
    """New words of a message of theirs; files and places that came with it stay as they are."""
    words = message.text or message.caption
    if message.chat.type != ChatType.PRIVATE or message.from_user is None or not words:
        return None
    said = _said(message, message.from_user)
    changed = f"{said.provider_id}:{message.edit_date.timestamp():.0f}" if message.edit_date else ""
    return replace(said, provider_id=changed, edits=said.provider_id, files=()) if changed else None


def _reaction(reacted: MessageReactionUpdated) -> Reaction | None:
    """An emoji that was put under our message; one that was taken away is nothing."""
    new = next((one for one in reacted.new_reaction if isinstance(one, ReactionTypeEmoji)), None)
    if reacted.chat.type != ChatType.PRIVATE or reacted.user is None or new is None:
        return None
    to = name_of(reacted.chat.id, reacted.message_id)
    return Reaction(
        channel=NAME,
        address=str(reacted.user.id),
        provider_id=f"reaction:{to}:{reacted.date.timestamp():.0f}",
        to=to,
        emoji=new.emoji,
    )


def _unshown(message: Message, said: Incoming) -> Incoming | None:
    """Something a person sent that we cannot show; what Telegram itself says is nothing."""
    kind = effective_message_type(message)
    if kind is not None and kind not in SHOWN:
        return None
    return replace(said, text="[kiriman yang tidak dapat ditampilkan]")


def _said(message: Message, sender: User, group: str | None = None) -> Incoming:
    return Incoming(
        channel=NAME,
        address=str(sender.id),
        # The message's own number, not the update's: it is the same when an update is
        # brought again after its counter was reset.
        provider_id=name_of(message.chat.id, message.message_id),
        text=_text(message),
        name=sender.full_name,
        files=tuple(_files(message)),
        quoted=_quoted(message),
        phone=_own_number(message) if group is None else None,
        extra=_place(message),
        group=group,
    )


def _in_group(message: Message) -> Incoming | None:
    """Words of a person: not of a bot or a channel, nor what an admin says for the group, nor
    what somebody else said first."""
    sender = message.from_user
    if sender is None or sender.is_bot or message.sender_chat is not None:
        return None
    if message.forward_origin is not None or not (message.text or message.caption):
        return None
    return _said(message, sender, str(message.chat.id))


def _moved(message: Message) -> Readdressed | None:
    """A group became a supergroup: said once in each of them."""
    here = str(message.chat.id)
    if message.migrate_to_chat_id is not None:
        return Readdressed(NAME, here, str(message.migrate_to_chat_id))
    if message.migrate_from_chat_id is not None:
        return Readdressed(NAME, str(message.migrate_from_chat_id), here)
    return None


def name_of(chat: int | str, message: int) -> str:
    """How a message is known: its number alone is only unique within its chat."""
    return f"{chat}:{message}"


def _text(message: Message) -> str:
    words = message.text or message.caption or ""
    if message.sticker is not None:
        return message.sticker.emoji or "[stiker]"
    if message.contact is not None and _own_number(message) is None:
        return _card(message.contact)
    if message.poll is not None:
        options = " / ".join(option.text for option in message.poll.options)
        return f"📊 {message.poll.question} {options}"
    return words


def _card(contact: Contact) -> str:
    """What a contact card says: name and number."""
    names = " ".join(filter(None, (contact.first_name, contact.last_name)))
    return f"👤 {names}, +{contact.phone_number.lstrip('+')}"


def _files(message: Message) -> Iterator[File]:
    if message.photo:
        largest = message.photo[-1]
        yield File(largest.file_id, Kind.PHOTO, "image/jpeg", size=largest.file_size)
    for sound in (message.voice, message.audio):
        if sound is not None:
            kind = sound.mime_type or "audio/ogg"
            yield File(sound.file_id, Kind.VOICE, kind, size=sound.file_size)
    if message.video is not None:
        video = message.video
        kind = video.mime_type or "video/mp4"
        yield File(video.file_id, Kind.VIDEO, kind, video.file_name or "", video.file_size)
    if message.video_note is not None:
        round_one = message.video_note
        yield File(round_one.file_id, Kind.VIDEO, "video/mp4", size=round_one.file_size)
    if message.document is not None:
        paper = message.document
        kind = paper.mime_type or "application/octet-stream"
        yield File(paper.file_id, Kind.DOCUMENT, kind, paper.file_name or "", paper.file_size)


def _quoted(message: Message) -> str | None:
    quoted = message.reply_to_message
    if quoted is None or quoted.from_user is None or not quoted.from_user.is_bot:
        return None
    return name_of(quoted.chat.id, quoted.message_id)


def _own_number(message: Message) -> str | None:
    """A shared contact proves a number only if it is the sender's own, sent by themselves."""
    contact = message.contact
    if contact is None or message.from_user is None or message.forward_origin is not None:
        return None
    if contact.user_id is None or contact.user_id != message.from_user.id:
        return None
    return "+" + contact.phone_number.lstrip("+")


def _place(message: Message) -> dict[str, Any]:
    if message.location is None:
        return {}
    extra: dict[str, Any] = {
        "location": [message.location.latitude, message.location.longitude],
    }
    if venue := message.venue:
        extra["place"] = ", ".join(filter(None, (venue.title, venue.address)))
    return extra


def _tap(query: CallbackQuery) -> Incoming | None:
    mark, _, rest = (query.data or "").partition(":")
    ours, _, place = rest.partition(":")
    number, position = whole(ours, LARGEST_ID), whole(place)
    message = query.message
    if mark != "m" or number is None or position is None:
        return None
    if message is not None and message.chat.type != ChatType.PRIVATE:
        return None
    return Incoming(
        channel=NAME,
        address=str(query.from_user.id),
        provider_id=f"tap:{query.id}",
        text=_label(message, query.data or ""),
        name=query.from_user.full_name,
        tap=Tap(message=number, position=position),
        extra={"callback": query.id},
    )


def _label(message: object, data: str) -> str:
    """The words of the button, which are kept with a signature."""
    markup = getattr(message, "reply_markup", None)
    rows = markup.inline_keyboard if markup is not None else ()
    return next((b.text for row in rows for b in row if b.callback_data == data), "")


def _standing(change: ChatMemberUpdated) -> Standing | None:
    if change.chat.type != ChatType.PRIVATE and change.chat.type not in GROUPS:
        return None
    now = change.new_chat_member
    gone = now.status in GONE or (isinstance(now, ChatMemberRestricted) and not now.is_member)
    return Standing(NAME, str(change.chat.id), Reach.BLOCKED if gone else Reach.OPEN)
