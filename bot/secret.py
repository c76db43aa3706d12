"""The key that signs links to files. Made once, kept in the data folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from itsdangerous import URLSafeTimedSerializer

NAME = "signing.key"


def signer(data_dir: Path) -> URLSafeTimedSerializer:
    """Links signed with it can be read by every process that shares the folder."""
    path = data_dir / NAME
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(32))
    key = path.read_text()
    if not key:  # whoever made it was stopped in between; anybody could sign with nothing
        raise ValueError(f"{path} is empty: delete it, and start again")
    return URLSafeTimedSerializer(key, salt="media")
