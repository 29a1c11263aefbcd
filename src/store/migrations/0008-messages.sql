-- Why: messages are about more than an overdue invoice: about any invoice, a payment, or the customer as a whole, and they
-- state more. subject_kind and subject_no: the engine's numbers of what the message is about (0 customer, 1 invoice,
-- 2 payment); stated_on: the day that it names; stated_sum: the collectible sum, the invoice's total or the credit limit;
-- attempts: how many attempts at sending are on record (records of earlier releases do not count them).
alter table message add column subject_kind smallint not null default 1;
alter table message add column subject_no integer not null default 0;
alter table message add column payment integer;
alter table message add column stated_on date;
alter table message add column stated_sum bigint;
alter table message add column attempts integer not null default 0;
update message set subject_no = invoice where invoice is not null;
alter table message alter column subject_kind drop default;
alter table message alter column subject_no drop default;
