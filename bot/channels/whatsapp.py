"""WhatsApp through Twilio: signed webhooks in, free words or approved templates out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.channels.base import (
    Deliver,
    Door,
    Event,
    Fetched,
    Hook,
    Incoming,
    Limits,
    Outgoing,
    TryLater,
    UnknownOutcome,
)
from bot.channels.twilio_api import hooks, inbound
from bot.channels.twilio_api.account import Accepted, Account
from bot.channels.twilio_api.drafts import Draft, Drafter
from bot.channels.twilio_api.wording import gist
from bot.outbound import templates
from bot.settings import Settings

UNFINISHED = 1000
"""How many half-sent messages are remembered."""


class WhatsApp:
    """One sender. `configured` are the approved templates."""

    name = "whatsapp"
    limits = Limits(
        per_second=80,
        # One message in 6 s is what WhatsApp lets through to one person in the long run; a
        # short burst, such as texts that waited for the window, passes. Past that: 63018.
        per_contact=timedelta(seconds=1),
        at_once=64,
    )

    def __init__(
        self,
        account: Account,
        seal: hooks.Seal,
        sender: str,
        public: str,
        configured: templates.Templates,
    ) -> None:
        self._account = account
        self._seal = seal
        self._from = f"whatsapp:{sender}"
        self._callback = f"{public}/hooks/whatsapp/status"
        self._drafts = Drafter(configured)
        self._taken: dict[int, int] = {}
        """How many parts of a long message Twilio took before one failed."""

    @classmethod
    def of(cls, settings: Settings) -> WhatsApp:
        """Raises `ValueError` if the file of templates is unreadable."""
        account = Account.of(settings)
        return cls(
            account,
            hooks.Seal(account.token),
            settings.whatsapp_from,
            settings.public,
            templates.load(settings.whatsapp_templates),
        )

    def doors(self) -> Mapping[str, Door]:
        return {
            "/hooks/whatsapp": Door(self.read, hooks.TWIML, "text/xml"),
            "/hooks/whatsapp/status": hooks.status_door(self.name, self._seal),
        }

    def read(self, hook: Hook) -> Sequence[Event]:
        """A message to us. Status callbacks that were sent here by mistake count too."""
        return self._seal.read(self.name, hook, partial(self._says, hook))

    def _says(self, hook: Hook, form: hooks.Form) -> Sequence[Event]:
        if form.first("MessageStatus"):
            return hooks.news(self.name, hook, form)
        incoming = inbound.read(self.name, form)
        return [incoming] if incoming else []

    async def listen(self, deliver: Deliver) -> None:
        return None

    async def heard(self, incoming: Incoming) -> None:
        return None

    async def send(self, message: Outgoing) -> str:
        """The SID of the last part. Parts that Twilio took are not sent again after a failure."""
        drafts = self._drafts(message)
        sid = ""
        done = min(self._taken.pop(message.id, 0), len(drafts) - 1)
        for number, draft in enumerate(drafts[done:], start=done + 1):
            last = number == len(drafts)
            try:
                sid = await self._account.create(
                    to=f"whatsapp:{message.address}",
                    from_=self._from,
                    status_callback=hooks.callback(self._callback, message, last=last),
                    **draft.fields,
                )
            except (TryLater, UnknownOutcome):
                self._remember(message.id, number - 1)
                raise
        return sid

    async def look_up(self, message: Outgoing, since: datetime) -> str | None:
        drafts = self._drafts(message)
        accepted = await self._account.sent(f"whatsapp:{message.address}", self._from, since)
        found = [_find(draft, message, accepted) for draft in drafts]
        whole = found[-1]
        if whole is not None:
            if whole.error is None:
                return whole.sid
            if not isinstance(whole.error, TryLater):
                raise whole.error
        self._remember(message.id, (*found[:-1], None).index(None))
        return None

    async def fetch(self, reference: str, limit: int) -> Fetched:
        return await self._account.fetch(reference, limit)

    async def close(self) -> None:
        await self._account.close()

    def _remember(self, message: int, parts: int) -> None:
        if parts:
            self._taken[message] = parts
            if len(self._taken) > UNFINISHED:
                del self._taken[next(iter(self._taken))]


def _find(draft: Draft, message: Outgoing, accepted: Sequence[Accepted]) -> Accepted | None:
    """The accepted message that is this draft: by its words, whichever way they were sent.

    They may have gone as a template though the window is open by now. What Twilio shows as
    the body of a template is not documented: none at all counts as the same.
    """
    wanted = {gist(draft.text), gist(message.body)}
    if "content_sid" in draft.fields:
        wanted.add("")
    return next((one for one in accepted if gist(one.body) in wanted), None)
