#!/bin/sh
# Finds a Python that is recent enough, as root on Debian installs one, and lets machine.py see to the rest.
set -eu
cd "$(dirname "$0")/../.."
PATH="$PATH:/usr/sbin:/sbin"

find_python() {
  for python in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && return
  done
  return 1
}

if ! find_python; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing what this machine lacks: python3"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3 >/dev/null </dev/null
  fi
  find_python || {
    echo "Python 3.11 or newer is needed; type: sudo apt-get install -y python3 (on macOS: brew install python)" >&2
    exit 1
  }
fi
exec "$python" -m operations.supervisor.machine "$1"
