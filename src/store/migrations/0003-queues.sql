-- Why: work that is written in the ledger's own transaction and done after it, and what hands out numbers. A worker
-- holds a lease with a fencing token: one that was paused past its lease changes nothing.

create table lease (
  name text primary key,
  holder uuid not null,
  token bigint not null,
  until timestamptz not null
);

-- One row per customer and transaction, until the sequencer has given it a position in `log`.
create table unsequenced (
  customer_id text collate "C" not null,
  first_seq bigint not null,
  last_seq bigint not null,
  recorded_at timestamptz not null,
  primary key (customer_id, first_seq)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

create table log_head (shard smallint primary key, last bigint not null);
insert into log_head values (0, 0);

-- Mail to be sent: a row from the moment its message is queued until what became of it is recorded. state: 'waiting',
-- 'sending' (an attempt began, by the holder of the token).
create table delivery (
  customer_id text collate "C" not null,
  message_seq bigint not null,
  state text not null default 'waiting' check (state in ('waiting', 'sending')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  token bigint not null default 0,
  leased_until timestamptz,
  primary key (customer_id, message_seq)
);
create index delivery_due on delivery (next_attempt_at);

-- Runs of the operator by their natural key: the same run twice is one run. kind: 'collection', 'advance', 'join',
-- 'import'; scope: '' for all, or a customer, clock or file.
create table run (
  run_id text primary key,
  kind text not null,
  scope text not null,
  business_date date,
  state text not null check (state in ('running', 'done', 'failed')),
  done integer not null default 0,
  total integer not null default 0,
  result jsonb not null default '{}',
  started_at timestamptz not null,
  finished_at timestamptz,
  unique nulls not distinct (kind, scope, business_date)
);

-- Parts of an import that are booked; written in the transaction that books the part.
create table import_part (
  import_id text not null,
  part integer not null,
  state text not null,
  result jsonb not null default '{}',
  primary key (import_id, part)
);

-- Named clocks. moving_to: an advance under way, to be finished after a stop. joined_at: it has ended.
create table clock (
  clock text collate "C" primary key,
  now timestamptz not null,
  mail text not null check (mail in ('send', 'withhold')),
  moving_to timestamptz,
  joining boolean not null default false,
  joined_at timestamptz
);

-- Numbers of a sequence have no gaps: taken in the transaction that uses them.
create table number_sequence (name text primary key, next bigint not null);
insert into number_sequence values ('invoice', 1);

-- xDR ids are handed out in blocks: increasing, gaps allowed.
create table xdr_counter (id smallint primary key default 1 check (id = 1), next bigint not null);
insert into xdr_counter (next) values (1);
