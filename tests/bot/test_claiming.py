"""What claiming reads, however many messages wait."""

from __future__ import annotations

from bot.outbound import claiming
from bot.storage.database import connect, sessions_on
from tests.cast import MONDAY
from tests.stages import EMPTY, Templates


def test_a_claim_reads_no_table_from_end_to_end(made: Templates) -> None:
    asked: list[str] = []
    with sessions_on(connect(made.copy("sqlite", EMPTY))).begin() as session:
        driver = session.connection().connection.driver_connection
        assert driver
        driver.set_trace_callback(asked.append)
        claiming.claim(session, MONDAY, "whatsapp", 16, [1, 2])
        claiming.abandoned(session, MONDAY, MONDAY - MONDAY, "whatsapp")
        driver.set_trace_callback(None)
        statements = [sql for sql in asked if "outbox" in sql]
        plans = [driver.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall() for sql in statements]
    assert len(statements) == 4
    assert [row[-1] for plan in plans for row in plan if row[-1].startswith("SCAN")] == []
