"""What WhatsApp messages cost, answers included."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.settings import SchoolSettings
from models.spending import Metered, metered_since
from tests.cast import MONDAY, Cast
from tests.dialogue import Chat

RULES = SchoolSettings(template_price=600, service_price=350, free_messages=1000)


@pytest.mark.parametrize(
    ("sent", "charged", "cost"),
    [
        (Metered(0, 1000), 0, 0),
        (Metered(2, 1000), 2, 1200),
        (Metered(0, 1003), 3, 1050),
        (Metered(1, 1001), 2, 950),
    ],
)
def test_what_is_beyond_the_free_ones_costs(sent: Metered, charged: int, cost: int) -> None:
    assert (sent.charged(RULES), sent.cost(RULES)) == (charged, cost)


def test_answers_count_and_telegram_does_not(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.ratna, "menu")  # on Telegram
    chat.says(cast.wati, "menu")
    chat.says(cast.sari, "bu, Aisyah alergi kacang")
    since = MONDAY - timedelta(days=1)
    assert metered_since(session, cast.school.id, since) == Metered(0, 2)
    assert metered_since(session, cast.school.id, MONDAY + timedelta(days=1)) == Metered()


def test_an_announcement_says_what_it_costs_beyond_the_free_ones(
    chat: Chat, session: Session, cast: Cast
) -> None:
    cast.school.settings = {"service_price": 350, "free_messages": 1, "monthly_budget": 1000}
    session.flush()
    chat.says(cast.wati, "menu")
    chat.says(cast.dewi, "umumkan 3B: besok bawa topi")
    (shown,) = chat.heard(cast.dewi)
    assert "Rp700" in shown.replace(" ", "").replace(".", "")
