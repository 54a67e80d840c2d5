#!/bin/sh
# The official image runs this once, on an empty volume. Parterre owns its database and may make the role that the
# application connects as; it is no superuser, so that nothing it is made to run can leave the database.
set -eu
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set password="$POSTGRES_PASSWORD" --username "$POSTGRES_USER" postgres <<'SQL'
create role parterre login nosuperuser createrole password :'password';
create database parterre owner parterre;
SQL
