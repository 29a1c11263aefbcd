-- Why: a role may be given limits: how much an operation of a permission comes to, each and in a day, in a currency. What
-- is used of a day's is a row that the operation locks in its own transaction.
create table role_limit (
  limit_id text primary key,
  role text not null,
  permission text not null,
  currency text not null,
  each bigint,
  per_day bigint,
  recorded_at timestamptz not null
);

create table limit_use (
  actor_id text not null,
  day date not null,
  permission text not null,
  currency text not null,
  used bigint not null,
  primary key (actor_id, day, permission, currency)
);

do $$
begin
  if not exists (select from pg_roles where rolname = 'whence_app') then
    return;
  end if;
  grant select, insert, update on role_limit to whence_app;
  grant select, insert, update, delete on limit_use to whence_app;
end
$$;
