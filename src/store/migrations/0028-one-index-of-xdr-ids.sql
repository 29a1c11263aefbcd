-- Why: each record of a usage charge stood in two indexes by its xDR id: one by customer, where that of each customer lies
-- elsewhere, and one over all. One by id and customer answers both, and new ids lie together at its end. That an id is a
-- customer's once is looked at under the lock of his head, as all that an operation may break.
drop index record_xdr;
drop index record_by_xdr;
create index record_by_xdr on record (xdr_id, customer_id) where xdr_id is not null;
