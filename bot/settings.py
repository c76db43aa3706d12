"""Every setting, typed, from the environment; refused at start if it is wrong."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, Self

from pydantic import (
    Field,
    HttpUrl,
    SecretStr,
    TypeAdapter,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

_URL = TypeAdapter(HttpUrl)
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class Settings(BaseSettings):
    """Variables are called PENGHUBUNG_ and the name in capitals (PENGHUBUNG_PORT)."""

    model_config = SettingsConfigDict(env_prefix="PENGHUBUNG_", frozen=True, env_ignore_empty=True)

    database_url: str = ""
    """SQLAlchemy's form; by default SQLite in the data folder."""
    data_dir: Path = Path("data")
    """Database, stored photos and the signing key live here."""
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str = ""
    """How the outside reaches us, without a path. Twilio's signature is over this address."""
    log_format: Literal["console", "json"] = "console"

    telegram_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_secret: SecretStr | None = None
    """Sent back by Telegram with every webhook call: 1-256 of A-Z a-z 0-9 _ -"""

    telegram_bot: str = ""
    """The bot's user name, without @, for the t.me links on invitations."""

    twilio_account_sid: str = ""
    twilio_auth_token: SecretStr | None = None
    twilio_api_url: str = ""
    """Another base than Twilio's own hosts, for a compatible server."""
    whatsapp_from: str = ""
    """Our sender, E.164: "+62…"."""
    whatsapp_templates: Path | None = None
    """JSON: text key → language → ContentSid."""
    sms_from: str = ""
    """A Twilio number for the ladder's SMS rung; without it the rung is passed over."""

    lease_seconds: int = Field(default=60, ge=1)
    """How long a claimed message may stay unsettled before another worker asks about it."""

    @field_validator("public_url", "telegram_api_url", "twilio_api_url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        try:
            if value:
                _URL.validate_python(value)
        except ValidationError:
            raise ValueError("must be an address such as https://bot.sekolah.sch.id") from None
        return value

    @field_validator("public_url")
    @classmethod
    def _is_bare(cls, value: str) -> str:
        """As providers write it into what they sign: host in small letters, no path, no slash."""
        url = _URL.validate_python(value) if value else None
        if url is None:
            return value
        if url.path not in (None, "/") or url.query or url.fragment or url.username:
            raise ValueError(
                "must be an address without a path, such as https://bot.sekolah.sch.id"
            )
        return str(url).rstrip("/")

    @field_validator("telegram_secret")
    @classmethod
    def _is_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not _SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("must be 1-256 letters, digits, _ or -")
        return value

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.telegram_mode == "webhook" and self.telegram_token:
            if not self.telegram_secret:
                raise ValueError(
                    "PENGHUBUNG_TELEGRAM_SECRET is missing: webhook mode needs a secret "
                    "of 1-256 letters, digits, _ or -"
                )
            self._need_public_url("PENGHUBUNG_TELEGRAM_MODE=webhook")
        if self.twilio_account_sid:
            if not self.twilio_auth_token:
                raise ValueError("PENGHUBUNG_TWILIO_AUTH_TOKEN is missing beside the account SID")
            if not self.whatsapp_from.startswith("+"):
                raise ValueError("PENGHUBUNG_WHATSAPP_FROM must be the WhatsApp sender as +62…")
            self._need_public_url("WhatsApp")
        elif self.twilio_auth_token or self.sms_from:
            raise ValueError("PENGHUBUNG_TWILIO_ACCOUNT_SID is missing beside its token or number")
        return self

    def _need_public_url(self, why: str) -> None:
        if not self.public_url:
            raise ValueError(
                f"PENGHUBUNG_PUBLIC_URL is missing: {why} needs the address under which "
                "the provider reaches us, such as https://bot.sekolah.sch.id"
            )

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'penghubung.db'}"

    @property
    def public(self) -> str:
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def live(self) -> bool:
        """Whether real people can be reached: then there is no demo."""
        return bool(self.telegram_token or self.twilio_account_sid)
