"""SQL for orders."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Order:
    id: str
    customer: str
    cents: int
    state: str


COLUMNS = "id, customer, cents, state"


def load_order(connection, order_id):
    """The order, or None."""
    row = connection.execute(
        "SELECT id, customer, cents, state FROM orders WHERE id = ?", (order_id,)
    ).fetchone()
    return None if row is None else Order(*row)


def newest_orders(connection, limit=100):
    """The newest orders, newest first."""
    rows = connection.execute(
        "SELECT id, customer, cents, state FROM orders ORDER BY created_at DESC LIMIT ?",
        (limit,),
    )
    return [Order(*row) for row in rows]


def load_items(connection, order_id):
    """Number and price of each item of an order."""
    return connection.execute(
        "SELECT sku, cents FROM items WHERE order_id = ?", (order_id,)
    ).fetchall()


def set_state(connection, order_id, state):
    connection.execute("UPDATE orders SET state = ? WHERE id = ?", (state, order_id))
