-- Why: a log by channel or by who did it had no index, so that what few operations have was looked for among 20,000 records
-- a page. An operation has one entry in each of these, however many records it made, and those of one customer and channel,
-- or person, are kept together in a few bytes each. A channel or person of many operations is met soon on the way through
-- the log; what these find are the few. The first is also how the names of all actors are listed, one step a name.
create index operation_by_asker on operation (actor_text, actor, customer_id);
create index operation_by_channel on operation (channel, customer_id);
