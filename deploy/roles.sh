#!/bin/sh
# The database's first start: the owner of the tables, who may make databases and roles and is no superuser.
set -eu
psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 --set word="$OWNER_PASSWORD" <<'SQL'
CREATE ROLE vlora_owner LOGIN NOSUPERUSER CREATEDB CREATEROLE PASSWORD :'word';
CREATE DATABASE vlora_plan OWNER vlora_owner;
SQL
