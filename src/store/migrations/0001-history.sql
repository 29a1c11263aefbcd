-- Why: the ledger itself. What stands in these tables is for ever: the server may add rows and read them, and may only
-- empty a text (salt and body) when a person is to be forgotten. customer_id comes first in every key, so that the
-- customers of one ledger can be spread over several databases. Ids compare by their bytes (collate "C").

-- One stimulus from outside: who, why, and the command with all that was handed in, as canonical JSON. Its records are
-- first_seq to last_seq of its customer; record.root_seq leads here. The digest, which its first record
-- holds as well, is over all else that is kept here and the key under which it was asked for (service/operation-text).
create table operation (
  customer_id text collate "C" not null,
  first_seq bigint not null,
  last_seq bigint not null,
  operation_id uuid not null,
  op text not null,
  command text not null,
  digest bytea not null check (octet_length(digest) = 32),
  actor text not null,
  realm text not null,
  channel text not null,
  ip text,
  reference text,
  correlation_id text not null,
  rules integer not null,
  recorded_at timestamptz not null,
  primary key (customer_id, first_seq),
  check (first_seq > 0 and last_seq >= first_seq)
);
create index operation_by_actor on operation (actor, recorded_at, customer_id, first_seq);
create index operation_by_reference on operation (customer_id, reference) where reference is not null;
create index operation_by_correlation on operation (correlation_id, customer_id, first_seq)
  where correlation_id <> operation_id::text;

-- One line of a customer's log. `canonical` is the truth; the other columns repeat parts of it, to be filtered by, and
-- `verify` compares them. Kinds: 1 event, 2 change, 3 decision, 4 message. `type` and `figure` are the engine's numbers
-- (types by kind); invoice, payment, credit, allocation and charge the numbers, within the customer, of what the record
-- concerns. Amounts in 10^-6 of the currency's unit: `amount` is that of an event, or what a change added; `before` and
-- `after` belong to a change. xdr_id stands on the event that owns it and on the changes that it caused directly.
create table record (
  customer_id text collate "C" not null,
  seq bigint not null check (seq > 0),
  root_seq bigint not null,
  parent_seq bigint,
  effective_at timestamptz not null,
  recorded_at timestamptz not null,
  xdr_id bigint,
  amount bigint,
  before bigint,
  after bigint,
  balance_after bigint,
  kind smallint not null,
  type smallint not null,
  figure smallint,
  late boolean not null,
  invoice integer,
  payment integer,
  credit integer,
  allocation integer,
  charge integer,
  canonical bytea not null,
  hash bytea not null check (octet_length(hash) = 32),
  primary key (customer_id, seq)
);
create unique index record_xdr on record (customer_id, xdr_id) where kind = 1 and xdr_id is not null;
create index record_by_xdr on record (xdr_id) where xdr_id is not null;
create index record_by_effect on record (customer_id, effective_at, seq);
create index record_everywhere_by_recording on record (recorded_at, customer_id, seq);
create index record_everywhere_by_effect on record (effective_at, customer_id, seq);
create index record_late on record (customer_id, seq) where late;
create index record_by_invoice on record (customer_id, invoice, seq) where invoice is not null;
create index record_by_payment on record (customer_id, payment, seq) where payment is not null;
create index record_by_credit on record (customer_id, credit, seq) where credit is not null;
create unique index record_charge on record (customer_id, charge) where kind = 1 and type = 2;

-- The causes of a record other than its parent, in their order. cause_customer_id is null for the customer himself.
-- Roles: 1 triggered, 2 operand, 3 funded, 4 reverses, 5 corrects, 6 agreed.
create table cause (
  customer_id text collate "C" not null,
  seq bigint not null,
  no smallint not null,
  role smallint not null,
  cause_customer_id text collate "C",
  cause_seq bigint not null,
  primary key (customer_id, seq, no)
);
create index cause_led_to on cause (customer_id, cause_seq);

-- Free text of people, outside the chain: a record holds SHA-256(salt || body). Erased: both are empty. `slot` is the
-- engine's number of the slot that names it, `seq` the record; class 1 is text about the business, 2 personal.
create table text (
  customer_id text collate "C" not null,
  text_id uuid not null,
  seq bigint not null,
  slot smallint not null,
  class smallint not null,
  salt bytea not null,
  body text not null,
  primary key (customer_id, text_id)
);
create index text_by_record on text (customer_id, seq);
create index text_words on text using gin (to_tsvector('simple', body));

-- What was answered to a key, for ever: the answer is made again from the records first_seq to last_seq.
create table idempotency (
  customer_id text collate "C" not null,
  caller text not null,
  key text not null,
  request_hash bytea not null,
  first_seq bigint not null,
  last_seq bigint not null,
  correlation_id text not null,
  primary key (customer_id, caller, key)
);

-- The order of all transactions for subscribers, given after the commit: positions of a shard have no gaps.
create table log (
  shard smallint not null,
  position bigint not null,
  customer_id text collate "C" not null,
  first_seq bigint not null,
  last_seq bigint not null,
  recorded_at timestamptz not null,
  primary key (shard, position)
);
