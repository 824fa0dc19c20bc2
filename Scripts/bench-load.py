#!/usr/bin/env python3
"""Measures what the engine itself costs: beside xargs when agents only take time, and under a flood of events.

Usage: bench-load.py CONCLAVE EXAMPLE_REPOSITORY OUTPUT.json
LOAD_SECONDS=60 and LOAD_RATE=80000 (events a second, all agents together) set the flood.
"""
import fcntl
import fileinput
import glob
import json
import os
import pty
import re
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time

ROUNDS = 5
PAUSE = "[*]\nsilence 3s\ndone\n"
SPECIALISTS = 7


def environment(state):
    return dict(os.environ, XDG_STATE_HOME=state, TERM="xterm-256color", LC_ALL="C.UTF-8")


def run_directory(state):
    return max(glob.glob(f"{state}/conclave/runs/*"), key=os.path.getmtime)


def timed(command, **how):
    start = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **how)
    return time.monotonic() - start


def orchestration(conclave, repository, scratch):
    """Seven agents that each take three seconds, beside xargs that starts the very same commands."""
    scenario = f"{scratch}/pause.rehearsal"
    with open(scenario, "w", encoding="utf-8") as file:
        file.write(PAUSE)
    state = f"{scratch}/pause"
    review = [conclave, "review", "--print", "--runtime", f"rehearsal:{scenario}"]
    timed(review, cwd=repository, env=environment(state))
    prompts = sorted(glob.glob(f"{run_directory(state)}/agents/*.prompt"))
    assert len(prompts) == SPECIALISTS, prompts
    peer = ["xargs", "-P", str(SPECIALISTS), "-I{}", "sh", "-c", f"exec '{conclave}' agent-rehearsal <'{{}}'"]
    samples = ([], [])
    for _ in range(ROUNDS):
        samples[0].append(timed(review, cwd=repository, env=environment(state)))
        samples[1].append(timed(peer, input="\n".join(prompts), text=True))
    mine, other = map(statistics.median, samples)
    return {"work": "P4 seven agents of 3 s: wall beside xargs -P7", "seen": f"{mine:.3f} s / {other:.3f} s = {mine / other:.4f}",
            "target": "≤ 1.02", "met": mine / other <= 1.02}


def write_flood(path, seconds, rate):
    """A recorded stream with numbered deltas; time stamps say when each is due."""
    with open(path, "w", encoding="utf-8") as file:
        def line(kind, milliseconds, rest):
            file.write(f'{{"type":"{kind}","timestamp":{1764000000000 + milliseconds},"sessionID":"ses_load",{rest}}}\n')
        line("step_start", 0, '"part":{"sessionID":"ses_load","type":"step-start"}')
        count = int(seconds * rate)
        for number in range(count):
            line("text_delta", number * 1000 // rate, f'"part":{{"id":"p","text":"event {number} of a line of prose that goes on\\n"}}')
        end = seconds * 1000
        line("text_delta", end, '"part":{"id":"p","text":"<done findings=\\"0\\"/>"}')
        line("step_finish", end, '"part":{"sessionID":"ses_load","type":"step-finish","reason":"stop","cost":0,'
             '"tokens":{"total":2,"input":1,"output":1,"reasoning":0,"cache":{"read":0,"write":0}}}')
        line("session_end", end, '"reason":"stop"')
    return count


class Screen:
    """The program on a terminal of 200 × 60, with what its own process has used."""

    def __init__(self, command, cwd, env):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(cwd)
            os.execve(command[0], command, env)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 200, 0, 0))
        self.drawn = 0
        self.cpu = 0.0
        self.peak = 0

    def drain(self, seconds):
        """Reads what is drawn for a time; false when the terminal is closed."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if select.select([self.terminal], [], [], left)[0]:
                try:
                    drawn = os.read(self.terminal, 1 << 16)
                except OSError:
                    return False
                self.drawn += len(drawn)
        return True

    def look(self):
        with open(f"/proc/{self.pid}/stat", encoding="utf-8") as file:
            fields = file.read().rpartition(")")[2].split()
        self.cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        with open(f"/proc/{self.pid}/status", encoding="utf-8") as file:
            peak = re.search(r"VmHWM:\s*(\d+)", file.read())
        self.peak = int(peak[1]) // 1024 if peak else self.peak

    def leave(self):
        for _ in range(100):
            try:
                os.write(self.terminal, b"q")
            except OSError:
                break
            if not self.drain(0.2):
                break
        os.waitpid(self.pid, 0)


def segments(state):
    """The files of the recording, which is closed and goes on in a new file as it grows, oldest first."""
    return sorted(glob.glob(f"{state}/conclave/runs/*/journal*.jsonl"), key=lambda path: (len(path), path))


def last_line(path):
    with open(path, "rb") as file:
        file.seek(max(0, os.path.getsize(path) - 4096))
        return file.read().rstrip(b"\n").rpartition(b"\n")[2]


def flood(conclave, repository, scratch, seconds, rate):
    """Seven specialists at once on the screen, recorded, as many events in all as eight agents of 10,000 a second."""
    stream = f"{scratch}/flood.jsonl"
    each = rate // SPECIALISTS
    count = write_flood(stream, seconds, each)
    state = f"{scratch}/flood"
    screen = Screen([conclave, "review", "--runtime", f"rehearsal:{stream}"], repository, environment(state))
    start = time.monotonic()
    while screen.drain(0.25):
        screen.look()
        journal = segments(state)
        if journal and b'"finished"' in last_line(journal[-1]):
            break
        if time.monotonic() - start > 10 * seconds + 120:
            print("the flood did not end", file=sys.stderr)
            break
    wall = time.monotonic() - start
    screen.look()
    screen.leave()
    return check(segments(state), count, seconds, each, wall, screen)


def check(journal, count, seconds, each, wall, screen):
    pattern = re.compile(rb'"t":(\d+),"type":"text_delta","agent":"([a-z-]+)".*?"text":"event (\d+) ')
    due, first, lags, lost, reordered = {}, {}, [], 0, 0
    for line in fileinput.input(journal, mode="rb"):
        found = pattern.search(line)
        if not found:
            continue
        at, who, number = int(found[1]), found[2], int(found[3])
        expected = due.get(who, 0)
        if number < expected:
            reordered += 1
        lost += max(0, number - expected)
        due[who] = number + 1
        lags.append(at - first.setdefault(who, at) - number * 1000 // each)
    lost += sum(count - due.get(who, 0) for who in due) + count * (SPECIALISTS - len(due))
    lags.sort()
    behind = lags[len(lags) * 99 // 100] if lags else -1
    name = f"P5 {SPECIALISTS} agents × {each} events/s × {seconds} s"
    return [
        {"work": name + ": lost, reordered", "seen": f"{lost}, {reordered} of {count * SPECIALISTS}", "target": "0, 0",
         "met": lost == 0 and reordered == 0},
        {"work": name + ": CPU of conclave", "seen": f"{screen.cpu:.1f} s (wall {wall:.1f} s)", "target": f"≤ {seconds} s",
         "met": screen.cpu <= seconds},
        {"work": name + ": memory", "seen": f"{screen.peak} MB", "target": "≤ 150 MB", "met": screen.peak <= 150},
        # From the moment that an event is due until it is in the log: the agent's own delay counts too.
        {"work": name + ": p99 from due to log", "seen": f"{behind} ms", "target": "≤ 100 ms", "met": 0 <= behind <= 100},
        {"work": name + ": drawn", "seen": f"{screen.drawn // 1000} kB", "target": "–", "met": None},
    ]


def main():
    conclave, repository, output = sys.argv[1:]
    seconds, rate = int(os.environ.get("LOAD_SECONDS", 60)), int(os.environ.get("LOAD_RATE", 80000))
    with tempfile.TemporaryDirectory(prefix="conclave-load-") as scratch:
        rows = [orchestration(conclave, repository, scratch)] + flood(conclave, repository, scratch, seconds, rate)
    print(f"{'work':64} {'seen':>36} {'target':>10}  met")
    for row in rows:
        print(f"{row['work']:64} {row['seen']:>36} {row['target']:>10}  {({True: 'yes', False: 'NO', None: '–'})[row['met']]}")
    with open(output, "w", encoding="utf-8") as file:
        json.dump(rows, file, indent=2, ensure_ascii=False)


if __name__ == "__main__":
    main()
