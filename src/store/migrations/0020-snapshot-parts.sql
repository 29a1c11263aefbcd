-- Why: a state of 40,000 subjects as one value of jsonb took the database 250 MB to take in, and again to read. Its subjects
-- stand beside it now, some hundreds a row, as text that nobody searches in the database.
create table snapshot_part (
  customer_id text collate "C" not null,
  seq bigint not null,
  part integer not null check (part > 0),
  subjects json not null,
  primary key (customer_id, seq, part)
);
insert into snapshot_part (customer_id, seq, part, subjects)
  select s.customer_id, s.seq, 1 + (e.no - 1) / 500, json_agg(e.subject order by e.no)
    from snapshot s, jsonb_array_elements(s.state -> 'subjects') with ordinality as e (subject, no)
   group by 1, 2, 3;
update snapshot set state = state - 'subjects';
grant select, insert, update, delete on snapshot_part to whence_app;
