-- The database and its two roles, once, by the administrator of the server:
--   psql -v owner_password=… -v app_password=… -f roles.sql
-- The owner makes and migrates the tables; the application may read and add (quality-credit migrate --grant-to panel_app).
CREATE ROLE panel_owner LOGIN PASSWORD :'owner_password' NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE ROLE panel_app LOGIN PASSWORD :'app_password' NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE DATABASE panel OWNER panel_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE panel FROM PUBLIC;
GRANT CONNECT ON DATABASE panel TO panel_app;
-- What every connection of the application waits for at most; an act takes milliseconds.
ALTER ROLE panel_app IN DATABASE panel SET statement_timeout = '5min';
ALTER ROLE panel_app IN DATABASE panel SET idle_in_transaction_session_timeout = '10min';
