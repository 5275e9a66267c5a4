#!/bin/sh
# Patroni calls this once, with the address of the new and empty cluster: /etc/patroni/first-start.sh, 0755.
# The password of the gateway's user is read from a file that only postgres may read.
set -e
export PGOPTIONS='-c synchronous_commit=local'
# Patroni 3.0 itself begins a transaction in each change of standbys. It would wait for a standby when there is none, keep its
# place in etcd no longer, and so lose the primary.
psql -v ON_ERROR_STOP=1 "$1" -c 'ALTER ROLE postgres SET synchronous_commit = local'
psql -v ON_ERROR_STOP=1 "$1" -v password="$(cat /etc/patroni/gateway-password)" <<'SQL'
CREATE ROLE gateway LOGIN PASSWORD :'password';
CREATE DATABASE nha_rong OWNER gateway ENCODING 'UTF8' TEMPLATE template0;
SQL
