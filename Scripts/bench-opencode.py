#!/usr/bin/env python3
"""Measures seven OpenCode specialists: sessions of one server against a process each, as reviews run them.

Usage: bench-opencode.py CONCLAVE EXAMPLE_REPOSITORY STAND_IN OUTPUT.json
The program is OPENCODE, or the `opencode` of PATH, against a provider on the loopback; else the stand-in at recorded speed, whose
figures say what Conclave adds and not what OpenCode costs.
"""
import glob
import http.server
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

MODES = ("host", "process")
ANSWER = "Reading the change, one file after the other, and what calls it. " * 12 + '\n<done findings="0"/>\n'
PIECE, PAUSE = 20, 0.1


class Provider(http.server.BaseHTTPRequestHandler):
    """Answers everybody with the same words, as slowly as a model writes."""
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            for start in range(0, len(ANSWER), PIECE):
                self.say({"delta": {"content": ANSWER[start:start + PIECE]}})
                time.sleep(PAUSE)
            self.say({"delta": {}, "finish_reason": "stop"},
                     {"prompt_tokens": 9000, "completion_tokens": 200, "total_tokens": 9200})
            self.wfile.write(b"data: [DONE]\n\n")
        except OSError:
            pass

    def say(self, choice, usage=None):
        chunk = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [dict(choice, index=0)]}
        self.wfile.write(f"data: {json.dumps(dict(chunk, **({'usage': usage} if usage else {})))}\n\n".encode())
        self.wfile.flush()


def program(scratch, stand_in):
    """The program, what it is called in the table, and the model that it is asked for."""
    real = os.environ.get("OPENCODE") or shutil.which("opencode")
    if real:
        version = subprocess.run([real, "--version"], capture_output=True, text=True, check=True).stdout.strip()
        return real, f"opencode {version}", "m"
    folder = f"{scratch}/bin"
    os.makedirs(f"{folder}/answers")
    shutil.copy(stand_in, f"{folder}/opencode")
    with open(f"{folder}/answers/slow.txt", "w", encoding="utf-8") as file:
        file.write(ANSWER)
    with open(f"{folder}/opencode.settings", "w", encoding="utf-8") as file:
        file.write(f"STAND_IN_SPEED=1\nSTAND_IN_ANSWERS={folder}/answers\n")
    return f"{folder}/opencode", "the stand-in", "slow"


def tree(root):
    """Processes below `root`, itself included."""
    parents = {}
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                text = file.read()
        except OSError:
            continue
        parents[int(text.split(" ", 1)[0])] = int(text.rsplit(") ", 1)[1].split()[1])
    found, size = {root}, 0
    while len(found) != size:
        size = len(found)
        found |= {process for process, parent in parents.items() if parent in found}
    return found


def resident(processes):
    """Bytes in memory, those that several share counted once; by the programs' names."""
    sums = {}
    for process in processes:
        try:
            with open(f"/proc/{process}/comm", encoding="utf-8", errors="replace") as file:
                name = file.read().strip()
            with open(f"/proc/{process}/smaps_rollup", encoding="utf-8") as file:
                found = re.search(r"^Pss:\s+(\d+)", file.read(), re.M)
        except OSError:
            continue
        if found:
            sums[name] = sums.get(name, 0) + int(found[1]) * 1024
    return sums


def review(conclave, repository, state, mode, variables):
    command = [conclave, "review", "--runtime", "opencode", "--opencode", mode, "--tier", "full", "--format", "jsonl"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=repository, stdout=subprocess.PIPE, text=True,
                               env=dict(os.environ, XDG_STATE_HOME=state, LC_ALL="C.UTF-8", **variables))
    peak, by_name, is_over = [0], [{}], threading.Event()

    def watch():
        while not is_over.wait(0.1):
            sums = resident(tree(process.pid))
            if sum(sums.values()) > peak[0]:
                peak[0], by_name[0] = sum(sums.values()), sums

    watcher = threading.Thread(target=watch)
    watcher.start()
    first, begun, ends = {}, {}, {}
    for line in process.stdout:
        event, now = json.loads(line), time.monotonic() - start
        agent, kind = event.get("agent"), event["type"]
        if agent == "coordinator":
            continue
        if kind == "attempt_started":
            begun.setdefault(agent, now)
        elif kind in ("text_delta", "text", "reasoning_delta"):
            first.setdefault(agent, now)
        elif kind == "ended":
            ends[agent] = event["state"]
    status = process.wait()
    wall = time.monotonic() - start
    is_over.set()
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert set(ends.values()) == {"done"} and len(begun) >= 5, (status, ends)
    return {
        "specialists": len(begun), "first": max(first.values()), "median_first": statistics.median(first.values()),
        "wall": wall, "peak": peak[0], "by_name": by_name[0],
        "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
    }


def main():
    conclave, repository, stand_in, output = sys.argv[1:]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(prefix="conclave-opencode-") as scratch:
        path, name, model = program(scratch, stand_in)
        variables = {
            "CONCLAVE_OPENCODE_PATH": os.path.realpath(path), "CONCLAVE_MODELS_STANDARD": model,
            "CONCLAVE_DIRECT_BASE_URL": f"http://127.0.0.1:{server.server_address[1]}/v1",
        }
        if name == "the stand-in":
            # In a sandbox it could not read its settings.
            variables["CONCLAVE_REVIEW_SANDBOX"] = "none"
        seen = {mode: review(conclave, repository, f"{scratch}/{mode}", mode, variables) for mode in MODES}
    host, alone = seen["host"], seen["process"]
    is_real = name != "the stand-in"
    rows = [
        ("first text on every pane", f"{host['first']:.1f} s / {alone['first']:.1f} s", alone["first"] / host["first"], "≤ 4 s",
         host["first"] <= 4),
        ("memory of all processes, at most", f"{host['peak'] / 2**20:.0f} / {alone['peak'] / 2**20:.0f} MiB",
         alone["peak"] / host["peak"], "≤ 1 GiB", host["peak"] <= 2**30),
        ("processor time", f"{host['cpu']:.1f} s / {alone['cpu']:.1f} s", alone["cpu"] / host["cpu"], "–", None),
        ("wall", f"{host['wall']:.1f} s / {alone['wall']:.1f} s", alone["wall"] / host["wall"], "–", None),
    ]
    title = f"P13 {host['specialists']} specialists, {name}: one host / a process each"
    print(f"{title:64} {'seen':>24} {'ratio':>7} {'target':>8}  met")
    for work, figures, ratio, target, met in rows:
        print(f"{work:64} {figures:>24} {ratio:>7.2f} {target:>8}  {({True: 'yes', False: 'NO', None: '–'})[met]}")
    shares = ", ".join(f"{part} {size / 2**20:.0f}" for part, size in sorted(host["by_name"].items(), key=lambda item: -item[1]))
    print(f"  of that with one host, in MiB: {shares}")
    with open(output, "w", encoding="utf-8") as file:
        json.dump({"program": name, "real": is_real, **seen}, file, indent=2)


if __name__ == "__main__":
    main()
