#!/bin/sh
# Runs one part of the platform: a service or door by name, `provision`, or `migrate <service>`.
set -eu
part="${1:?name the part: a service, a door, provision, or migrate <service>}"
case "$part" in
  migrate) exec node /app/tools/migrate/dist/main.js "${2:?migrate needs a service}" ;;
  provision) exec node /app/tools/provision/dist/main.js ;;
  *[!a-z-]*) echo "\"$part\" is not the name of a part" >&2; exit 64 ;;
  *)
    [ -f "/app/apps/$part/dist/main.js" ] || { echo "there is no part \"$part\"" >&2; exit 64; }
    exec node --import @sounding/service/telemetry "/app/apps/$part/dist/main.js"
    ;;
esac
