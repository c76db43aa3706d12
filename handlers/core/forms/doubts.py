"""An audience that looks wrong costs one more question before anything is sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from handlers.core.forms.addressing import Audience, described
from handlers.core.forms.form import NO
from handlers.core.talk import Choice, Reply, Sense, Text, Turn, Value
from handlers.core.talk.words import CANCEL
from handlers.core.understanding import find_children
from handlers.core.understanding.matters.announcements import classes_said
from handlers.core.understanding.names import EXACT, mentions_in
from handlers.core.whom.audience import label, yours
from models.family import Pupil, classes_of_school, pupils_of_class

OTHER_CLASS = Text(
    "doubts.other_class",
    id="⚠️ Isinya menyebut kelas {named}, tetapi penerimanya {whom}. Tetap kirim?",
    en="⚠️ The text speaks of class {named}, but it goes to {whom}. Send it all the same?",
)
A_CHILD = Text(
    "doubts.a_child",
    id="⚠️ Isinya menyebut {named}, tetapi penerimanya {whom}. Tetap kirim?",
    en="⚠️ The text speaks of {named}, but it goes to {whom}. Send it all the same?",
)
SEVERAL = 2
SURE = Text("doubts.sure", id="Ya, tetap kirim", en="Yes, send it")
OTHERS = Text("doubts.others", id="Ganti penerima", en="Change receivers")


def about(
    session: Session, whom: Audience, body: str, turn: Turn, *, exact: bool = False
) -> Reply | None:
    """The question to ask, with choices of the preview; None where nothing looks wrong.

    Wrong is a text that names classes of the school other than those it goes to, or a child of
    those classes: what concerns one family is not for all. `exact` asks for names that are written
    in full, where the body is a list of catchwords: "kas, dan lain-lain" is not about Danu.
    """
    if not (whom.school or whom.classes):
        return None
    classes = _other_classes(session, whom, body, turn)
    # Not asked for a whole school: among so many names some word of any text is one.
    asked = bool(whom.classes) and not classes
    children = _named(turn, session, whom.classes, body, exact=exact) if asked else []
    if not classes and not children:
        return None
    text = OTHER_CLASS if classes else A_CHILD
    return _ask(text, classes or children, described(session, whom), "audience")


def of_a_child(
    turn: Turn, session: Session, pupils: Sequence[Pupil], body: str, field: str
) -> Reply | None:
    """The same for what goes to these children's families: a text that names one of them, of their
    classes or of the speaker's own is for that family as a rule. `field` is the one that asks for
    whom it is."""
    classes = {pupil.class_id for pupil in pupils if pupil.class_id is not None}
    if len(pupils) < SEVERAL or not classes:
        return None
    named = _named(turn, session, classes, body)
    return _ask(A_CHILD, named, label(pupils), field) if named else None


def _ask(text: Text, named: Sequence[str], whom: Value, field: str) -> Reply:
    choices = [
        Choice("send", SURE, Sense.YES),
        Choice(f"change {field}", OTHERS),
        Choice(NO, CANCEL, Sense.NO),
    ]
    return Reply(text, {"named": ", ".join(named), "whom": whom}, choices=choices)


def _other_classes(session: Session, whom: Audience, body: str, turn: Turn) -> list[str]:
    said = classes_said(body)
    groups = classes_of_school(session, turn.speaker.school)
    named = [group.name for group in groups if group.name.upper() in said]
    given = [group.name for group in groups if group.id in whom.classes]
    return [] if whom.classes and set(named) <= set(given) else named


def _named(
    turn: Turn, session: Session, classes: Collection[int], body: str, *, exact: bool = False
) -> list[str]:
    """Whom of these classes, and of the speaker's own pupils, a text names."""
    mine = yours(turn, session)
    pupils = list(dict.fromkeys([*pupils_of_class(session, *classes), *mine]))
    names = [pupil.name for pupil in pupils]
    found = find_children(body, names).found
    if exact:
        found = tuple(
            one.name for one in mentions_in(body, names) if one.name and one.sure >= EXACT
        )
    return [pupil.label for pupil in pupils if pupil.name in found]
