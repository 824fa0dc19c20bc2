"""Routes of the back office."""

import json
import sqlite3

from waitress import serve

from src import settings
from src.auth import session
from src.db import orders


class Request:
    """What a handler needs of a WSGI request."""

    def __init__(self, environ):
        self.method = environ["REQUEST_METHOD"]
        self.path = environ["PATH_INFO"]
        self.token = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
        length = int(environ.get("CONTENT_LENGTH") or 0)
        self.json = json.loads(environ["wsgi.input"].read(length) or b"{}")


def list_orders(connection, request):
    return 200, [vars(order) for order in orders.newest_orders(connection)]


def cancel_order(connection, request):
    order_id = request.path.split("/")[2]
    order = orders.load_order(connection, order_id)
    if order is None:
        return 404, {"error": "no such order"}
    if order.state == "shipped":
        return 409, {"error": "already shipped"}
    orders.set_state(connection, order_id, "cancelled")
    return 200, {"state": "cancelled"}


def route(request):
    """The handler for a request, or None."""
    parts = request.path.strip("/").split("/")
    match (request.method, parts):
        case ("GET", ["orders"]):
            return list_orders
        case ("POST", ["orders", _, "cancel"]):
            return cancel_order
    return None


def application(environ, start_response):
    request = Request(environ)
    with sqlite3.connect(settings.DATABASE) as connection:
        handler = route(request)
        if handler is None:
            status, body = 404, {"error": "no such route"}
        elif not session.is_open(connection, request.token):
            status, body = 401, {"error": "no session"}
        else:
            status, body = handler(connection, request)
    start_response(f"{status} ", [("Content-Type", "application/json")])
    return [json.dumps(body).encode()]


if __name__ == "__main__":
    serve(application, port=settings.PORT)
