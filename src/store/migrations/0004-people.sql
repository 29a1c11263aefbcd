-- Why: who may sign in. Small tables, the same for all customers. Secrets are never kept: a password as argon2id, a key
-- and a session as SHA-256 of 32 random bytes.

create table app_user (
  email text primary key,
  name text not null,
  password_hash text not null,
  role text not null,
  created_at timestamptz not null,
  disabled_at timestamptz
);

create table session (
  token_hash bytea primary key,
  email text not null references app_user (email),
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_expired on session (expires_at);

create table api_key (
  id text primary key,
  name text not null,
  secret_hash bytea not null unique,
  role text not null,
  created_at timestamptz not null,
  revoked_at timestamptz
);
