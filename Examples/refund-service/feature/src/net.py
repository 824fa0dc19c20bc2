"""Calls to other services: time limit, retries, trace header."""

import json
import time
import urllib.error
import urllib.request
import uuid

TIME_LIMIT = 5.0
ATTEMPTS = 3


def post(url, body):
    """Posts JSON and returns the JSON answer; raises OSError after the last attempt."""
    data = json.dumps(body).encode()
    headers = {"Content-Type": "application/json", "X-Trace": uuid.uuid4().hex}
    for attempt in range(1, ATTEMPTS + 1):
        request = urllib.request.Request(url, data=data, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=TIME_LIMIT) as answer:  # ENG-7: this is the place
                return json.load(answer)
        except urllib.error.URLError:
            if attempt == ATTEMPTS:
                raise
            time.sleep(0.2 * 2**attempt)
