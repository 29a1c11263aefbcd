-- Why: what an operation keeps about its asker must hold for ever, and what people are called must be erasable. From rules
-- 3 on an operation names its asker by an id, and his name by the text that the operator's own log has of it; a key is
-- kept with a salted hash of what was asked, so that a text that was erased cannot be guessed from it. Rows that are there
-- keep what they have.

-- actor: the name, where it stands in no text; actor_text and actor_hash: the text of ~operator that holds it. role,
-- asker_limit, approver, owner (of an API key: who made it) come with the rights of users; until then they have their
-- defaults. All of these are null on operations of rules 2 and before.
alter table operation
  alter column actor drop not null,
  add column actor_id text,
  add column actor_text uuid,
  add column actor_hash bytea,
  add column role text,
  add column asker_limit text,
  add column approver text,
  add column owner text,
  add check (actor is not null or (actor_id is not null and actor_text is not null)),
  add check (octet_length(actor_hash) = 32);

-- salt: request_hash is SHA-256(salt || request); null: it is that of the request alone; empty: a text of the request was
-- erased, and with it the salt.
alter table idempotency add column salt bytea;

-- salt: of the hashes of what was asked and by whom, in the record that says that it waits; null: that record has none.
alter table scheduled add column salt bytea;

-- user_id: by which the log names him; a user of earlier releases is named by his e-mail address there.
alter table app_user
  add column user_id text,
  add column name_text uuid,
  add column name_hash bytea;
update app_user set user_id = email;
alter table app_user alter column user_id set not null, add unique (user_id);
alter table api_key
  add column owner text,
  add column name_text uuid,
  add column name_hash bytea;

-- The name of each stands in the record that made him: a text of slot 9 of an event of type 40 (user) or 41 (key) whose
-- bytes hold his id in slot 8.
create temporary table named on commit drop as
  select r.type, r.seq, r.canonical, t.text_id, sha256(t.salt || convert_to(t.body, 'UTF8')) as hash,
    case when o.actor = 'system' then 'system' else 'account:' || o.actor end as maker
  from record r
    join text t on t.customer_id = r.customer_id and t.seq = r.seq and t.slot = 9 and octet_length(t.salt) > 0
    join operation o on o.customer_id = r.customer_id and r.seq between o.first_seq and o.last_seq
  where r.customer_id = '~operator' and r.kind = 1 and r.type in (40, 41);
create function pg_temp.says_id(canonical bytea, id text) returns boolean language sql as
  $$ select position('\x0008'::bytea || int2send(octet_length(convert_to(id, 'UTF8'))::smallint)
    || convert_to(id, 'UTF8') in canonical) > 0 $$;
update app_user u set name_text = n.text_id, name_hash = n.hash from named n
  where n.type = 40 and pg_temp.says_id(n.canonical, u.email);
update api_key k set name_text = n.text_id, name_hash = n.hash, owner = n.maker from named n
  where n.type = 41 and pg_temp.says_id(n.canonical, k.id);

-- Until when the books are closed, as the operator's own log says; the newest row counts. closed_until null: not closed.
create table closing (
  no integer primary key,
  closed_until date,
  recorded_at timestamptz not null
);

do $$
begin
  if not exists (select from pg_roles where rolname = 'whence_app') then
    return;
  end if;
  grant update (salt) on idempotency to whence_app;
  grant select, insert on closing to whence_app;
end
$$;
