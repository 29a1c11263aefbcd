-- Why: where a customer stands now, so that an operation need not fold his history. Caches: `verify` makes all of them
-- again from the records. `figures` is {"<figure>": ["<value>", <seq that set it>]}, values in 10^-6 of the currency's
-- unit, days since 1970, or the number of a status; typed columns repeat some for lists.

-- The one row that an operation locks. unbilled: ranges of charge numbers, [[from, to], …]. next_evaluation_on: the
-- first day on which a verdict can differ. clock: null is the wall clock.
create table customer_head (
  customer_id text collate "C" primary key,
  currency text,
  time_zone text not null,
  billing text not null,
  class text not null,
  clock text,
  name_text uuid,
  name_hash bytea,
  email_text uuid,
  email_hash bytea,
  opened_at timestamptz not null,
  opened_on date not null,
  seq bigint not null,
  hash bytea not null,
  recorded_at timestamptz not null,
  max_effective_at timestamptz not null,
  next_evaluation_on date,
  rules integer not null,
  snapshot_seq bigint not null default 0,
  status smallint,
  balance bigint not null default 0,
  outstanding bigint not null default 0,
  open_count integer not null default 0,
  counts jsonb not null,
  unbilled jsonb not null,
  figures jsonb not null
) with (fillfactor = 70);
create index customer_to_evaluate on customer_head (next_evaluation_on, customer_id)
  where next_evaluation_on is not null;
create index customer_by_clock on customer_head (clock, customer_id) where clock is not null;
create index customer_by_name on customer_head (name_text) where name_text is not null;

create table invoice (
  customer_id text collate "C" not null,
  no integer not null,
  invoice text collate "C" not null,
  born_seq bigint not null,
  born_at timestamptz not null,
  issued_on date,
  due_on date,
  status smallint not null,
  open boolean not null,
  total bigint not null,
  adjusted bigint not null,
  credited bigint not null,
  paid bigint not null,
  outstanding bigint not null,
  figures jsonb not null,
  primary key (customer_id, no),
  unique (customer_id, invoice)
) with (fillfactor = 80);
create index invoice_open on invoice (customer_id, due_on, no) where open;

create table payment (
  customer_id text collate "C" not null,
  no integer not null,
  payment_id text collate "C" not null,
  born_seq bigint not null,
  born_at timestamptz not null,
  held boolean not null,
  method text,
  xdr_id bigint,
  status smallint not null,
  open boolean not null,
  amount bigint not null,
  allocated bigint not null,
  unallocated bigint not null,
  figures jsonb not null,
  primary key (customer_id, no),
  unique (customer_id, payment_id)
) with (fillfactor = 80);
create index payment_open on payment (customer_id, no) where open;

create table credit (
  customer_id text collate "C" not null,
  no integer not null,
  credit_id text collate "C" not null,
  born_seq bigint not null,
  born_at timestamptz not null,
  source_invoice integer,
  status smallint not null,
  open boolean not null,
  amount bigint not null,
  allocated bigint not null,
  remaining bigint not null,
  figures jsonb not null,
  primary key (customer_id, no),
  unique (customer_id, credit_id)
) with (fillfactor = 80);
create index credit_open on credit (customer_id, no) where open;

-- Money or credit on an invoice. source_kind: 2 payment, 3 credit. `amount` is what is still allocated.
create table allocation (
  customer_id text collate "C" not null,
  no integer not null,
  source_kind smallint not null,
  source_no integer not null,
  invoice integer not null,
  born_seq bigint not null,
  born_at timestamptz not null,
  amount bigint not null,
  figures jsonb not null,
  primary key (customer_id, no)
) with (fillfactor = 80);
create index allocation_by_source on allocation (customer_id, source_kind, source_no);
create index allocation_by_invoice on allocation (customer_id, invoice);

-- Which charges stand on an invoice: ranges of charge numbers, both ends included.
create table invoice_charges (
  customer_id text collate "C" not null,
  invoice integer not null,
  from_no integer not null,
  to_no integer not null,
  primary key (customer_id, from_no)
);
create index invoice_charges_by_invoice on invoice_charges (customer_id, invoice, from_no);

-- Notes and disputes. about_kind: 0 customer, 1 invoice, 2 payment. kind: the engine's code, 20 note, 21 dispute.
create table note (
  customer_id text collate "C" not null,
  seq bigint not null,
  kind smallint not null,
  about_kind smallint not null,
  about_no integer not null,
  text_id uuid not null,
  agreed bigint,
  effective_at timestamptz not null,
  primary key (customer_id, seq)
);

-- Messages by the record that queued or withheld them. state: 1 queued, 2 sent, 3 failed, 4 withheld (the engine's
-- numbers of the message records); because: the engine's code; stated: the amount that the message states.
create table message (
  customer_id text collate "C" not null,
  seq bigint not null,
  template smallint not null,
  invoice integer,
  state smallint not null,
  because smallint,
  to_text uuid,
  stated bigint,
  stated_due_on date,
  effective_at timestamptz not null,
  settled_seq bigint,
  settled_at timestamptz,
  primary key (customer_id, seq)
);

-- The whole state of a customer after record seq, every subject included, so that a state in the past is folded from
-- near. It serves a question (as of, known at) when max_effective_at <= as of and recorded_at <= known at.
create table snapshot (
  customer_id text collate "C" not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  max_effective_at timestamptz not null,
  state jsonb not null,
  primary key (customer_id, seq)
);

-- Whose is it: ids that are unique over all customers. kind: 1 invoice, 2 payment, 3 credit.
create table directory (
  kind smallint not null,
  id text collate "C" not null,
  customer_id text collate "C" not null,
  no integer not null,
  primary key (kind, id)
);
