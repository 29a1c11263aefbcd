-- Why: the whole model of money. Invoices may be drafts or have installments, payments may be pending, credits come from
-- several places, what is contested is a subject of its own, and each customer has the terms that he is collected by.
-- Rows that are there already get what the records of earlier releases say of them.

-- What a subject has beside its figures: parts with their days, a draft's lines, charges, how a pending payment is to be
-- allocated. Amounts as text in 10^-6 of the currency's unit, days since 1970, hashes in hexadecimal digits.
alter table invoice add column traits jsonb not null default '{}';
alter table payment add column traits jsonb not null default '{}';
alter table credit add column traits jsonb not null default '{}';
create index credit_by_source on credit (customer_id, source_invoice) where source_invoice is not null;

-- What a chargeback took from an allocation, so that its reversal can restore it.
alter table allocation add column charged_back bigint not null default 0;

update invoice i set traits = jsonb_build_object('charges', coalesce(
  (select jsonb_agg(jsonb_build_array(c.from_no, c.to_no) order by c.from_no) from invoice_charges c
    where c.customer_id = i.customer_id and c.invoice = i.no), '[]'));
update credit set traits = '{"origin": "negative_invoice"}';

-- What of an invoice is contested. open: neither resolved nor rejected.
create table dispute (
  customer_id text collate "C" not null,
  no integer not null,
  dispute_id text collate "C" not null,
  born_seq bigint not null,
  born_at timestamptz not null,
  invoice integer not null,
  status smallint not null,
  open boolean not null,
  claimed bigint not null,
  agreed bigint not null,
  adjusted bigint not null,
  figures jsonb not null,
  primary key (customer_id, no),
  unique (customer_id, dispute_id)
) with (fillfactor = 80);
create index dispute_open on dispute (customer_id, no) where open;

-- policy: the terms by the names of the API; null are those that nobody has set, version 0. scheduled: operations that
-- wait for their day, [{"id", "op", "dueAt": "<µs since 1970>", "day"}]. noticed: the day on which each kind of message
-- about the customer as a whole was made last; about an invoice or payment, its traits say so.
alter table customer_head
  add column policy jsonb,
  add column policy_version integer not null default 0,
  add column scheduled jsonb not null default '[]',
  add column noticed jsonb not null default '{}';

-- The credit limit in force is a formula now, of a permanent limit and a temporary one.
update customer_head set
  snapshot_seq = 0,
  counts = counts || '{"dispute": 0}',
  figures = case when figures ? 'customer.credit_limit'
    then figures - 'customer.credit_limit'
      || jsonb_build_object('customer.permanent_limit', figures -> 'customer.credit_limit')
    else figures end;
delete from snapshot;

-- Charges, manual and promotional credits, and late fees for the next invoice stand in one row of charge numbers.
alter table record add column dispute integer;
create index record_by_dispute on record (customer_id, dispute, seq) where dispute is not null;
drop index record_charge;
create unique index record_charge on record (customer_id, charge) where kind = 1 and type in (2, 16, 60);

insert into number_sequence values ('credit_note', 1);

do $$
begin
  if exists (select from pg_roles where rolname = 'whence_app') then
    grant select, insert, update, delete on dispute to whence_app;
  end if;
end
$$;
