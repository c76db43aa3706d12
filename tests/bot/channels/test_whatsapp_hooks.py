"""What Twilio posts to us: signatures, messages as they really look, and status callbacks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import (
    Event,
    File,
    Hook,
    Incoming,
    News,
    SendError,
    Tap,
    TryLater,
    Unreadable,
    Untrusted,
)
from bot.channels.twilio_api.account import Account
from bot.channels.twilio_api.hooks import Form, Seal
from bot.channels.whatsapp import WhatsApp
from models.media import Kind
from models.outbox import Status
from tests.bot.channels.twilio_line import HIDDEN, SARI, Line, message, open_line
from tests.standins.twilio_messages import ACCOUNT, SENDER
from tests.standins.twilio_webhooks import TOKEN, sign

OURS = "MM5aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
TEXT = {
    "SmsMessageSid": "SM1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "NumMedia": "0",
    "ProfileName": "Sari",
    "MessageType": "text",
    "SmsSid": "SM1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "WaId": SARI.removeprefix("+"),
    "SmsStatus": "received",
    "Body": "Aisyah demam, izin tidak masuk 🤒",
    "To": f"whatsapp:{SENDER}",
    "NumSegments": "1",
    "ReferralNumMedia": "0",
    "MessageSid": "SM1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "AccountSid": ACCOUNT,
    "From": f"whatsapp:{SARI}",
    "ApiVersion": "2010-04-01",
}
TAP = {
    **TEXT,
    "MessageType": "interactive",
    "Body": "Paraf",
    "ButtonText": "Paraf",
    "ButtonPayload": "m:0",
    "OriginalRepliedMessageSender": f"whatsapp:{SENDER}",
    "OriginalRepliedMessageSid": OURS,
    "ExternalUserId": f"whatsapp:{HIDDEN}",
    "ChannelMetadata": '{"type":"whatsapp","data":{}}',
}
API = "https://api.twilio.com/2010-04-01"


def with_files(*types: str) -> dict[str, str]:
    files = {f"MediaUrl{n}": f"{API}/Media/ME{n}" for n in range(len(types))}
    kinds = {f"MediaContentType{n}": found for n, found in enumerate(types)}
    return {**TEXT, "Body": "", "NumMedia": str(len(types)), **files, **kinds}


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    async with open_line() as line:
        yield line


async def heard(line: Line, fields: dict[str, str]) -> Incoming:
    answer = await line.twilio.post("/hooks/whatsapp", fields)
    assert (answer.status, answer.content_type, answer.body) == (200, "text/xml", b"<Response/>")
    [incoming] = line.events
    assert isinstance(incoming, Incoming)
    return incoming


async def test_a_text(line: Line) -> None:
    assert await heard(line, TEXT) == Incoming(
        channel="whatsapp",
        address=SARI,
        provider_id=TEXT["MessageSid"],
        text="Aisyah demam, izin tidak masuk 🤒",
        name="Sari",
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (TAP, {"tap": Tap(None, OURS, 0, "Paraf"), "text": "Paraf", "quoted": None}),
        (TAP, {"alias": HIDDEN, "address": SARI}),
        ({**TAP, "ButtonPayload": '{"a":1}'}, {"tap": Tap(None, OURS, None, "Paraf")}),
        ({**TAP, "ButtonPayload": ""}, {"tap": Tap(None, OURS, None, "Paraf")}),
        ({**TAP, "ButtonPayload": "m:99999999999"}, {"tap": Tap(None, OURS, None, "Paraf")}),
        (
            {**TEXT, "ListId": "m:2", "ListTitle": "Kelas 3B", "ListDescription": "", "Body": ""},
            {"tap": Tap(None, None, 2, "Kelas 3B"), "text": "Kelas 3B"},
        ),
        ({**TEXT, "OriginalRepliedMessageSid": OURS}, {"quoted": OURS, "tap": None}),
        (
            {**TEXT, "From": f"whatsapp:{HIDDEN}", "ExternalUserId": f"whatsapp:{HIDDEN}"},
            {"address": HIDDEN, "alias": None, "phone": None},
        ),
        ({**TEXT, "Body": "", "Label": "", "Unheard-Of": ""}, {"text": "", "extra": {}}),
        (
            {**TEXT, "Latitude": "-6.9147", "Longitude": "107.6098", "Label": "SDN 1", "Body": ""},
            {"extra": {"location": [-6.9147, 107.6098], "place": "SDN 1"}},
        ),
        ({**TEXT, "Latitude": "nan", "Longitude": "x"}, {"extra": {}}),
        ({**TEXT, "Forwarded": "true"}, {"extra": {"forwarded": True}}),
        ({**TEXT, "NumMedia": "many", "MediaUrl0": "x"}, {"files": ()}),
        ({**TEXT, "NumMedia": "2"}, {"files": ()}),
        (
            with_files("image/jpeg"),
            {"files": (File(f"{API}/Media/ME0", Kind.PHOTO, "image/jpeg"),)},
        ),
        (
            {**with_files("application/pdf"), "Body": "surat dokter Siap.PDF"},
            {
                "text": "",
                "files": (
                    File(
                        f"{API}/Media/ME0",
                        Kind.DOCUMENT,
                        "application/pdf",
                        "surat dokter Siap.PDF",
                    ),
                ),
            },
        ),
        (
            {**with_files("application/pdf"), "Body": "Citra sakit bu. Suratnya"},
            {"text": "Citra sakit bu. Suratnya"},
        ),
        ({**with_files("image/jpeg"), "Body": "tugas.pdf"}, {"text": "tugas.pdf"}),
        (
            with_files("audio/ogg; codecs=opus", "video/mp4", "application/pdf", ""),
            {
                "files": (
                    File(f"{API}/Media/ME0", Kind.VOICE, "audio/ogg"),
                    File(f"{API}/Media/ME1", Kind.VIDEO, "video/mp4"),
                    File(f"{API}/Media/ME2", Kind.DOCUMENT, "application/pdf"),
                    File(f"{API}/Media/ME3", Kind.DOCUMENT, ""),
                )
            },
        ),
    ],
)
async def test_what_a_message_brings(
    line: Line, fields: dict[str, str], expected: dict[str, object]
) -> None:
    incoming = await heard(line, fields)
    assert {name: getattr(incoming, name) for name in expected} == expected


@pytest.mark.parametrize(
    "fields",
    [
        {**TEXT, "From": SARI},
        {**TEXT, "From": "whatsapp:"},
        {**TEXT, "MessageSid": ""},
        {"AccountSid": ACCOUNT},
    ],
)
async def test_genuine_but_not_for_us(line: Line, fields: dict[str, str]) -> None:
    answer = await line.twilio.post("/hooks/whatsapp", fields)
    assert answer.status == 200
    assert line.events == []


async def test_a_webhook_that_comes_twice_is_the_same(line: Line) -> None:
    await line.twilio.user_says(SARI, "halo")
    await line.twilio.again()
    first, second = line.events
    assert first == second


async def test_a_field_with_two_values_is_signed_with_both(line: Line) -> None:
    fields = [*TEXT.items(), ("Body", "zweite"), ("Body", "zweite")]
    assert (await line.twilio.post("/hooks/whatsapp", fields)).status == 200


@pytest.mark.parametrize("path", ["/hooks/whatsapp", "/hooks/whatsapp/status", "/hooks/sms/status"])
@pytest.mark.parametrize("signature", ["", "AAAA", "ünsinn", sign("https://else.where/", [])])
async def test_unsigned_requests_are_refused(line: Line, path: str, signature: str) -> None:
    fields = {**TEXT, "MessageStatus": "read"}
    answer = await line.twilio.post(f"{path}?message=41&attempt=1", fields, signature=signature)
    assert answer.status == 403
    assert line.events == []


URL = "https://bot.sekolah.sch.id/hooks/whatsapp?a=1"


@pytest.mark.parametrize(
    ("url", "fields"),
    [
        (URL.replace("?a=1", "?a=2"), TEXT),
        (URL.replace("https", "http"), TEXT),
        (URL, {**TEXT, "Body": "Aisyah sehat"}),
        (URL, {**TEXT, "Label": ""}),
        (URL, {name: value for name, value in TEXT.items() if name != "Body"}),
    ],
)
def test_a_signature_is_over_the_address_and_every_field(url: str, fields: dict[str, str]) -> None:
    headers = {"x-twilio-signature": sign(URL, list(TEXT.items()))}
    Seal(TOKEN).open(Hook(URL, headers, urlencode(TEXT).encode()))
    with pytest.raises(Untrusted):
        Seal(TOKEN).open(Hook(url, headers, urlencode(fields).encode()))
    with pytest.raises(Untrusted):
        Seal("another token").open(Hook(URL, headers, urlencode(TEXT).encode()))


def test_garbage_is_refused() -> None:
    with pytest.raises(Untrusted):
        Seal(TOKEN).open(Hook(URL, {"x-twilio-signature": "x"}, b"\xff\x00=&&%zz=1"))


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("queued", None),
        ("sending", None),
        ("accepted", None),
        ("sent", Status.SENT),
        ("delivered", Status.DELIVERED),
        ("read", Status.READ),
        ("something-new", None),
    ],
)
async def test_how_far_a_message_got(line: Line, word: str, status: Status | None) -> None:
    sid = await line.whatsapp.send(message())
    await line.twilio.settled()
    line.events.clear()
    answer = await line.twilio.status(sid, word)
    assert (answer.status, answer.body) == (200, b"<Response/>")
    expected = News("whatsapp", status or Status.SENT, message=41, attempt=1, provider_id=sid)
    assert line.events == ([expected] if status else [])


@pytest.mark.parametrize("word", ["failed", "undelivered", "canceled"])
async def test_a_failure_says_why(line: Line, word: str) -> None:
    sid = await line.whatsapp.send(message())
    await line.twilio.settled()
    line.events.clear()
    await line.twilio.status(sid, word, 63019)
    await line.twilio.status(sid, word)
    known, unknown = line.events
    assert isinstance(known, News)
    assert isinstance(unknown, News)
    assert (known.status, type(known.error)) == (Status.FAILED, SendError)
    assert known.error is not None
    assert known.error.code == "63019"
    assert isinstance(unknown.error, TryLater)


@pytest.mark.parametrize("query", ["", "?message=x", "?message=99999999999999999999"])
async def test_a_callback_without_our_id_goes_by_the_sid(line: Line, query: str) -> None:
    fields = {"MessageSid": OURS, "MessageStatus": "delivered"}
    for path in ("/hooks/whatsapp", "/hooks/whatsapp/status"):
        await line.twilio.post(f"{path}{query}", fields)
    assert line.events == [News("whatsapp", Status.DELIVERED, provider_id=OURS)] * 2


NAMES = sorted({*TEXT, *TAP, "MessageStatus", "ErrorCode", "MediaUrl0", "Latitude", "ListId"})
VALUES = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["²", "-1", "9" * 5000, "m:²", "m:999", "nan", "failed", "whatsapp:", SARI]),
)


def signed(fields: dict[str, str]) -> Hook:
    url = "https://x.sch.id/hooks/whatsapp"
    body = urlencode(fields, errors="replace").encode()
    return Hook(url, {"x-twilio-signature": sign(url, list(fields.items()))}, body)


@given(st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_any_form_of_twilio_is_read(fields: dict[str, str]) -> None:
    whatsapp = WhatsApp(Account(ACCOUNT, TOKEN), Seal(TOKEN), SENDER, "https://x.sch.id", {})
    found = whatsapp.read(signed(fields))
    assert all(isinstance(one, (Incoming, News)) for one in found)


def test_a_form_that_cannot_be_read_is_kept_as_it_came() -> None:
    def fail(form: Form) -> Sequence[Event]:
        raise KeyError(form.first("Body"))

    hook = signed(TEXT)
    kept = Unreadable("whatsapp", hook.body.decode(), "KeyError", SARI)
    assert Seal(TOKEN).read("whatsapp", hook, fail) == [kept]
    with pytest.raises(Untrusted):
        Seal("another").read("whatsapp", hook, fail)
