"""SQL for refunds."""

import time
import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class Refund:
    id: str
    order_id: str
    cents: int
    reason: str
    state: str


def add_refund(connection, order_id, cents, reason):
    """Writes an open refund and returns its number."""
    refund_id = uuid.uuid4().hex
    connection.execute(
        "INSERT INTO refunds (id, order_id, cents, reason, state, created_at)"
        " VALUES (?, ?, ?, ?, 'open', ?)",
        (refund_id, order_id, cents, reason, int(time.time())),
    )
    return refund_id


def newest_refunds(connection, limit=100):
    """The newest refunds, newest first."""
    rows = connection.execute(
        "SELECT id, order_id, cents, reason, state FROM refunds ORDER BY created_at DESC LIMIT ?",
        (limit,),
    )
    return [Refund(*row) for row in rows]


def set_state(connection, refund_id, state):
    connection.execute("UPDATE refunds SET state = ? WHERE id = ?", (state, refund_id))
