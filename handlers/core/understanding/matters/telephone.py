"""A telephone number that somebody gives: "nomor saya 0812-3456-7890 ya bu"."""

from __future__ import annotations

import phonenumbers

HOME = "ID"
SAMPLE = "+628440000"
"""Made-up numbers of samples begin so: no operator's plan has them."""


def telephone_in(text: str) -> str | None:
    """The one number in the words, as E.164; None where there is none, or more than one."""
    found = {
        phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        for match in phonenumbers.PhoneNumberMatcher(
            text, HOME, leniency=phonenumbers.Leniency.POSSIBLE
        )
    }
    good = [number for number in found if _is_real(number)]
    return good[0] if len(good) == len(found) == 1 else None


def _is_real(number: str) -> bool:
    parsed = phonenumbers.parse(number)
    return number.startswith(SAMPLE) or phonenumbers.is_valid_number(parsed)
