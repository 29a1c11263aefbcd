-- Why: a ledger that was restored is older than the world: letters went out that it has not sent, numbers were given that
-- it has not given. Each restoration is a row, which a record of the operator's own log holds. Until he says what went
-- out last, letters are held and no numbers are given; those between are lost, and the row says which.
create table restoration (
  no integer primary key,
  restored_at timestamptz not null,
  backed_up_at timestamptz not null,
  log_position bigint not null,
  letters text not null default 'held' check (letters in ('held', 'sent', 'dropped')),
  numbers jsonb not null default '{}'
);

do $$
begin
  if exists (select from pg_roles where rolname = 'whence_app') then
    grant select, insert, update on restoration to whence_app;
  end if;
end
$$;
