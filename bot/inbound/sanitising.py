"""What no database can hold is taken out of what providers bring."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

_UNFIT = re.compile("[\0\ud800-\udfff]")
"""PostgreSQL keeps no NUL, and half of a letter is no text. Both can be sent by hand."""
T = TypeVar("T")


def clean(brought: T) -> T:
    """The same without them: in every text of a record, a list or a mapping, however deep."""
    return cast("T", _cleaned(brought))


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _UNFIT.sub("", value) if _UNFIT.search(value) else value
    if isinstance(value, Mapping):
        return {_cleaned(name): _cleaned(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(map(_cleaned, value))
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value) if getattr(value, field.name)]
        return replace(value, **{name: _cleaned(getattr(value, name)) for name in names})
    return value
