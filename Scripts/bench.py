#!/usr/bin/env python3
"""Times Conclave beside peers on the same files: alternating runs, medians, one table and the same as JSON.

Usage: bench.py CONCLAVE EXAMPLE_REPOSITORY SEMGREP OUTPUT.json
Each command is timed by hyperfine, one run at a time, so that both sides meet the same disturbances.
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile

ROUNDS = 7


def timed(command, directory, environment):
    """Seconds of one run by hyperfine."""
    with tempfile.NamedTemporaryFile(suffix=".json") as result:
        subprocess.run(
            ["hyperfine", "--runs", "1", "--ignore-failure", "--shell", "none", "--export-json", result.name, command],
            cwd=directory, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return json.load(result)["results"][0]["median"]


def main():
    conclave, repository, semgrep, output = sys.argv[1:]
    rules = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bench-semgrep.yml")
    changed = subprocess.run(
        ["git", "diff", "--name-only", "--diff-filter=d", "origin/main...HEAD"],
        cwd=repository, check=True, capture_output=True, text=True).stdout.split()
    with tempfile.TemporaryDirectory() as state:
        environment = dict(
            os.environ, XDG_STATE_HOME=state, SEMGREP_SEND_METRICS="off", SEMGREP_ENABLE_VERSION_CHECK="0")
        pairs = [
            ("review of the example, rules, seven agents", f"{conclave} review --print", "semgrep",
             f"{semgrep} scan --quiet --metrics off --config {rules} " + " ".join(changed), 0.2),
            ("start: --version", f"{conclave} --version", "git", "git --version", None),
            ("explain (intake only)", f"{conclave} explain", "git diff", "git diff origin/main...HEAD", None),
        ]
        rows = []
        for work, ours, peer, theirs, target in pairs:
            samples = ([], [])
            for _ in range(ROUNDS):
                samples[0].append(timed(ours, repository, environment))
                samples[1].append(timed(theirs, repository, environment))
            mine, other = map(statistics.median, samples)
            rows.append({
                "work": work, "ours_s": round(mine, 4), "peer": peer, "peer_s": round(other, 4),
                "ratio": round(mine / other, 3), "target": target,
                "met": None if target is None else mine / other <= target, "files": len(changed)})
    print(f"{'work':44} {'ours':>9} {'peer':>20} {'ratio':>8} {'target':>8}  met")
    for row in rows:
        peer = f"{row['peer']} {row['peer_s'] * 1000:.0f} ms"
        target = "–" if row["target"] is None else f"≤ {row['target']}"
        met = {None: "–", True: "yes", False: "NO"}[row["met"]]
        print(f"{row['work']:44} {row['ours_s'] * 1000:6.0f} ms {peer:>20} {row['ratio']:8.3f} {target:>8}  {met}")
    with open(output, "w", encoding="utf-8") as file:
        json.dump(rows, file, indent=2, ensure_ascii=False)


if __name__ == "__main__":
    main()
