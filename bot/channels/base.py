"""What a channel is: it reads what a provider brings, and sends what we owe.

Only the modules beside this one know a provider. They turn its words into these types
and its errors into the closed set below, whose types are the consequences.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from models.media import Kind
from models.outbox import Status
from models.people import Reach


@dataclass(frozen=True)
class File:
    """A file somebody sent, by reference; `Channel.fetch` takes the reference."""

    reference: str
    kind: Kind
    content_type: str = ""
    name: str = ""
    size: int | None = None


@dataclass(frozen=True)
class Tap:
    """A button of ours that was pressed.

    `message` is our own id where the button carried it; else `provider_id` names the
    message. `position` counts from 0; `label` serves where the provider sends only words.
    """

    message: int | None = None
    provider_id: str | None = None
    position: int | None = None
    label: str | None = None


@dataclass(frozen=True)
class Incoming:
    """One message to us, or one said in a group. `provider_id` is unique on its channel."""

    channel: str
    address: str
    provider_id: str
    text: str = ""
    alias: str | None = None
    """Another name the provider has for the same sender; they may write under it later."""
    name: str = ""
    """As they call themselves: untrusted, never used to know who somebody is."""
    files: tuple[File, ...] = ()
    tap: Tap | None = None
    quoted: str | None = None
    """The provider's id of the message of ours that this one answers."""
    phone: str | None = None
    """Their own number, E.164, where the channel has proved it is theirs."""
    edits: str | None = None
    """The provider's id of a message of theirs that now says this."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    group: str | None = None
    """The address of the group it was said in; `address` is still the sender's own."""

    @property
    def place_name(self) -> str:
        """What the location is called, where they chose a place with a name."""
        return str(self.extra.get("place", ""))

    @property
    def place(self) -> tuple[float, float] | None:
        """The location they sent, in degrees; both channels read it into `extra` alike."""
        match self.extra.get("location"):
            case [float() | int() as latitude, float() | int() as longitude]:
                return latitude, longitude
            case _:
                return None


@dataclass(frozen=True)
class Reaction:
    """An emoji that somebody in a private chat put under a message of ours."""

    channel: str
    address: str
    provider_id: str
    """Of the reaction; unique on its channel."""
    to: str
    """The provider's id of our message."""
    emoji: str


@dataclass(frozen=True)
class News:
    """What a provider says has become of a message we sent."""

    channel: str
    status: Status
    message: int | None = None
    """Our own id; a receipt can overtake the answer that names the provider's."""
    attempt: int | None = None
    """Which sending of it this is about."""
    provider_id: str | None = None
    error: SendError | None = None


@dataclass(frozen=True)
class Standing:
    """They blocked us, or let us in again; a group removed us, or took us back."""

    channel: str
    address: str
    reach: Reach


@dataclass(frozen=True)
class Readdressed:
    """A group has another address from now on. It may be said twice, and from both sides."""

    channel: str
    old: str
    new: str


@dataclass(frozen=True)
class Unreadable:
    """What a provider brought and we cannot take in. It is kept aside and confirmed."""

    channel: str
    raw: str
    error: str
    """The kind of fault; its words may quote people."""
    address: str = ""
    """Of the sender, as far as that can be told."""


Event = Incoming | Reaction | News | Standing | Readdressed | Unreadable


@dataclass(frozen=True)
class Attachment:
    """A stored file to send along."""

    path: Path
    kind: Kind
    content_type: str
    name: str
    url: str
    """Where the provider can fetch it for a short while."""
    reference: str | None = None
    """The provider's own reference, if the file came from this same channel."""


@dataclass(frozen=True)
class Outgoing:
    """One message as a channel gets it to send."""

    id: int
    address: str
    body: str
    text_key: str
    language: str
    blanks: Mapping[str, str]
    """Named values, in words; `blank_order` is their order in the template."""
    blank_order: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    """Of the choices offered, in order."""
    attachment: Attachment | None = None
    quotes: str | None = None
    """The provider's id of the message this one answers."""
    silence: timedelta | None = None
    """Since they last wrote to us; None if they never have."""
    attempt: int = 1
    """Which sending of it this is."""
    repeated: bool = False
    """An earlier attempt may have arrived: say so."""
    wants_phone: bool = False
    """Offer them a button that shares their own number, where the channel has one."""
    opens: str | None = None
    """In a group: the one button leads to our private chat and says this there."""


@dataclass(frozen=True)
class Hook:
    """A request of a provider, as the web server got it. `url` is the public one."""

    url: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


@dataclass(frozen=True)
class Door:
    """Where a provider's requests come in.

    `read` is pure; it raises `Untrusted`, and returns [] for what is genuine but not for
    us, `Unreadable` for what is genuine and cannot be read. `answer` is what a 200 carries.
    """

    read: Callable[[Hook], Sequence[Event]]
    answer: bytes = b""
    content_type: str = "text/plain"


@dataclass(frozen=True)
class Limits:
    """A provider's rates. Kept exactly, by one limiter per channel."""

    per_second: float
    per_contact: timedelta = timedelta(0)
    """The least time between two messages to one contact."""
    per_group: timedelta = timedelta(0)
    """The same for a group, whose members all get each message."""
    at_once: int = 64
    """How many sends may be under way."""


class Untrusted(Exception):
    """A request without the provider's signature or secret: 403, nothing stored. It says why."""


class SendError(Exception):
    """The provider did not take the message, and trying again would not help."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TryLater(SendError):
    """It was not taken now, but may be after `wait`. `everyone`: all our sends must wait."""

    def __init__(
        self, code: str, wait: timedelta = timedelta(minutes=1), everyone: bool = False
    ) -> None:
        super().__init__(code)
        self.wait = wait
        self.everyone = everyone


class ProviderAway(TryLater):
    """The provider cannot be reached, or refuses our account: no message is at fault, all wait."""

    def __init__(self, code: str, wait: timedelta = timedelta(seconds=30)) -> None:
        super().__init__(code, wait, everyone=True)


class Unwelcome(SendError):
    """They have blocked us or asked us to stop."""


class NoSuchAddress(SendError):
    """Nobody can be reached there: never again to this address, until the school mends it."""


class PartLost(SendError):
    """One of the parts of a long message did not arrive, whatever becomes of the others."""


class Moved(SendError):
    """The chat has another address now; send there."""

    def __init__(self, code: str, address: str) -> None:
        super().__init__(code)
        self.address = address


class NeedsTemplate(SendError):
    """Free words are refused until they write again; no approved template says this."""


class UnknownOutcome(SendError):
    """No answer: it may or may not have been sent. Never repeated blindly."""


class Untraceable(UnknownOutcome):
    """The provider has no way of telling whether it was sent, however often it is asked."""


class FetchError(Exception):
    """A file that will not come. `final` if asking again would not help."""

    def __init__(self, code: str, *, final: bool) -> None:
        super().__init__(code)
        self.code = code
        self.final = final


@dataclass(frozen=True)
class Fetched:
    content: bytes
    content_type: str
    """Empty where the source does not say."""


Deliver = Callable[[Sequence[Event]], Awaitable[None]]
"""Stores events durably. It returns after the commit, and raises if there was none."""


class Channel(Protocol):
    """One provider. `name` is what contacts and outbox rows carry."""

    name: str
    limits: Limits

    def doors(self) -> Mapping[str, Door]:
        """Paths the provider posts to ("/hooks/telegram"), and what is behind each."""

    async def listen(self, deliver: Deliver) -> None:
        """Fetch messages until cancelled, where the provider is polled; else return."""

    async def heard(self, incoming: Incoming) -> None:
        """Called after the commit: whatever the protocol owes the sender at once."""

    async def send(self, message: Outgoing) -> str:
        """Hand it over; the provider's id. Raises a `SendError`."""

    async def look_up(self, message: Outgoing, since: datetime) -> str | None:
        """For an unknown outcome: the provider's id if it was sent, None if it was not.

        Raises `Untraceable` where the provider can never tell. Any other `UnknownOutcome` or
        `TryLater` means that it could not be asked now.
        """

    async def fetch(self, reference: str, limit: int) -> Fetched:
        """The bytes of a file, at most `limit` of them. Raises `FetchError`."""

    async def close(self) -> None: ...
