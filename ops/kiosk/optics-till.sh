#!/bin/sh
# The till on the whole screen, started with the session of the PC's own till user. The server's address is the only argument.
# Silent printing goes to the system's default printer (reports on A4; receipts are printed by the register itself).
set -eu
SERVER=${1:?usage: optics-till.sh https://server}
PROFILE=${OPTICS_TILL_PROFILE:-$HOME/.config/optics-till}
# Chromium that was switched off with the PC must not greet the cashier with "restore pages".
for file in "$PROFILE/Default/Preferences"; do
  [ -f "$file" ] && sed -i 's/"exit_type":"Crashed"/"exit_type":"Normal"/; s/"exited_cleanly":false/"exited_cleanly":true/' "$file"
done
# The program keeps the screen on while somebody works and lets go when the till is locked; ten minutes later it sleeps. Where the display
# is not X's (Wayland) the desktop's own setting counts, and a complaint of xset must not keep the till from starting.
if command -v xset >/dev/null 2>&1 && [ -n "${DISPLAY:-}" ]; then xset s 600 600 +dpms dpms 600 600 600 || true; fi
while :; do
  chromium --kiosk --app="$SERVER/" --user-data-dir="$PROFILE" --kiosk-printing \
    --no-first-run --no-default-browser-check --disable-pinch --overscroll-history-navigation=0 \
    --autoplay-policy=no-user-gesture-required || true
  # Closed by hand or by a fault: the till comes back.
  sleep 2
done
