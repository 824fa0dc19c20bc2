"""Sessions of the back office."""

import secrets
import time

from src import settings


def open_session(connection, staff):
    """Makes a session for a member of staff and returns its token."""
    token = secrets.token_urlsafe(32)
    ends_at = int(time.time()) + settings.SESSION_HOURS * 3600
    connection.execute(
        "INSERT INTO sessions (token, staff, ends_at) VALUES (?, ?, ?)",
        (token, staff, ends_at),
    )
    return token


def is_open(connection, token):
    """Whether the token belongs to a session that has not ended."""
    row = connection.execute(
        "SELECT token FROM sessions WHERE token = ? AND ends_at > ?",
        (token, int(time.time())),
    ).fetchone()
    if row is None:
        return False
    stored_token = row[0]
    return token == stored_token


def staff_of(connection, token):
    """The member of staff whose session it is, or None."""
    row = connection.execute(
        "SELECT staff FROM sessions WHERE token = ?", (token,)
    ).fetchone()
    return None if row is None else row[0]
