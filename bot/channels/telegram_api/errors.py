"""The Bot API's refusals, as consequences."""

from __future__ import annotations

from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.channels.base import (
    Moved,
    NoSuchAddress,
    ProviderAway,
    SendError,
    TryLater,
    UnknownOutcome,
    Unwelcome,
)
from bot.channels.telegram_api.request import NotConnected

TOKEN_WAIT = timedelta(minutes=1)
"""A token may be replaced at any time, and then works again."""
NOBODY = ("chat not found", "user not found", "peer_id_invalid", "user_id_invalid")


def translate(error: TelegramError) -> SendError:
    """What `error` means for the message. Time-outs and 5xx may have been carried out."""
    match error:
        case RetryAfter():
            return TryLater("429", _wait(error.retry_after), everyone=True)
        case ChatMigrated():
            return Moved("migrated", str(error.new_chat_id))
        case Forbidden():
            return Unwelcome("blocked")
        case InvalidToken():
            return ProviderAway("bad-token", TOKEN_WAIT)
        case BadRequest():
            return _refused(error)
        case NotConnected():
            return ProviderAway("not-connected")
        case NetworkError():
            return UnknownOutcome(type(error).__name__)
        case _:
            return UnknownOutcome(type(error).__name__)


def _refused(error: BadRequest) -> SendError:
    said = error.message.casefold()
    if any(words in said for words in NOBODY):
        return NoSuchAddress("chat-not-found")
    return SendError(said.replace(" ", "-")[:60])


def _wait(after: float | timedelta) -> timedelta:
    """An int today, a timedelta in a coming version of the client."""
    return after if isinstance(after, timedelta) else timedelta(seconds=after)
