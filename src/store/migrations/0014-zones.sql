-- Why: an invoice of a period takes the charges of whole days in the zone that was in force at its end, and that may have
-- been another one than the customer has now. Changes of zone that older rules booked do not say which day they showed and
-- are left out, as in the fold of the records.
alter table customer_head add column zones_before jsonb not null default '[]';
