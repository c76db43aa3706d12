"""SMS through Twilio: the ladder's last way to a telephone. It only sends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.channels.base import (
    Deliver,
    Door,
    Fetched,
    FetchError,
    Incoming,
    Limits,
    Outgoing,
    TryLater,
)
from bot.channels.twilio_api import hooks, wording
from bot.channels.twilio_api.account import Account
from bot.settings import Settings

STATUS = "/hooks/sms/status"


class Sms:
    """One number. Answers to it are not heard, so no choices are shown."""

    name = "sms"
    limits = Limits(per_second=1, per_contact=timedelta(seconds=1), at_once=8)
    """An ordinary number sends one a second; Twilio would queue more, out of our sight."""

    def __init__(self, account: Account, seal: hooks.Seal, sender: str, public: str) -> None:
        self._account = account
        self._seal = seal
        self._from = sender
        self._callback = f"{public}{STATUS}"

    @classmethod
    def of(cls, settings: Settings) -> Sms:
        account = Account.of(settings)
        return cls(account, hooks.Seal(account.token), settings.sms_from, settings.public)

    def doors(self) -> Mapping[str, Door]:
        return {STATUS: hooks.status_door(self.name, self._seal)}

    async def listen(self, deliver: Deliver) -> None:
        return None

    async def heard(self, incoming: Incoming) -> None:
        return None

    async def send(self, message: Outgoing) -> str:
        return await self._account.create(
            to=message.address,
            from_=self._from,
            body=wording.shorten(message.body),
            status_callback=hooks.callback(self._callback, message),
        )

    async def look_up(self, message: Outgoing, since: datetime) -> str | None:
        wanted = wording.gist(wording.shorten(message.body))
        for one in await self._account.sent(message.address, self._from, since):
            if wording.gist(one.body) != wanted:
                continue
            if one.error is None:
                return one.sid
            if not isinstance(one.error, TryLater):
                raise one.error
        return None

    async def fetch(self, reference: str, limit: int) -> Fetched:
        raise FetchError("no-files", final=True)

    async def close(self) -> None:
        await self._account.close()
