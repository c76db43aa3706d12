"""Homework and its relatives: things to bring, uniform, early dismissal.

Each is a notice of one kind with a due day beside it. `assigning` is what teachers say,
`doing` and `asking` what guardians say.
"""

from handlers.homework.asking import asking
from handlers.homework.assigning import assigning
from handlers.homework.doing import family
from handlers.homework.reminding import remind, sum_up

__all__ = ["asking", "assigning", "family", "remind", "sum_up"]
