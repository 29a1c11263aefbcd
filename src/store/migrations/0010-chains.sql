-- Why: what an operation is about is the root of its chain (3-records 3.1), and what became of a message belongs to the
-- chain that queued it. root_seq says for every operation to which chain its records belong; it follows from the records.
-- For what older rules booked under the first record it is derived here once: the main event of the operation by its name.
alter table operation add column root_seq bigint;

update operation o set root_seq = coalesce(
  (select min(r.seq)
     from (values
       ('evaluate_day', 12),
       ('issue_invoice', 3),
       ('issue_draft', 3),
       ('receive_payment', 5),
       ('settle_payment', 18),
       ('fail_payment', 20),
       ('fail_payment', 19),
       ('void_payment', 21),
       ('charge_back_payment', 24),
       ('reverse_chargeback', 25),
       ('refund_payment', 22),
       ('refund_credit', 23),
       ('refund_customer', 22),
       ('refund_customer', 23),
       ('move_out', 34),
       ('move_out', 35),
       ('allocate_payment', 6),
       ('allocate_credit', 9),
       ('issue_credit_note', 26),
       ('void_credit_note', 27),
       ('adjust_invoice', 4),
       ('void_invoice', 31),
       ('write_off_invoice', 29),
       ('undo_write_off', 30),
       ('resolve_dispute', 58),
       ('resolve_dispute', 59)
     ) as main (op, type)
     join record r on r.customer_id = o.customer_id and r.seq between o.first_seq and o.last_seq
       and r.kind = 1 and r.type = main.type
    where main.op = o.op),
  o.first_seq);

update operation o set root_seq = queued.root_seq
  from cause c, operation queued
 where o.op = 'settle_message'
   and c.customer_id = o.customer_id and c.seq = o.first_seq and c.role = 1 and c.cause_customer_id is null
   and queued.customer_id = o.customer_id and c.cause_seq between queued.first_seq and queued.last_seq;

alter table operation alter column root_seq set not null;
create index operation_by_root on operation (customer_id, root_seq);
