#!/usr/bin/env bash
# Makes sure that Swift and the named Debian packages are there; installs missing packages, and nothing when none is.
# Usage: packages.sh PACKAGE…      PACKAGES=present skips the packages.
set -euo pipefail
wanted_major=6
wanted_minor=2

fail() {
  printf 'conclave: %s\n' "$@" >&2
  exit 1
}

if ! command -v swift >/dev/null; then
  fail "Swift $wanted_major.$wanted_minor or newer is needed and there is no swift on PATH" \
    "get it from https://www.swift.org/install/linux and run make again"
fi

check_swift() {
  local answer version major minor
  answer=$(swift --version 2>&1) || fail "swift does not start: $(tail -n 1 <<<"$answer")" \
    "install what https://www.swift.org/install/linux names for this system and run make again"
  version=$(sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' <<<"$answer" | head -n 1)
  major=${version%%.*}
  minor=${version##*.}
  if [[ -z $version ]] || ((major < wanted_major || (major == wanted_major && minor < wanted_minor))); then
    fail "Swift $wanted_major.$wanted_minor or newer is needed, this is ${version:-one that does not say its version}"
  fi
}

# Swift itself needs some of the packages to start: one that does not is asked again when they are there.
if swift --version >/dev/null 2>&1; then check_swift; fi

if [[ ${PACKAGES:-} == present ]]; then
  check_swift
  exit 0
fi

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  fail "this is not Debian; install what its packages hold: $*" "then run: make PACKAGES=present …"
fi

missing=()
for package in "$@"; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [[ $status == installed ]] || missing+=("$package")
done
if ((${#missing[@]} == 0)); then
  check_swift
  exit 0
fi

command=(env DEBIAN_FRONTEND=noninteractive apt-get)
if ((EUID != 0)); then
  command -v sudo >/dev/null || fail "as root, run: apt-get install ${missing[*]}"
  sudo=(sudo)
  # Without a terminal nobody can type a password.
  [[ -t 0 && -t 2 ]] || sudo=(sudo -n)
  command=("${sudo[@]}" "${command[@]}")
fi

printf 'installing %s\n' "${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() { "${command[@]}" install -y --no-install-recommends "${missing[@]}" </dev/null >"$log" 2>&1; }
if ! install; then
  # The lists may be old, or not there yet.
  "${command[@]}" update </dev/null >"$log" 2>&1 || true
  if ! install; then
    cat "$log" >&2
    fail "the packages could not be installed; as root, run: apt-get install ${missing[*]}"
  fi
fi
check_swift
