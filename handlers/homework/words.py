"""What the things that are set are called."""

from __future__ import annotations

from handlers.core.talk import Phrase, Text, Value
from models.homework import Sort
from models.notice import Notice

PR = Text("homework.pr", id="PR", en="homework")
PR_OF = Text("homework.pr_of", id="PR {subject}", en="{subject} homework")
TITLES = {
    Sort.BRING: Text("homework.bring_title", id="barang bawaan", en="list of things to bring"),
    Sort.UNIFORM: Text("homework.uniform_title", id="info seragam", en="note on the uniform"),
    Sort.HOURS: Text("homework.hours_title", id="info jam pulang", en="note on school hours"),
}
ACRONYMS = frozenset(["ipa", "ips", "ipas", "ppkn", "pai", "pjok", "sbdp", "ski", "plbj"])


def title(sort: Sort, subject: str | None) -> Value:
    """ "PR Matematika", "barang bawaan"."""
    if sort is not Sort.HOMEWORK:
        return TITLES[sort]
    return Phrase(PR_OF, {"subject": subject_name(subject)}) if subject else PR


def title_of(notice: Notice) -> Value:
    return title(Sort(notice.details["sort"]), notice.details["subject"])


def subject_name(subject: str) -> str:
    """A canonical name as people write it: "IPA", "Bahasa Indonesia"."""
    return subject.upper() if subject in ACRONYMS else subject.title()
