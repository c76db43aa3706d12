"""Homework and its relatives: things to bring, uniform, early dismissal.

Each is a notice of one kind with a due day beside it. `assigning` is what teachers say,
`doing` and `asking` what guardians say.
"""

from handlers.homework.asking import questions
from handlers.homework.assigning import teachers
from handlers.homework.doing import families
from handlers.homework.reminding import remind, sum_up

__all__ = ["families", "questions", "remind", "sum_up", "teachers"]
