-- Why: the terms by which customers are billed and collected, by version, and operations that wait for their day.

-- Who set which terms for whom: scope is 'class:<class>' or 'customer:<id>'. terms: all that the scope sets itself, as
-- written; effective: all terms that followed then, as the operator's own log holds them. The newest row of a scope counts.
create table policy (
  version integer primary key,
  scope text collate "C" not null,
  terms jsonb not null,
  effective text not null,
  recorded_at timestamptz not null
);
create index policy_by_scope on policy (scope, version desc);

-- An operation that is dated after now on the clock of its customer: what was asked, until it is booked, refused or
-- cancelled; then only what became of it. seq: the record that says that it waits.
create table scheduled (
  customer_id text collate "C" not null,
  scheduled_id text collate "C" not null,
  seq bigint not null,
  op text not null,
  body jsonb,
  caller jsonb not null,
  key text,
  reference text,
  effective_at timestamptz not null,
  due_on date not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed', 'cancelled')),
  refusal text,
  primary key (customer_id, scheduled_id)
);
create index scheduled_waiting on scheduled (effective_at, customer_id, seq) where state = 'waiting';

do $$
begin
  if not exists (select from pg_roles where rolname = 'whence_app') then
    return;
  end if;
  grant select, insert on policy to whence_app;
  grant select, insert, update on scheduled to whence_app;
end
$$;
