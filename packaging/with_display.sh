#!/bin/sh
# Runs a command on a display of its own, so that no window disturbs the desktop and every machine
# draws the same: Xvfb where there is one, else the desktop, else Qt's offscreen platform, where
# the tests marked `gl` are skipped.
set -eu

if ! command -v Xvfb >/dev/null 2>&1; then
    if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ "$(uname)" = Linux ]; then
        echo "No Xvfb and no display: the tests that draw with OpenGL are skipped." >&2
        export QT_QPA_PLATFORM=offscreen
    fi
    exec "$@"
fi

# The server takes a free number itself and tells it: two at the same time never meet.
number=$(mktemp)
Xvfb -displayfd 3 -screen 0 1920x1200x24 -nolisten tcp -noreset 3>"$number" >/dev/null 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -f "$number"' EXIT
trap 'exit 130' INT TERM
while [ ! -s "$number" ]; do
    kill -0 "$server" 2>/dev/null || { echo "Xvfb did not start." >&2; exit 1; }
    sleep 0.1
done

unset WAYLAND_DISPLAY XAUTHORITY
status=0
DISPLAY=":$(cat "$number")" QT_QPA_PLATFORM=xcb "$@" || status=$?
exit "$status"
