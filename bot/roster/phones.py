"""Telephone numbers as forms and spreadsheets have them. A doubtful one is not used.

A wrong number is worse than none: a stranger would be told that a message waits, and a
number that a channel proves to be somebody's own opens the place it stands beside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.roster import row_problems as why
from bot.roster.table import Cell
from bot.roster.values import filled, is_mangled
from handlers.core.talk import Text

SAMPLE = re.compile(r"\+628440000\d{4}")
"""Made-up numbers of sample rosters: a prefix that no operator holds, and a block of zeros."""

LABEL = re.compile(r"^(?:(?:no|nomor|hp|wa|whatsapp|telp|tlp|telepon|phone)\b[.:]?\s*)+", re.I)


@dataclass(frozen=True)
class Phone:
    """A number in E.164 or, where there was something that is none, why it is not used."""

    number: str | None = None
    mobile: bool = False
    wrong: Text | None = None


def phone(cell: Cell, samples: bool = True) -> Phone:
    """The number in a cell, if it is one person's and complete.

    `samples` lets made-up numbers pass, which no operator's numbering plan has.
    """
    words = LABEL.sub("", filled(cell))
    if not words or words.casefold() in ("-", "tidak ada"):
        return Phone()
    if wrong := _suspect(words):
        return Phone(wrong=wrong)
    return _known(_international(words), samples)


def _suspect(words: str) -> Text | None:
    if is_mangled(words) or re.search(r"[1-9]0{6,}$", words):
        return why.MANGLED
    if len([part for part in re.split(r"[,;/|&]|\batau\b|\bdan\b", words) if _long(part)]) > 1:
        return why.PHONE_MANY
    if re.fullmatch(r"[\doOlIsSbB\s().+-]+", words) and re.search(r"[a-zA-Z]", words):
        return why.PHONE_LETTERS
    if re.search(r"[^\W\d_]", words):
        return why.PHONE_REMARK if _long(words) else why.PHONE_WRONG
    return None


def _long(part: str) -> bool:
    return len(re.sub(r"\D", "", part)) >= 7


def _international(words: str) -> str:
    digits = re.sub(r"\D", "", words)
    if words.lstrip("( ").startswith("+") and not digits.startswith("62"):
        return f"+{digits}"
    return f"+62{digits.removeprefix('62').removeprefix('0')}"


def _known(number: str, samples: bool) -> Phone:
    import phonenumbers
    from phonenumbers import PhoneNumberType

    if samples and SAMPLE.fullmatch(number):
        return Phone(number, mobile=True)
    try:
        parsed = phonenumbers.parse(number, "ID")
    except phonenumbers.NumberParseException:
        return Phone(wrong=why.PHONE_WRONG)
    if not phonenumbers.is_valid_number(parsed):
        return Phone(wrong=why.PHONE_WRONG)
    kind = phonenumbers.number_type(parsed)
    return Phone(
        phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164),
        mobile=kind in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE),
    )
