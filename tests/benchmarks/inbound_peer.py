"""The usual way to take webhooks: FastAPI, and a session for each request in the thread pool.

It checks the signature, finds the sender and what waits for them, stores the message and an
answer, and commits: less than ours does, on the same tables and as durably.

`python -m tests.benchmarks.inbound_peer PORT DATABASE_URL`
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated, Any

import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Request, Response
from sqlalchemy import select
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped,unused-ignore]

from bot.storage.database import connect, sessions_on
from models.inbox import Handled, InboundMessage
from models.notice import Receipt
from models.outbox import OutboundMessage, Priority, Status
from models.people import Contact, Guardianship
from tests.standins.twilio_webhooks import TOKEN

Form = dict[str, str]


async def form_of(request: Request) -> Form:
    return {name: str(value) for name, value in (await request.form()).items()}


def application(url: str) -> FastAPI:
    sessions = sessions_on(connect(url))
    validator: Any = RequestValidator(TOKEN)
    app = FastAPI()

    @app.post("/hooks/whatsapp")
    def hear(request: Request, form: Annotated[Form, Depends(form_of)]) -> Response:
        given = request.headers.get("X-Twilio-Signature", "")
        if not validator.validate(str(request.url), form, given):
            raise HTTPException(403)
        now = datetime.now(UTC)
        with sessions() as session:
            sender = session.scalars(
                select(Contact).where(
                    Contact.channel == "whatsapp",
                    Contact.address == form["From"].removeprefix("whatsapp:"),
                )
            ).one()
            session.scalars(
                select(Receipt)
                .join(Guardianship, Guardianship.child_id == Receipt.child_id)
                .where(Guardianship.person_id == sender.person_id)
            ).all()
            sender.heard_at = now
            session.add(_message(sender, form, now))
            session.add(_answer(sender, now))
            session.commit()
        return Response("<Response/>", media_type="text/xml")

    return app


def _message(sender: Contact, form: Form, now: datetime) -> InboundMessage:
    return InboundMessage(
        school_id=sender.school_id,
        contact_id=sender.id,
        channel="whatsapp",
        provider_id=form["MessageSid"],
        text=form["Body"],
        media=[],
        extra={},
        received_at=now,
        handled=Handled.DONE,
    )


def _answer(sender: Contact, now: datetime) -> OutboundMessage:
    return OutboundMessage(
        school_id=sender.school_id,
        contact_id=sender.id,
        person_id=sender.person_id,
        channel="whatsapp",
        priority=Priority.REPLY,
        status=Status.QUEUED,
        text_key="bench",
        blanks={},
        language="id",
        body="Terima kasih.",
        choices=[],
        memory={},
        created_at=now,
    )


class _Told(uvicorn.Server):
    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        print("ready", flush=True)


if __name__ == "__main__":
    config = uvicorn.Config(
        application(sys.argv[2]), port=int(sys.argv[1]), access_log=False, log_level="warning"
    )
    _Told(config).run()
