#!/usr/bin/env bash
# Makes a scratch repository with a feature branch to review, the same one each time.
# Usage: make-example.sh DIRECTORY
#
# DIRECTORY must not exist. Beside it a bare repository DIRECTORY-origin.git plays the remote, so that `conclave` finds what
# the next push would send: main = origin/main, checked out is feature/refunds with three commits on top.
set -euo pipefail

if [[ $# -ne 1 ]]; then
  echo "usage: $0 DIRECTORY" >&2
  exit 2
fi
example=$(cd "$(dirname "$0")/refund-service" && pwd)
mkdir -p "$(dirname "$1")"
directory=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
origin=$directory-origin.git
for taken in "$directory" "$origin"; do
  if [[ -e $taken ]]; then
    echo "$0: $taken exists; name a new directory, or remove it" >&2
    exit 2
  fi
done

# Nothing of the user's own git: neither hooks nor signing nor other names.
unset "${!GIT_@}"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null GIT_TERMINAL_PROMPT=0
export GIT_AUTHOR_NAME="Robin Okafor" GIT_AUTHOR_EMAIL=robin@till.example
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
tree() { git -C "$directory" "$@"; }

# commit DATE MESSAGE [PATH…]: takes the paths, or everything, as the feature (or base) tree has them.
commit() {
  local date=$1 message=$2
  shift 2
  tree add -- "${@:-.}"
  GIT_AUTHOR_DATE=$date GIT_COMMITTER_DATE=$date tree commit --quiet --message "$message"
}

git init --quiet --initial-branch=main "$directory"
cp -R "$example/base/." "$directory/"
commit 2026-03-02T09:12:00+0100 "Till 1.4.0"

git clone --quiet --bare "$directory" "$origin"
tree remote add origin "$origin"
tree fetch --quiet origin
tree branch --quiet --set-upstream-to=origin/main main
tree remote set-head origin main

tree checkout --quiet -b feature/refunds
cp -R "$example/feature/." "$directory/"
commit 2026-03-05T17:40:00+0100 "Add refunds

Back office staff can pay back an order or a part of it." AGENTS.md README.md docs migrations src tests
commit 2026-03-05T18:25:00+0100 "Run the tests with pytest" Makefile requirements.txt
commit 2026-03-05T19:03:00+0100 "Release 1.5.0"

echo "$directory: feature/refunds, three commits on top of origin/main"
