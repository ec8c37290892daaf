#!/bin/sh
# Tells the gateway of this PC what its UPS says (POST /v1/power), as root.
# apcupsd: install as /etc/apcupsd/onbattery, /etc/apcupsd/offbattery, /etc/apcupsd/failing and /etc/apcupsd/runlimit (it is called with
#   nothing that names the event, so the name of the file counts). NUT: NOTIFYCMD in upsmon.conf with NOTIFYFLAG EXEC for ONLINE, ONBATT and
#   LOWBATT (upsmon sets NOTIFYTYPE). By hand: ups-on-battery.sh battery 12, ups-on-battery.sh line.
# On battery it should be called again each minute while minutes count: */1 * * * * root ups-on-battery.sh poll
set -eu
ROOT=${OPTICS_GATEWAY_ROOT:-/opt/optics-gateway}
UPS=${OPTICS_UPS:-ups@localhost}

minutes_left() {
  if command -v apcaccess >/dev/null 2>&1; then
    apcaccess -u -p TIMELEFT 2>/dev/null | cut -d. -f1
  elif command -v upsc >/dev/null 2>&1; then
    seconds=$(upsc "$UPS" battery.runtime 2>/dev/null) && echo $((${seconds%.*} / 60))
  fi
}

on_battery() {
  if command -v apcaccess >/dev/null 2>&1; then
    apcaccess -p STATUS 2>/dev/null | grep -q ONBATT
  elif command -v upsc >/dev/null 2>&1; then
    upsc "$UPS" ups.status 2>/dev/null | grep -qw OB
  else
    return 1
  fi
}

event=${NOTIFYTYPE:-}
if [ -z "$event" ]; then
  event=$(basename "$0")
  case $event in onbattery | offbattery | failing | runlimit) ;; *) event=${1:-} ;; esac
fi

case $event in
  battery) set -- battery "${2:-}" ;;
  onbattery | ONBATT) set -- battery "$(minutes_left || true)" ;;
  failing | runlimit | LOWBATT) set -- battery 0 ;;
  line | offbattery | ONLINE) set -- line ;;
  poll) on_battery || exit 0; set -- battery "$(minutes_left || true)" ;;
  *) echo "ups-on-battery.sh: battery [minutes] | line | poll, or called by apcupsd or NUT" >&2; exit 64 ;;
esac

cd "$ROOT/current"
exec ./bin/node ops/gateway/main.ts power "$@" --root "$ROOT" ${OPTICS_GATEWAY_OPTIONS:-}
