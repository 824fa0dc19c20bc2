"""Settings, read once at start; docs/settings.md lists them."""

import os

DATABASE = os.environ["TILL_DATABASE"]
PORT = int(os.environ.get("TILL_PORT", "8080"))
SESSION_HOURS = int(os.environ.get("TILL_SESSION_HOURS", "8"))
REFUND_WINDOW_DAYS = int(os.environ.get("REFUND_WINDOW_DAYS", "14"))
PAYMENT_PROVIDER_URL = os.environ["PAYMENT_PROVIDER_URL"]
