#!/bin/sh
# Is there a database? If not, one is made under another name and renamed when it is whole: a half-made one is never used.
set -eu
data=/var/lib/postgresql/data
if [ ! -s "$data/PG_VERSION" ]; then
    rm -rf "$data.new"
    initdb --pgdata "$data.new" --username postgres --auth peer --encoding UTF8 --locale C.UTF-8 --data-checksums
    # who comes by the socket is who he says he is: the kernel tells. Nobody comes by the network
    printf 'local all postgres peer\nlocal bigbutton bigbutton peer\n' > "$data.new/pg_hba.conf"
    printf 'CREATE ROLE bigbutton LOGIN;\nCREATE DATABASE bigbutton OWNER bigbutton;\n' \
        | postgres --single -D "$data.new" postgres > /dev/null
    mv "$data.new" "$data"
fi
exec postgres -D "$data" -c listen_addresses= -c unix_socket_directories=/run/postgresql \
    -c shared_buffers="${SHARED_BUFFERS:-256MB}"
