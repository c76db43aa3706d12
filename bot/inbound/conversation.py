"""What hears typed words while a question waits: the same for every question.

The words are read once, as one of a closed set (`understanding.answers`). A plain answer takes
the choice that means it; everything else waits, is put again, or goes to whoever asked. Only
what is left reaches the capability's own step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from sqlalchemy.orm import Session

from bot.inbound import questions
from bot.inbound.ledger import waits
from bot.inbound.registry import Registry
from bot.inbound.route import Route, Understood
from handlers.core.forms import asking
from handlers.core.forms import unfinished as drafts
from handlers.core.forms.asking import Question
from handlers.core.forms.form import FORMS
from handlers.core.talk import Heard, Reply, Say, Step, Tell, Text, Turn, Who
from handlers.core.thread import notes
from handlers.core.understanding import Intent, find_when
from handlers.core.understanding.amending import read_amendment
from handlers.core.understanding.answers import Answer, Sense, leaves, plain
from handlers.core.understanding.dates.words import WEEKDAYS
from handlers.core.understanding.normalise import words_of
from models.media import is_voice
from models.people import Person
from models.thread import is_noted

_CLAUSE = re.compile(r"[,.;!\n]\s*\w")
DECIDED = frozenset({Sense.YES, Sense.NO, Sense.DONE})
BESIDE = frozenset({Sense.CONDITION, Sense.CORRECTION, Sense.QUESTION})
UNSURE = 0.6
SURE = 0.8
"""So certain at least is a new matter that is taken up while a question waits."""
ASKS = frozenset({Intent.HOMEWORK_QUERY, Intent.SCHEDULE_QUERY, Intent.PROGRESS_QUERY})
SIGNED = frozenset({"paraf_request", "announcement"})
"""What the understanding calls a message that is merely signed."""
UNSURE_SENSES = frozenset({Sense.CONDITION, Sense.LATER})
UNPLAIN = frozenset({Sense.OTHER, Sense.CONDITION, Sense.CORRECTION})
SURE_QUESTION = 0.9
"""And a question, which may just as well be about what was asked ("jam berapa bu?")."""
NEW = {
    Who.GUARDIAN: frozenset(
        {
            Intent.ABSENCE_REPORT,
            Intent.ABSENCE_CANCEL,
            Intent.LATE_OR_EARLY,
            *ASKS,
            Intent.OPT_OUT,
        }
    ),
    Who.STAFF: frozenset(
        {
            Intent.ANNOUNCE,
            Intent.HOMEWORK_ASSIGN,
            Intent.MEETING_SCHEDULE,
            Intent.CONTACT_BOOK_ENTRY,
            Intent.ATTENDANCE_MARK,
            Intent.ATTENDANCE_QUERY,
            Intent.UNACKNOWLEDGED_QUERY,
            Intent.VISIT_REQUEST,
            Intent.VISIT_REPORT,
            Intent.SUMMON_LETTER,
        }
    ),
}
"""What is no answer to anything we ask, and is heard at once whatever waits."""


def is_new(turn: Turn, question: Question, understood: Understood) -> bool:
    """Whether the words are surely a matter of their own, and no answer to `question`.

    What staff write into a text of their own looks like a new one, too; and what begins with
    "tambah" or "ganti" is of the draft that is shown.
    """
    if _amends(turn, question):
        return False
    kinds = {intent for who in turn.speaker.who for intent in NEW.get(who, ())}
    meaning = understood.meaning
    late = meaning.intent is Intent.LATE_OR_EARLY and not understood.named
    if late and question.read(turn.text).head in DECIDED:
        return False  # "ok saya ambil, tapi mungkin telat 5 menit"
    sure = SURE_QUESTION if meaning.intent in ASKS else SURE
    if meaning.intent not in kinds or meaning.confidence < sure:
        return False
    if meaning.intent in NEW[Who.STAFF] and Who.STAFF in turn.speaker.who:
        return _is_new_of_staff(turn, question, understood)
    if Who.STAFF not in turn.speaker.who or question.told:
        own_words = not question.told and not question.choices
        asks = question.read(turn.text).sense is Sense.QUESTION
        if meaning.intent in ASKS and (own_words or not asks):
            return False
        return not (question.kind or "").startswith("absence_")
    return False


def _amends(turn: Turn, question: Question) -> bool:
    """Whether they tell what to do with a draft: "tambah: …", "hapus …", "ganti …"."""
    amendment = read_amendment(turn.text) if question.asks in FORMS else None
    return amendment is not None and amendment.told


def _is_new_of_staff(turn: Turn, question: Question, understood: Understood) -> bool:
    """Whether it names another child; "Sabtu saya ada acara" is no announcement."""
    about = {question.memory.get("child"), *question.memory.get("children", ())} - {None}
    other = bool(understood.named) and not about.issuperset(understood.named)
    if question.told:
        return other or (_may_be_refused(question) and not _speaks_of_it(turn, question))
    return not question.choices and bool(about) and other


def _may_be_refused(question: Question) -> bool:
    return question.meaning(Sense.NO) is not None


def _speaks_of_it(turn: Turn, question: Question) -> bool:
    """Whether the words are of the speaker, or of the day that is asked about."""
    said = {word.text for word in words_of(turn.text)}
    return "saya" in said or bool(said & set(WEEKDAYS) & set(plain(question.body).split()))


def is_lost(turn: Turn, question: Question, understood: Understood) -> bool:
    """Whether nothing sure was made of the words: the menu, or a guess about what staff write, is
    no answer to an open question."""
    meaning = understood.meaning
    unsure = meaning.intent in (Intent.HELP, Intent.NOT_FOR_BOT) or meaning.confidence < UNSURE
    if question.told and meaning.intent in ASKS:
        return question.read(turn.text).sense is not Sense.QUESTION
    if meaning.intent is Intent.HELP and question.read(turn.text).sense is Sense.QUESTION:
        return True
    answers = question.told and meaning.intent in NEW[Who.STAFF] and _may_be_refused(question)
    return Who.STAFF in turn.speaker.who and (unsure or (answers and _speaks_of_it(turn, question)))


def waiting(opened: Sequence[Question]) -> Question | None:
    """The newest question that words may answer; what merely offers something is passed over."""
    return next((question for question in opened if question.waits), None)


def answers(registry: Registry, turn: Turn, question: Question, *, last: bool) -> Iterator[Route]:
    """The step that a plain answer goes to: nothing is left to be read by anybody.

    `last`: nothing else was asked since. Otherwise a yes may be meant for that.
    """
    step = registry.steps.get(question.asks or "")
    said = question.read(turn.text)
    if step is None or turn.media:
        return
    turn = replace(turn, said=said, memory=question.memory, quoted=question.quoted)
    value = _value(question, turn.text, said)
    if question.told and (headed := _headed(question, turn.text)):
        yield Route(step, replace(turn, answer=headed[0], behind=headed[1]), question)
    elif said.sense is Sense.REPEAT or (said.sense in DECIDED and not last and not question.told):
        yield _again(turn, question, step)
    elif value is not None and (last or said.sense not in DECIDED):
        yield Route(step, replace(turn, answer=value), question)
    elif question.told:
        yield from _told(turn, question, step, said, last=last)
    elif Who.STAFF in turn.speaker.who:
        yield from _own_draft(turn, question, step, said)
    elif said.whole:
        yield from _own_question(turn, question, step, said)


def _told(
    turn: Turn, question: Question, step: Step, said: Answer, *, last: bool
) -> Iterator[Route]:
    """What somebody else asked: a yes with more behind it, or a hedge, where the step leaves it."""
    value = question.meaning(said.sense)
    taken = said.sense in DECIDED and value is not None and not step.senses
    if last and taken and not _names_a_time(turn, question):
        yield Route(step, replace(turn, answer=value), question, rest=question)
    elif said.sense is Sense.LATER and Sense.LATER not in step.senses:
        if value is None:
            yield from _to_asker(turn, question)
        elif not _CLAUSE.search(turn.text):
            yield Route(step, replace(turn, answer=value), question)
    elif Who.STAFF in turn.speaker.who and question.free and said.whole and _is_empty(said):
        yield _again(turn, question, step)


def _names_a_time(turn: Turn, question: Question) -> bool:
    """ "boleh bu, jam 5": a yes to something else, unless what is asked has no time of its own."""
    return question.kind not in SIGNED and find_when(turn.text, turn.local) is not None


def _value(question: Question, words: str, said: Answer) -> str | None:
    """The choice that the words take: by what it means, or by its own words."""
    if said.whole:
        return question.meaning(said.sense) or question.picked(words)
    return question.picked(words) if said.sense in UNPLAIN else None


def _headed(question: Question, words: str) -> tuple[str, str] | None:
    """A choice that asks for words, with those behind it: "ubah: …" under "Ubah kata-kata"."""
    head, colon, behind = words.partition(":")
    value = question.picked(head) if colon and behind.strip() else None
    return (value, behind.strip()) if value in question.worded else None


def _is_empty(said: Answer) -> bool:
    """Whether it is no answer to a question for words of their own."""
    return said.sense in (Sense.YES, Sense.DONE, Sense.THANKS)


def _own_draft(turn: Turn, question: Question, step: Step, said: Answer) -> Iterator[Route]:
    """Something a member of staff is about to send or change: never by doubtful words."""
    if _picks_a_time(turn, question) or _amends(turn, question):
        return
    if said.sense is Sense.LATER and (said.whole or not _CLAUSE.search(turn.text)):
        yield Route(Step("conversation.wait", _wait), turn)
    elif said.whole and _is_empty(said) and question.free:
        yield _again(turn, question, step)
    elif said.whole and said.sense is Sense.NO and not question.choices:
        yield Route(Step("conversation.leave", partial(_leave, question)), turn, question)


def _picks_a_time(turn: Turn, question: Question) -> bool:
    """ "Besok" where one of several days is to be chosen; under "Kirim?" it puts it off."""
    offered = bool(question.choices) and not question.decides
    return offered and find_when(turn.text, turn.local) is not None


def _own_question(turn: Turn, question: Question, step: Step, said: Answer) -> Iterator[Route]:
    """What a guardian began, where a yes or no says nothing: a child or a time is to be chosen."""
    if Who.STRANGER in turn.speaker.who:
        if said.sense is Sense.LATER:
            yield _again(turn, question, step, asking.FIRST_THIS)
    elif said.sense is Sense.LATER and (question.decides or _may_wait(turn, question)):
        yield Route(Step("conversation.wait", _wait), turn)
    elif said.sense in DECIDED and question.choices and question.free:
        yield Route(step, turn, question)
        yield _again(turn, question, step)


def _may_wait(turn: Turn, question: Question) -> bool:
    """ "Bentar bu" where one of several is to be chosen; "besok" is a day."""
    return len(question.choices) > 1 and find_when(turn.text, turn.local) is None


def both(
    registry: Registry, turn: Turn, question: Question, value: str, others: Sequence[Route]
) -> list[Route]:
    """The answer, and then what was said behind it."""
    step = registry.steps.get(question.asks or "")
    if step is None:
        return []
    answer = replace(turn, answer=value, memory=question.memory, quoted=question.quoted)
    return [
        Route(Step("conversation.both", partial(_both, step, answer, other)), turn, question)
        for other in others
    ]


def _both(step: Step, answer: Turn, other: Route, turn: Turn, session: Session) -> Heard:
    behind = other.step(other.turn, session)
    return None if behind is None else [*(step(answer, session) or []), *behind]


def beside(registry: Registry, turn: Turn, question: Question) -> Iterator[Route]:
    """What hears words that are no plain answer and no new matter."""
    step = registry.steps.get(question.asks or "")
    said = question.read(turn.text)
    if step is None or not turn.text:
        return
    turn = replace(turn, said=said, memory=question.memory, quoted=question.quoted)
    if Who.STRANGER in turn.speaker.who:
        if said.head and (value := question.meaning(said.head)) and said.sense is said.head:
            yield Route(step, replace(turn, answer=value), question)
        yield _again(turn, question, step, asking.FIRST_THIS)
    elif not question.told:
        return
    elif said.sense in step.senses:
        yield Route(step, turn, question, rest=question)
    elif said.sense in BESIDE:
        yield from _to_asker(turn, question)


def unclear(registry: Registry, turn: Turn, question: Question) -> Iterator[Route]:
    """What a member of staff wrote under their own draft, and nobody made anything of."""
    step = registry.steps.get(question.asks or "")
    if step is not None and turn.text and Who.STAFF in turn.speaker.who:
        if question.told:
            yield from _to_asker(turn, question)
        elif not question.again:  # else it only reports, and would seem to do so anew
            asks = question.read(turn.text).sense is Sense.QUESTION
            yield _again(turn, question, step, asking.AGAIN if asks else asking.UNCLEAR)


def voiced(turn: Turn, question: Question) -> Iterator[Route]:
    """What a colleague says in a voice note, while another waits for their answer."""
    if turn.only_files and question.asker is not None and Who.STAFF in turn.speaker.who:
        tell = partial(_tell_voice, question, question.asker)
        yield Route(Step("conversation.voice", tell), turn)


def _tell_voice(question: Question, asker: int, turn: Turn, session: Session) -> Heard:
    return _tell(question, asker, turn, session) if is_voice(session, turn.media) else None


def _to_asker(turn: Turn, question: Question) -> Iterator[Route]:
    """A colleague's words to whoever asked them; a guardian's into the thread with the school."""
    if Who.STAFF in turn.speaker.who and question.asker is not None:
        yield Route(Step("conversation.tell", partial(_tell, question, question.asker)), turn)
    elif Who.GUARDIAN in turn.speaker.who:
        yield Route(Step("conversation.note", notes.note), turn)


def _tell(question: Question, asker: int, turn: Turn, session: Session) -> Heard:
    name = session.get_one(Person, asker).name
    return asking.pass_to_asker(turn, question, asker, name)


def _again(turn: Turn, question: Question, step: Step, text: Text = asking.AGAIN) -> Route:
    put = partial(_put, question, step, text)
    return Route(Step("conversation.again", put), turn, question)


def _put(question: Question, step: Step, text: Text, turn: Turn, session: Session) -> Heard:
    return [asking.put_again(question, step, text, turn.text)]


def left(registry: Registry, turn: Turn, question: Question) -> Iterator[Route]:
    """ "Batal" leaves what the speaker began last, and nothing else; what others asked stays."""
    step = registry.steps.get(question.asks or "")
    if step is None or question.told or not leaves(turn.text):
        return
    if question.read(turn.text).sense is Sense.YES:
        yield _again(turn, question, step, asking.WHICH_CANCEL)
    elif value := question.meaning(Sense.NO) or question.undo:
        answer = replace(turn, answer=value, memory=question.memory, quoted=question.quoted)
        yield Route(step, answer, question)
    elif question.choices and not question.decides and Who.STAFF not in turn.speaker.who:
        return  # it reports what is done: nothing of it is left by a word
    else:
        yield Route(Step("conversation.leave", partial(_leave, question)), turn, question)


def _wait(turn: Turn, session: Session) -> Heard:
    return [Reply(asking.WAIT)]


def _leave(question: Question, turn: Turn, session: Session) -> Heard:
    text = asking.LEFT if Who.STAFF in turn.speaker.who else asking.LEFT_UNNOTED
    return [Reply(text, {"question": question.body.partition("\n")[0]})]


def with_the_rest(turn: Turn, question: Question, says: list[Say], session: Session) -> list[Say]:
    """What was said beyond an answer reaches whoever asked, unless the step has seen to it."""
    said = question.read(turn.text)
    bare = said.sense is Sense.CORRECTION and said.head in DECIDED and not said.rest
    if said.whole or bare or not question.told:
        return says
    if Who.GUARDIAN not in turn.speaker.who:
        return [*says, *asking.with_the_answer(turn, question)] if said.head in DECIDED else says
    asks = any(isinstance(say, Reply) and _is_again(say, question) for say in says)
    heard = any(isinstance(say, Tell) or say.choices for say in says)
    unsure = said.sense in UNSURE_SENSES and not heard
    if said.head not in DECIDED and not unsure and not asks:
        return says
    if is_noted(session, turn.inbox_id) or any(_carries(say, turn.text) for say in says):
        return says
    turn = replace(turn, memory=question.memory, quoted=question.quoted, answer=None)
    return [*says, *(notes.leave(turn, session) or [])]


def _is_again(say: Reply, question: Question) -> bool:
    return say.then is not None and say.then.name == question.asks


def _carries(say: Say, words: str) -> bool:
    return isinstance(say, Tell) and any(words == value for value in say.values.values())


def _takes_words(reply: Reply) -> bool:
    """Whether a number or a yes that is written next would be meant for it."""
    return waits(reply) or bool(reply.free and not reply.again)


def unfinished(
    registry: Registry, turn: Turn, says: Sequence[Say], route: Route | None, session: Session
) -> list[Say]:
    """The draft that still waits, once something else has been done that asks nothing more."""
    done = route is not None and route.step.name in registry.steps
    if not done or Who.STAFF not in turn.speaker.who:
        return []
    if any(isinstance(say, Reply) and _takes_words(say) for say in says):
        return []
    return drafts.line(turn, session, questions.latest(session, turn.speaker, turn.now))
