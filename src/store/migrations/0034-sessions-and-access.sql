-- Why: a session ends also where nobody uses it, and can be told from others; guessing a password is slowed by the address
-- that is tried, whoever tries; and who came in, who did not, and who left is kept.
alter table session
  add column session_id uuid not null default gen_random_uuid(),
  add column seen_at timestamptz not null default now(),
  add column ip text,
  add column agent text;
create unique index session_by_id on session (session_id);

-- Wrong passwords in a row, by the SHA-256 of the address that was tried, which need not be anybody's.
create table sign_in_failure (
  address_hash bytea primary key,
  count integer not null,
  last_at timestamptz not null
);
create index sign_in_failure_old on sign_in_failure (last_at);

-- Who came and what became of it, outside the hash chain. user_id null: an address that is nobody's was tried; what was
-- typed is not kept. agent: what his browser calls itself.
create table access (
  at timestamptz not null,
  access_id uuid not null,
  kind text not null,
  user_id text,
  session_id uuid,
  ip text,
  agent text,
  primary key (at, access_id)
);
create index access_of_user on access (user_id, at desc) where user_id is not null;

do $$
begin
  if not exists (select from pg_roles where rolname = 'whence_app') then
    return;
  end if;
  grant select, insert, update, delete on sign_in_failure to whence_app;
  grant select, insert, delete on access to whence_app;
end
$$;
