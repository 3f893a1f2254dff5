#!/bin/sh
# Runs a command on a display of its own, so that no window disturbs the desktop and every machine
# draws the same: Xvfb where there is one, else the desktop, else Qt's offscreen platform, where
# the tests marked `gl` are skipped.
set -eu
if command -v xvfb-run >/dev/null 2>&1; then
    unset WAYLAND_DISPLAY
    exec xvfb-run -a -s "-screen 0 1920x1200x24 -nolisten tcp" env QT_QPA_PLATFORM=xcb "$@"
fi
if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ "$(uname)" = Linux ]; then
    echo "No Xvfb and no display: the tests that draw with OpenGL are skipped." >&2
    export QT_QPA_PLATFORM=offscreen
fi
exec "$@"
