"""Twilio's error codes, by what they mean for the message, the address and the others.

One table for refused requests and for the failures that status callbacks report later.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.channels.base import (
    NeedsTemplate,
    NoSuchAddress,
    ProviderAway,
    SendError,
    TryLater,
    UnknownOutcome,
    Unwelcome,
)

TOO_MANY = 429
REQUESTS_PAUSE = timedelta(seconds=10)
"""For all sends, where Twilio does not say how long it wants to be left alone."""


def _later(wait: timedelta, *, everyone: bool = False) -> Callable[[str], SendError]:
    return lambda code: TryLater(code, wait, everyone)


def _ours(code: str) -> SendError:
    """Our credentials or account: no message is at fault, and none would pass."""
    return ProviderAway(code, timedelta(minutes=1))


_MEANING: Mapping[int, Callable[[str], SendError]] = {
    20003: _ours,
    20429: _later(REQUESTS_PAUSE, everyone=True),
    20500: UnknownOutcome,
    # the person
    21610: Unwelcome,
    63033: Unwelcome,
    63050: Unwelcome,
    21211: NoSuchAddress,
    21614: NoSuchAddress,
    30005: NoSuchAddress,
    30006: NoSuchAddress,
    63003: NoSuchAddress,
    63024: NoSuchAddress,
    # now is not the time
    30001: _later(timedelta(minutes=1)),
    30036: _later(timedelta(minutes=1)),
    63009: _later(timedelta(minutes=1)),
    63010: _later(timedelta(minutes=1)),
    63012: _later(timedelta(minutes=1)),
    63017: _later(REQUESTS_PAUSE, everyone=True),
    # the sender's limit of a day among others, so the waits grow to hours
    63018: _later(timedelta(minutes=5)),
    63038: _later(timedelta(hours=6), everyone=True),
    # the window, or a template's text sent as if it were free
    63016: NeedsTemplate,
    # the message itself, which no second try mends
    11751: SendError,
    21617: SendError,
    30004: SendError,
    30007: SendError,
    63005: SendError,
    63013: SendError,
    63019: SendError,
    63021: SendError,
    63027: SendError,
    63028: SendError,
    63040: SendError,
    63041: SendError,
    63042: SendError,
    92007: SendError,
    # this person now, or our sender: another channel has to carry it
    63007: SendError,
    63015: SendError,
    63032: SendError,
    63049: SendError,
    63051: SendError,
    63112: SendError,
}


def of_code(code: int | None) -> SendError:
    """What a failure with this code comes to. Codes we do not know may pass: a few tries."""
    if code is None:
        return TryLater("unknown")
    return _MEANING.get(code, TryLater)(str(code))


def of_answer(status: int, code: int | None) -> SendError:
    """What an HTTP answer that is no success comes to.

    Only 429 says for certain that nothing was sent; after a fault of the server's it may
    have been.
    """
    if status == TOO_MANY:
        return TryLater(str(code or status), REQUESTS_PAUSE, everyone=True)
    if status >= 500:
        return UnknownOutcome(str(code or status))
    if code not in _MEANING and status in (401, 403):
        return _ours(str(code or status))
    return of_code(code)
