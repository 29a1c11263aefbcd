-- Why: a record and an operation take the room of what a question asks for, and no more. What verify compares stands in the
-- canonical bytes too, so a column that no statement filters by is a second copy of them.

-- before, balance_after and the number of an allocation are read from the bytes; the columns were written and compared only.
alter table record drop column before, drop column balance_after, drop column allocation;

-- The name of an asker stands in a text since 0012, so nothing was found by this one.
drop index operation_by_actor;

-- Records of an operation share their moment: the log of all in order of recording goes by operations (audit over all
-- customers, charges included), the newest moment of all is the end of it (the watch of the clock). Without charges it
-- has its own, record_told_everywhere_by_recording, for of those there may be very many between two other records.
create index operation_by_recording on operation (recorded_at, customer_id, first_seq);
drop index record_everywhere_by_recording;

-- No question goes by these: what a record led to is asked by its chain, a reference by its words, the customer of a name
-- or an address is named by the text itself.
drop index cause_led_to;
drop index operation_by_reference;
drop index customer_by_name;
drop index customer_by_email;
