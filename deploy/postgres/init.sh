#!/bin/sh
# One database, an owner and an app role per service. The app role owns nothing and can connect to its own database alone.
set -eu
for service in identity catalog booking billing receipts support workspace; do
  upper=$(echo "$service" | tr '[:lower:]' '[:upper:]')
  owner=$(printenv "DATABASE_OWNER_PASSWORD_$upper")
  app=$(printenv "DATABASE_APP_PASSWORD_$upper")
  psql -v ON_ERROR_STOP=1 --username postgres --set=owner="$owner" --set=app="$app" <<SQL
    CREATE ROLE ${service}_owner LOGIN PASSWORD :'owner';
    CREATE ROLE ${service}_app LOGIN PASSWORD :'app';
    CREATE DATABASE sounding_${service} OWNER ${service}_owner;
    REVOKE CONNECT, TEMPORARY ON DATABASE sounding_${service} FROM PUBLIC;
    GRANT CONNECT ON DATABASE sounding_${service} TO ${service}_app;
SQL
  psql -v ON_ERROR_STOP=1 --username postgres --dbname "sounding_${service}" <<SQL
    CREATE EXTENSION IF NOT EXISTS btree_gist;
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    GRANT USAGE ON SCHEMA public TO ${service}_app;
    GRANT CREATE ON SCHEMA public TO ${service}_owner;
    ALTER DEFAULT PRIVILEGES FOR ROLE ${service}_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${service}_app;
    ALTER DEFAULT PRIVILEGES FOR ROLE ${service}_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO ${service}_app;
SQL
done
