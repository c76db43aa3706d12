"""Days by their name or distance: "Rabu depan", "malam Jumat", "lusa", "3 hari"."""

from __future__ import annotations

from handlers.core.understanding.dates.scan import ONE, WEEK, Day, Scan

LONGEST = 60
ILL = {"sakit", "demam", "panas", "batuk"}
DISTANCES = {"besok": 1, "lusa": 2, "kemarin": -1}
TODAY = {
    ("hari", "ini"), ("malam", "ini"), ("pagi", "ini"), ("siang", "ini"), ("sore", "ini"),
    ("nanti", "malam"), ("nanti", "siang"), ("nanti", "sore"), ("nanti", "pagi"), ("tadi", "pagi"),
    ("ini", "hari"),
}  # fmt: skip


def lasting(scan: Scan, place: int) -> Day | None:
    """ "3 hari", "seminggu": a length from today; "dua hari lagi" is a day."""
    text, unit = scan.text(place), scan.text(place + 1)
    if text in {"sehari", "seharian"}:
        return _length(scan, 1, place, place + 1)
    if text == "seminggu":
        return _length(scan, 7, place, place + 1)
    number = scan.number(place)
    if number is None or not 1 <= number <= LONGEST or scan.of_clock(place):
        return None
    if unit == "hari":
        return _length(scan, number, place, place + 2)
    if unit == "minggu" and number <= 8:
        return _length(scan, number * 7, place, place + 2)
    return None


def _length(scan: Scan, days: int, start: int, end: int) -> Day | None:
    after = scan.text(end)
    if after == "lagi":
        return scan.one_day(scan.today + days * ONE, start, end + 1, "relative")
    before = {scan.text(start - 1), scan.text(start - 2)}
    told = before & {"sudah", "sejak", "dari", "setiap", "x", "per", "kali"}
    ill_for = after in ILL and "sudah" in scan.texts
    if told or ill_for or after in {"setelah", "lalu", "terakhir"}:
        return None
    return Day(scan.today, scan.today + (days - 1) * ONE, start, end, "duration")


def weekday(scan: Scan, start: int) -> Day | None:
    """The next such day after today; "depan" makes it next week's, "lalu" the last."""
    next_week = _next_week(scan, start)
    of_night = scan.text(start) == "malam" and scan.weekday(start + 1) is not None
    place = start + (next_week or of_night or _yesterdays(scan, start))
    if scan.text(place) == "hari" and scan.weekday(place + 1) is not None:
        place += 1
    number = scan.weekday(place)
    if number is None:
        return None
    end = place + 1
    depan = _followed_by_next(scan, end)
    if next_week or depan:
        end += 0 if next_week else depan
        at = scan.today - scan.today.weekday() * ONE + WEEK + number * ONE
    elif scan.text(end) in {"kemarin", "lalu"} or _tells_of_past(scan, start, place):
        end += scan.text(end) in {"kemarin", "lalu"}
        at = scan.today - ((scan.today.weekday() - number) % 7 or 7) * ONE
    else:
        end += scan.text(end) == "besok"
        at = scan.today + ((number - scan.today.weekday()) % 7 or 7) * ONE
    return scan.one_day(at - of_night * ONE, start, end, "weekday")


def _yesterdays(scan: Scan, place: int) -> int:
    """Width of "kemarin" with a weekday behind it, 0 if it is not that."""
    if scan.text(place) != "kemarin":
        return 0
    after = place + 1 + (scan.text(place + 1) == "hari")
    return 1 if scan.weekday(after) is not None else 0


def _next_week(scan: Scan, place: int) -> int:
    """Width of "minggu depan" with a weekday behind it, 0 if it is not that."""
    if (scan.text(place), scan.text(place + 1)) != ("minggu", "depan"):
        return 0
    after = place + 2
    while scan.text(after) in {"hari", ",", "itu", "di"}:
        after += 1
    return after - place if scan.weekday(after) is not None else 0


def _followed_by_next(scan: Scan, end: int) -> int:
    if scan.text(end) == "depan":
        return 1
    following = [scan.text(end), scan.text(end + 1), scan.text(end + 2)]
    if following[:2] == ["minggu", "depan"]:
        return 2
    return 3 if following == [",", "minggu", "depan"] else 0


def _tells_of_past(scan: Scan, place: int, day: int) -> bool:
    """ "kemarin Jumat", "kemarin lupa ngabarin, Sabtu ..." speak of the last one."""
    if "kemarin" in scan.texts[max(0, day - 2) : day]:
        return True
    told = set(scan.texts[:place])
    return "kemarin" in told and bool(told & {"lupa", "maaf", "telat", "belum"})


def relative(scan: Scan, place: int) -> Day | None:
    """ "hari ini", "besok lusa", "nanti malam", "kemarin"."""
    pair = (scan.text(place), scan.text(place + 1))
    if pair in TODAY:
        return scan.one_day(scan.today, place, place + 2, "relative")
    if pair == ("besok", "lusa"):
        return scan.one_day(scan.today + 2 * ONE, place, place + 2, "relative")
    if pair == ("kemarin", "lusa"):
        return scan.one_day(scan.today - 2 * ONE, place, place + 2, "relative")
    if pair[0] == "kemarin" and scan.weekday(place - 1) is not None:
        return None
    if pair[0] not in DISTANCES:
        return None
    return scan.one_day(scan.today + DISTANCES[pair[0]] * ONE, place, place + 1, "relative")
