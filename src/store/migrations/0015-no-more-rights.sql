-- Why: what waits for its day is booked in the name of its caller, so nobody but the owner of the tables may change what
-- it is and whose it is. The server adds rows and ends them; what ends is emptied here, by a function of the owner, and
-- nothing else of it changes. Of the table of migrations it reads whether this is its release.

do $$
begin
  execute format(
    $f$create function end_scheduled(of_customer text, of_id text, outcome text, why text) returns void
       language sql security definer set search_path = %I, pg_temp as
       'update scheduled set state = outcome, refusal = why, body = null, caller = ''{}'', salt = null
         where customer_id = of_customer and scheduled_id = of_id and state = ''waiting'''$f$,
    current_schema);
  revoke all on function end_scheduled(text, text, text, text) from public;
  if exists (select from pg_roles where rolname = 'whence_app') then
    revoke update on scheduled from whence_app;
    grant select on migration to whence_app;
    grant execute on function end_scheduled(text, text, text, text) to whence_app;
  end if;
end
$$;
