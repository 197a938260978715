#!/bin/sh
# When may Asterisk start? As soon as its files are there. It waits for nothing else: not for the database, not for the
# services. Only the very first time there is something to wait for: `founding` writes the files, terminals.json last.
set -eu
etc=/var/lib/bigbutton/exchange/etc
[ -e "$etc/terminals.json" ] || echo "the site is being founded; Asterisk starts as soon as its files are there"
while [ ! -e "$etc/terminals.json" ]; do sleep 0.2; done
exec asterisk -f -C "$etc/asterisk.conf"
