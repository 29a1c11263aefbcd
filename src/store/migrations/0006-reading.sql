-- Why: questions need what operations do not. Most records are charges; the log without them is what people filter and
-- read, so it has orders of its own (which cost a charge nothing). References are searched by their words.

create index record_told_by_recording on record (customer_id, seq) where not (kind = 1 and type = 2);
create index record_told_by_effect on record (customer_id, effective_at, seq) where not (kind = 1 and type = 2);
create index record_told_everywhere_by_recording on record (recorded_at, customer_id, seq)
  where not (kind = 1 and type = 2);
create index record_told_everywhere_by_effect on record (effective_at, customer_id, seq)
  where not (kind = 1 and type = 2);
create index operation_words on operation using gin (to_tsvector('simple', reference)) where reference is not null;
