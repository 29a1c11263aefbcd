-- Why: the server itself must not be able to change history. It works as the role whence_app, which may add to the
-- history and read it, and change nothing there but salt and body of a text. Where the login that migrates may not make
-- roles, nothing is granted and the server says "append-only not enforced by privileges".

do $$
begin
  if not exists (select from pg_roles where rolname = 'whence_app') then
    create role whence_app nologin;
  end if;
  if not pg_has_role(current_user, 'whence_app', 'member') then
    execute format('grant whence_app to %I', current_user);
  end if;
exception when insufficient_privilege or duplicate_object or unique_violation then
  raise notice 'append-only not enforced by privileges: %', sqlerrm;
end
$$;

do $$
begin
  if not exists (select from pg_roles where rolname = 'whence_app') then
    return;
  end if;
  execute format('grant usage on schema %I to whence_app', current_schema);
  grant select, insert on operation, record, cause, text, idempotency, log to whence_app;
  grant update (salt, body) on text to whence_app;
  grant select, insert, update, delete on customer_head, invoice, payment, credit, allocation, invoice_charges, note,
    message, snapshot, directory, lease, unsequenced, log_head, delivery, run, import_part, clock, number_sequence,
    xdr_counter, app_user, session, api_key to whence_app;
end
$$;
