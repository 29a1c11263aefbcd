-- Why: who verifies a large ledger again need not begin at the first record each time. A mark says up to which record a
-- customer was looked at, on which levels (bits: 1 chain, 2 columns, 4 booked again, 8 decided again), and by what. Only a
-- verification that is asked to go on from marks reads them; nothing else is decided by one, and none is the truth.
create table verified_mark (
  customer_id text collate "C" not null,
  levels smallint not null,
  looked_by text not null,
  seq bigint not null,
  hash bytea not null,
  primary key (customer_id, levels)
);
grant select, insert, update, delete on verified_mark to whence_app;
