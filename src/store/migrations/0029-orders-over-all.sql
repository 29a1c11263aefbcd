-- Why: a question about one customer went down an index over all customers: its first column is a time as well, and the
-- planner cannot know that it passes everybody else's records there. Each record has a number above 0, so that the
-- condition takes nothing away; a statement that wants the order over all says it, and no other may use these indexes.
drop index record_everywhere_by_effect;
create index record_everywhere_by_effect on record (effective_at, customer_id, seq) where seq > 0;
drop index record_told_everywhere_by_effect;
create index record_told_everywhere_by_effect on record (effective_at, customer_id, seq)
  where seq > 0 and not (kind = 1 and type = 2);
drop index record_told_everywhere_by_recording;
create index record_told_everywhere_by_recording on record (recorded_at, customer_id, seq)
  where seq > 0 and not (kind = 1 and type = 2);

-- Which zone a customer had at a moment is asked for each page of his log: two types of events say it, of which there is
-- hardly ever more than one.
create index record_traits on record (customer_id, effective_at, seq) where kind = 1 and type in (1, 62);

-- What a search reads beside these indexes, because it is not yet put into them: 32 pages instead of 512.
alter index operation_words set (gin_pending_list_limit = 256);
alter index text_words set (gin_pending_list_limit = 256);
