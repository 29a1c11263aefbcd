-- Why: which events make a charge is said by the table of events. Their records alone have the number of one, so the index
-- need not name them, and another such event needs no other index.
drop index record_charge;
create unique index record_charge on record (customer_id, charge) where charge is not null;
