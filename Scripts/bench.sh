#!/usr/bin/env bash
# Times a review of the example beside semgrep on the same files, then what the engine itself costs under load,
# then seven OpenCode specialists through one server beside a process each.
# Usage: bench.sh CONCLAVE      SEMGREP=PATH names one; otherwise the one on PATH, or one that is installed into .build.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
conclave=$(realpath "$1")
semgrep=${SEMGREP:-$(command -v semgrep || true)}
if [[ -z $semgrep ]]; then
  semgrep=$root/.build/semgrep/bin/semgrep
  if [[ ! -x $semgrep ]]; then
    python3 -m venv "$root/.build/semgrep"
    "$root/.build/semgrep/bin/pip" install --quiet semgrep
  fi
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/conclave-bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
"$root/Examples/make-example.sh" "$scratch/refund-service" >/dev/null
python3 "$root/Scripts/bench.py" "$conclave" "$scratch/refund-service" "$semgrep" "$root/.build/bench.json"
python3 "$root/Scripts/bench-load.py" "$conclave" "$scratch/refund-service" "$root/.build/bench-load.json"
# Without OpenCode the stand-in of the tests plays its part.
stand_in=$root/.build/debug/opencode-stand-in
if [[ -z ${OPENCODE:-$(command -v opencode || true)} && ! -x $stand_in ]]; then
  swift build --package-path "$root" --product opencode-stand-in >/dev/null
fi
python3 "$root/Scripts/bench-opencode.py" "$conclave" "$scratch/refund-service" "$stand_in" "$root/.build/bench-opencode.json"
