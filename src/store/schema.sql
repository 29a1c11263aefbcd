-- What the migrations come to; written by a test (UPDATE_SCHEMA=1), never by hand.

create table access (
  at timestamp with time zone not null,
  access_id uuid not null,
  kind text not null,
  user_id text,
  session_id uuid,
  ip text,
  agent text,
  PRIMARY KEY (at, access_id)
);

create table allocation (
  customer_id text collate "C" not null,
  no integer not null,
  source_kind smallint not null,
  source_no integer not null,
  invoice integer not null,
  born_seq bigint not null,
  born_at timestamp with time zone not null,
  amount bigint not null,
  figures jsonb not null,
  charged_back bigint not null default 0,
  PRIMARY KEY (customer_id, no)
) with (fillfactor=80);

create table api_key (
  id text not null,
  name text not null,
  secret_hash bytea not null,
  role text not null,
  created_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  owner text,
  name_text uuid,
  name_hash bytea,
  integration text,
  UNIQUE (secret_hash),
  PRIMARY KEY (id)
);

create table app_user (
  email text not null,
  name text not null,
  password_hash text not null,
  role text not null,
  created_at timestamp with time zone not null,
  disabled_at timestamp with time zone,
  user_id text not null,
  name_text uuid,
  name_hash bytea,
  UNIQUE (user_id),
  PRIMARY KEY (email)
);

create table cause (
  customer_id text collate "C" not null,
  seq bigint not null,
  no smallint not null,
  role smallint not null,
  cause_customer_id text collate "C",
  cause_seq bigint not null,
  PRIMARY KEY (customer_id, seq, no)
);

create table clock (
  clock text collate "C" not null,
  now timestamp with time zone not null,
  mail text not null,
  moving_to timestamp with time zone,
  joining boolean not null default false,
  joined_at timestamp with time zone,
  collection text not null default 'on'::text,
  PRIMARY KEY (clock),
  CHECK ((collection = ANY (ARRAY['on'::text, 'off'::text]))),
  CHECK ((mail = ANY (ARRAY['send'::text, 'withhold'::text])))
);

create table closing (
  no integer not null,
  closed_until date,
  recorded_at timestamp with time zone not null,
  PRIMARY KEY (no)
);

create table credit (
  customer_id text collate "C" not null,
  no integer not null,
  credit_id text collate "C" not null,
  born_seq bigint not null,
  born_at timestamp with time zone not null,
  source_invoice integer,
  status smallint not null,
  open boolean not null,
  amount bigint not null,
  allocated bigint not null,
  remaining bigint not null,
  figures jsonb not null,
  traits jsonb not null default '{}'::jsonb,
  UNIQUE (customer_id, credit_id),
  PRIMARY KEY (customer_id, no)
) with (fillfactor=80);

create table customer_head (
  customer_id text collate "C" not null,
  currency text,
  time_zone text not null,
  billing text not null,
  class text not null,
  clock text,
  name_text uuid,
  name_hash bytea,
  email_text uuid,
  email_hash bytea,
  opened_at timestamp with time zone not null,
  opened_on date not null,
  seq bigint not null,
  hash bytea not null,
  recorded_at timestamp with time zone not null,
  max_effective_at timestamp with time zone not null,
  next_evaluation_on date,
  rules integer not null,
  snapshot_seq bigint not null default 0,
  status smallint,
  balance bigint not null default 0,
  outstanding bigint not null default 0,
  open_count integer not null default 0,
  counts jsonb not null,
  unbilled jsonb not null,
  figures jsonb not null,
  policy jsonb,
  policy_version integer not null default 0,
  scheduled jsonb not null default '[]'::jsonb,
  noticed jsonb not null default '{}'::jsonb,
  zones_before jsonb not null default '[]'::jsonb,
  PRIMARY KEY (customer_id)
) with (fillfactor=70);

create table delivery (
  customer_id text collate "C" not null,
  message_seq bigint not null,
  state text not null default 'waiting'::text,
  attempts integer not null default 0,
  next_attempt_at timestamp with time zone not null,
  token bigint not null default 0,
  leased_until timestamp with time zone,
  PRIMARY KEY (customer_id, message_seq),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'sending'::text])))
);

create table directory (
  kind smallint not null,
  id text collate "C" not null,
  customer_id text collate "C" not null,
  no integer not null,
  PRIMARY KEY (kind, id)
);

create table dispute (
  customer_id text collate "C" not null,
  no integer not null,
  dispute_id text collate "C" not null,
  born_seq bigint not null,
  born_at timestamp with time zone not null,
  invoice integer not null,
  status smallint not null,
  open boolean not null,
  claimed bigint not null,
  agreed bigint not null,
  adjusted bigint not null,
  figures jsonb not null,
  UNIQUE (customer_id, dispute_id),
  PRIMARY KEY (customer_id, no)
) with (fillfactor=80);

create table idempotency (
  customer_id text collate "C" not null,
  caller text not null,
  key text not null,
  request_hash bytea not null,
  first_seq bigint not null,
  last_seq bigint not null,
  correlation_id text not null,
  salt bytea,
  PRIMARY KEY (customer_id, caller, key)
);

create table import_part (
  import_id text not null,
  part integer not null,
  state text not null,
  result jsonb not null default '{}'::jsonb,
  PRIMARY KEY (import_id, part)
);

create table invoice (
  customer_id text collate "C" not null,
  no integer not null,
  invoice text collate "C" not null,
  born_seq bigint not null,
  born_at timestamp with time zone not null,
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
  traits jsonb not null default '{}'::jsonb,
  UNIQUE (customer_id, invoice),
  PRIMARY KEY (customer_id, no)
) with (fillfactor=80);

create table invoice_charges (
  customer_id text collate "C" not null,
  invoice integer not null,
  from_no integer not null,
  to_no integer not null,
  PRIMARY KEY (customer_id, from_no)
);

create table lease (
  name text not null,
  holder uuid not null,
  token bigint not null,
  until timestamp with time zone not null,
  PRIMARY KEY (name)
);

create table limit_use (
  actor_id text not null,
  day date not null,
  permission text not null,
  currency text not null,
  used bigint not null,
  PRIMARY KEY (actor_id, day, permission, currency)
);

create table log (
  shard smallint not null,
  "position" bigint not null,
  customer_id text collate "C" not null,
  first_seq bigint not null,
  last_seq bigint not null,
  recorded_at timestamp with time zone not null,
  PRIMARY KEY (shard, "position")
);

create table log_head (
  shard smallint not null,
  last bigint not null,
  PRIMARY KEY (shard)
);

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
  effective_at timestamp with time zone not null,
  settled_seq bigint,
  settled_at timestamp with time zone,
  subject_kind smallint not null,
  subject_no integer not null,
  payment integer,
  stated_on date,
  stated_sum bigint,
  attempts integer not null default 0,
  PRIMARY KEY (customer_id, seq)
);

create table migration (
  number integer not null,
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  PRIMARY KEY (number)
);

create table note (
  customer_id text collate "C" not null,
  seq bigint not null,
  kind smallint not null,
  about_kind smallint not null,
  about_no integer not null,
  text_id uuid not null,
  agreed bigint,
  effective_at timestamp with time zone not null,
  PRIMARY KEY (customer_id, seq)
);

create table number_sequence (
  name text not null,
  next bigint not null,
  PRIMARY KEY (name)
);

create table operation (
  customer_id text collate "C" not null,
  first_seq bigint not null,
  last_seq bigint not null,
  operation_id uuid not null,
  op text not null,
  command text not null,
  digest bytea not null,
  actor text,
  realm text not null,
  channel text not null,
  ip text,
  reference text,
  correlation_id text not null,
  rules integer not null,
  recorded_at timestamp with time zone not null,
  root_seq bigint not null,
  actor_id text,
  actor_text uuid,
  actor_hash bytea,
  role text,
  asker_limit text,
  approver text,
  owner text,
  PRIMARY KEY (customer_id, first_seq),
  CHECK ((octet_length(actor_hash) = 32)),
  CHECK (((first_seq > 0) AND (last_seq >= first_seq))),
  CHECK (((actor IS NOT NULL) OR ((actor_id IS NOT NULL) AND (actor_text IS NOT NULL)))),
  CHECK ((octet_length(digest) = 32))
);

create table payment (
  customer_id text collate "C" not null,
  no integer not null,
  payment_id text collate "C" not null,
  born_seq bigint not null,
  born_at timestamp with time zone not null,
  held boolean not null,
  method text,
  xdr_id bigint,
  status smallint not null,
  open boolean not null,
  amount bigint not null,
  allocated bigint not null,
  unallocated bigint not null,
  figures jsonb not null,
  traits jsonb not null default '{}'::jsonb,
  UNIQUE (customer_id, payment_id),
  PRIMARY KEY (customer_id, no)
) with (fillfactor=80);

create table policy (
  version integer not null,
  scope text collate "C" not null,
  terms jsonb not null,
  effective text not null,
  recorded_at timestamp with time zone not null,
  PRIMARY KEY (version)
);

create table record (
  customer_id text collate "C" not null,
  seq bigint not null,
  root_seq bigint not null,
  parent_seq bigint,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  xdr_id bigint,
  amount bigint,
  after bigint,
  kind smallint not null,
  type smallint not null,
  figure smallint,
  late boolean not null,
  invoice integer,
  payment integer,
  credit integer,
  charge integer,
  canonical bytea not null,
  hash bytea not null,
  dispute integer,
  PRIMARY KEY (customer_id, seq),
  CHECK ((octet_length(hash) = 32)),
  CHECK ((seq > 0))
);

create table restoration (
  no integer not null,
  restored_at timestamp with time zone not null,
  backed_up_at timestamp with time zone not null,
  log_position bigint not null,
  letters text not null default 'held'::text,
  numbers jsonb not null default '{}'::jsonb,
  PRIMARY KEY (no),
  CHECK ((letters = ANY (ARRAY['held'::text, 'sent'::text, 'dropped'::text])))
);

create table role_limit (
  limit_id text not null,
  role text not null,
  permission text not null,
  currency text not null,
  each bigint,
  per_day bigint,
  recorded_at timestamp with time zone not null,
  PRIMARY KEY (limit_id)
);

create table run (
  run_id text not null,
  kind text not null,
  scope text not null,
  business_date date,
  state text not null,
  done integer not null default 0,
  total integer not null default 0,
  result jsonb not null default '{}'::jsonb,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  UNIQUE NULLS NOT DISTINCT (kind, scope, business_date),
  PRIMARY KEY (run_id),
  CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text])))
);

create table scheduled (
  customer_id text collate "C" not null,
  scheduled_id text collate "C" not null,
  seq bigint not null,
  op text not null,
  body jsonb,
  caller jsonb not null,
  key text,
  reference text,
  effective_at timestamp with time zone not null,
  due_on date not null,
  state text not null default 'waiting'::text,
  refusal text,
  salt bytea,
  PRIMARY KEY (customer_id, scheduled_id),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);

create table session (
  token_hash bytea not null,
  email text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  session_id uuid not null default gen_random_uuid(),
  seen_at timestamp with time zone not null default now(),
  ip text,
  agent text,
  PRIMARY KEY (token_hash),
  FOREIGN KEY (email) REFERENCES app_user(email)
);

create table sign_in_failure (
  address_hash bytea not null,
  count integer not null,
  last_at timestamp with time zone not null,
  PRIMARY KEY (address_hash)
);

create table snapshot (
  customer_id text collate "C" not null,
  seq bigint not null,
  recorded_at timestamp with time zone not null,
  max_effective_at timestamp with time zone not null,
  state jsonb not null,
  PRIMARY KEY (customer_id, seq)
);

create table snapshot_part (
  customer_id text collate "C" not null,
  seq bigint not null,
  part integer not null,
  subjects json not null,
  PRIMARY KEY (customer_id, seq, part),
  CHECK ((part > 0))
);

create table text (
  customer_id text collate "C" not null,
  text_id uuid not null,
  seq bigint not null,
  slot smallint not null,
  class smallint not null,
  salt bytea not null,
  body text not null,
  PRIMARY KEY (customer_id, text_id)
);

create table unsequenced (
  customer_id text collate "C" not null,
  first_seq bigint not null,
  last_seq bigint not null,
  recorded_at timestamp with time zone not null,
  PRIMARY KEY (customer_id, first_seq)
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000);

create table verified_mark (
  customer_id text collate "C" not null,
  levels smallint not null,
  looked_by text not null,
  seq bigint not null,
  hash bytea not null,
  PRIMARY KEY (customer_id, levels)
);

create table xdr_counter (
  id smallint not null default 1,
  next bigint not null,
  PRIMARY KEY (id),
  CHECK ((id = 1))
);

CREATE INDEX access_of_user ON access USING btree (user_id, at DESC) WHERE (user_id IS NOT NULL);
CREATE INDEX allocation_by_invoice ON allocation USING btree (customer_id, invoice);
CREATE INDEX allocation_by_source ON allocation USING btree (customer_id, source_kind, source_no);
CREATE INDEX credit_by_source ON credit USING btree (customer_id, source_invoice) WHERE (source_invoice IS NOT NULL);
CREATE INDEX credit_open ON credit USING btree (customer_id, no) WHERE open;
CREATE INDEX customer_begun ON customer_head USING btree (lower((customer_id COLLATE "default")) COLLATE "C");
CREATE INDEX customer_by_clock ON customer_head USING btree (clock, customer_id) WHERE (clock IS NOT NULL);
CREATE INDEX customer_to_evaluate ON customer_head USING btree (next_evaluation_on, customer_id) WHERE (next_evaluation_on IS NOT NULL);
CREATE INDEX delivery_due ON delivery USING btree (next_attempt_at);
CREATE INDEX directory_begun ON directory USING btree (lower((id COLLATE "default")) COLLATE "C") INCLUDE (kind, customer_id, no, id);
CREATE INDEX dispute_open ON dispute USING btree (customer_id, no) WHERE open;
CREATE INDEX invoice_charges_by_invoice ON invoice_charges USING btree (customer_id, invoice, from_no);
CREATE INDEX invoice_open ON invoice USING btree (customer_id, due_on, no) WHERE open;
CREATE INDEX operation_by_asker ON operation USING btree (actor_text, actor, customer_id);
CREATE INDEX operation_by_channel ON operation USING btree (channel, customer_id);
CREATE INDEX operation_by_correlation ON operation USING btree (correlation_id, customer_id, first_seq) WHERE (correlation_id <> (operation_id)::text);
CREATE INDEX operation_by_recording ON operation USING btree (recorded_at, customer_id, first_seq);
CREATE INDEX operation_by_root ON operation USING btree (customer_id, root_seq);
CREATE INDEX operation_words ON operation USING gin (to_tsvector('simple'::regconfig, translate(reference, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~'::text, '                                '::text))) WITH (gin_pending_list_limit='256') WHERE (reference IS NOT NULL);
CREATE INDEX payment_open ON payment USING btree (customer_id, no) WHERE open;
CREATE INDEX policy_by_scope ON policy USING btree (scope, version DESC);
CREATE INDEX record_by_credit ON record USING btree (customer_id, credit, seq) WHERE (credit IS NOT NULL);
CREATE INDEX record_by_dispute ON record USING btree (customer_id, dispute, seq) WHERE (dispute IS NOT NULL);
CREATE INDEX record_by_effect ON record USING btree (customer_id, effective_at, seq);
CREATE INDEX record_by_invoice ON record USING btree (customer_id, invoice, seq) WHERE (invoice IS NOT NULL);
CREATE INDEX record_by_payment ON record USING btree (customer_id, payment, seq) WHERE (payment IS NOT NULL);
CREATE INDEX record_by_xdr ON record USING btree (xdr_id, customer_id) WHERE (xdr_id IS NOT NULL);
CREATE INDEX record_everywhere_by_effect ON record USING btree (effective_at, customer_id, seq) WHERE (seq > 0);
CREATE INDEX record_late ON record USING btree (customer_id, seq) WHERE late;
CREATE INDEX record_told_by_effect ON record USING btree (customer_id, effective_at, seq) WHERE (NOT ((kind = 1) AND (type = 2)));
CREATE INDEX record_told_by_recording ON record USING btree (customer_id, seq) WHERE (NOT ((kind = 1) AND (type = 2)));
CREATE INDEX record_told_everywhere_by_effect ON record USING btree (effective_at, customer_id, seq) WHERE ((seq > 0) AND (NOT ((kind = 1) AND (type = 2))));
CREATE INDEX record_told_everywhere_by_recording ON record USING btree (recorded_at, customer_id, seq) WHERE ((seq > 0) AND (NOT ((kind = 1) AND (type = 2))));
CREATE INDEX record_traits ON record USING btree (customer_id, effective_at, seq) WHERE ((kind = 1) AND (type = ANY (ARRAY[1, 62])));
CREATE INDEX scheduled_waiting ON scheduled USING btree (effective_at, customer_id, seq) WHERE (state = 'waiting'::text);
CREATE INDEX session_expired ON session USING btree (expires_at);
CREATE INDEX sign_in_failure_old ON sign_in_failure USING btree (last_at);
CREATE INDEX text_by_record ON text USING btree (customer_id, seq);
CREATE INDEX text_words ON text USING gin (to_tsvector('simple'::regconfig, translate(body, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~'::text, '                                '::text))) WITH (gin_pending_list_limit='256');
CREATE UNIQUE INDEX record_charge ON record USING btree (customer_id, charge) WHERE (charge IS NOT NULL);
CREATE UNIQUE INDEX session_by_id ON session USING btree (session_id);

create function end_scheduled(of_customer text, of_id text, outcome text, why text) security definer as 'update scheduled set state = outcome, refusal = why, body = null, caller = ''{}'', salt = null where customer_id = of_customer and scheduled_id = of_id and state = ''waiting''';

grant delete, insert, select on access to whence_app;
grant delete, insert, select, update on allocation to whence_app;
grant delete, insert, select, update on api_key to whence_app;
grant delete, insert, select, update on app_user to whence_app;
grant insert, select on cause to whence_app;
grant delete, insert, select, update on clock to whence_app;
grant insert, select on closing to whence_app;
grant delete, insert, select, update on credit to whence_app;
grant delete, insert, select, update on customer_head to whence_app;
grant delete, insert, select, update on delivery to whence_app;
grant delete, insert, select, update on directory to whence_app;
grant delete, insert, select, update on dispute to whence_app;
grant execute on function end_scheduled to whence_app;
grant insert, select, update (salt) on idempotency to whence_app;
grant delete, insert, select, update on import_part to whence_app;
grant delete, insert, select, update on invoice to whence_app;
grant delete, insert, select, update on invoice_charges to whence_app;
grant delete, insert, select, update on lease to whence_app;
grant delete, insert, select, update on limit_use to whence_app;
grant insert, select on log to whence_app;
grant delete, insert, select, update on log_head to whence_app;
grant delete, insert, select, update on message to whence_app;
grant select on migration to whence_app;
grant delete, insert, select, update on note to whence_app;
grant delete, insert, select, update on number_sequence to whence_app;
grant insert, select on operation to whence_app;
grant delete, insert, select, update on payment to whence_app;
grant insert, select on policy to whence_app;
grant insert, select on record to whence_app;
grant insert, select, update on restoration to whence_app;
grant insert, select, update on role_limit to whence_app;
grant delete, insert, select, update on run to whence_app;
grant insert, select on scheduled to whence_app;
grant delete, insert, select, update on session to whence_app;
grant delete, insert, select, update on sign_in_failure to whence_app;
grant delete, insert, select, update on snapshot to whence_app;
grant delete, insert, select, update on snapshot_part to whence_app;
grant insert, select, update (body), update (salt) on text to whence_app;
grant delete, insert, select, update on unsequenced to whence_app;
grant delete, insert, select, update on verified_mark to whence_app;
grant delete, insert, select, update on xdr_counter to whence_app;
