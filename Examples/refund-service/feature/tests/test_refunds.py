import sqlite3

import pytest

from src.db import refunds


@pytest.fixture
def connection():
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE TABLE refunds (id TEXT, order_id TEXT, cents INTEGER, reason TEXT, state TEXT, created_at INTEGER)"
    )
    return connection


def test_a_refund_is_open_at_first(connection):
    refunds.add_refund(connection, "o1", 500, "late")
    assert [refund.state for refund in refunds.newest_refunds(connection)] == ["open"]


@pytest.mark.skip
def test_a_partial_refund_leaves_the_rest(connection):
    refunds.add_refund(connection, "o1", 500, "late")
    assert refunds.refundable_cents(connection, "o1") == 730
