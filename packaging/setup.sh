#!/bin/sh
# Sets the studio up in this folder: finds a Python, then bootstrap.py does the rest.
#   sh packaging/setup.sh [--tests] [--package]
set -eu
cd "$(dirname "$0")/.."

fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null
}

find_python() {
    for name in ${PYTHON:-} .venv/bin/python python3 python3.13 python3.12 python3.11 python3.14; do
        if command -v "$name" >/dev/null 2>&1 && fits "$name"; then
            echo "$name"
            return
        fi
    done
}

# Prints how to become root without a question: nothing for root, sudo where it needs no password.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        echo env
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        echo sudo -n
    fi
}

python=$(find_python)
if [ -z "$python" ] && command -v apt-get >/dev/null 2>&1 && [ -n "$(as_root)" ]; then
    echo "Installing Python with apt-get." >&2
    $(as_root) apt-get update -q && $(as_root) apt-get install -qy python3 python3-venv
    python=$(find_python)
fi
if [ -z "$python" ]; then
    echo "The studio needs Python 3.11 to 3.14 and found none. On Debian or Ubuntu, type:" >&2
    echo "    sudo apt-get install python3 python3-venv" >&2
    exit 1
fi
exec "$python" packaging/bootstrap.py "$@"
