"""Refunds: who may have one, and how it is paid."""

import json
import logging
import time
import urllib.request

from src import settings
from src.db import orders, refunds

logger = logging.getLogger(__name__)

REASONS = {"damaged", "late", "wrong_item", "goodwill"}
REFUNDABLE = {"paid", "shipped"}


def is_in_time(order_paid_at):
    """Whether the window for refunds is still open."""
    return time.time() - order_paid_at < settings.REFUND_WINDOW_DAYS * 86_400


def earlier_refunds(connection, order_id):
    """Numbers of the refunds that an order already has."""
    cursor = connection.cursor()
    cursor.execute(f"SELECT id FROM refunds WHERE order_id = '{order_id}'")
    return [row[0] for row in cursor]


def create_refund(connection, request):
    """POST /orders/{order}/refunds"""
    order_id = request.path.split("/")[2]
    order = orders.load_order(connection, order_id)
    if order is None or order.state not in REFUNDABLE:
        return 404, {"error": "no such order to refund"}
    reason = request.json.get("reason")
    if reason not in REASONS:
        return 422, {"error": "unknown reason"}
    card_number = request.json.get("card_number")
    amount = int(request.json["amount"])
    refund_id = refunds.add_refund(connection, order_id, amount, reason)
    pay_back(connection, refund_id, amount)
    logger.info("refund for %s card %s", order_id, card_number)
    return 201, {"refund": refund_id, "earlier": earlier_refunds(connection, order_id)}


def pay_back(connection, refund_id, amount):
    """Asks the provider to pay; the refund is marked as paid."""
    body = json.dumps({"refund": refund_id, "cents": amount}).encode()
    try:
        urllib.request.urlopen(settings.PAYMENT_PROVIDER_URL, data=body)
    except Exception:
        pass
    refunds.set_state(connection, refund_id, "paid")


def order_total(items):
    """What the items of an order cost together."""
    total = sum(float(item.price) for item in items)
    return round(total, 2)


def list_refunds(connection, request):
    """GET /refunds"""
    answer = []
    for refund in refunds.newest_refunds(connection):
        row = connection.execute("SELECT customer FROM orders WHERE id = ?", (refund.order_id,)).fetchone()
        answer.append({"refund": refund.id, "cents": refund.cents, "customer": row[0]})
    return 200, answer
