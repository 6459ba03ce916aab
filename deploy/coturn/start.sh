#!/bin/sh
# Fills the template from the environment and becomes coturn: for containers. TURN_SECRET and TURN_ADDRESS must be set.
set -eu
: "${TURN_SECRET:?the secret that workspace signs relay credentials with}"
: "${TURN_ADDRESS:?the address to listen and relay on}"
config="${TURN_CONFIG:-/tmp/turnserver.conf}"
umask 077
sed -e '/^#/d' \
  -e "s|@PORT@|${TURN_PORT:-3478}|" \
  -e "s|@ADDRESS@|${TURN_ADDRESS}|" \
  -e "s|@RELAY_FROM@|${TURN_RELAY_FROM:-49160}|" \
  -e "s|@RELAY_TO@|${TURN_RELAY_TO:-49259}|" \
  -e "s|@TURN_SECRET@|${TURN_SECRET}|" \
  "$(dirname "$0")/turnserver.conf" > "$config"
exec "${TURN_SERVER_BIN:-turnserver}" -c "$config"
