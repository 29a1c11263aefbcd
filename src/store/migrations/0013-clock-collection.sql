-- Why: a clock may tell history, of which nothing is collected before it joins the wall clock.

alter table clock add column collection text not null default 'on' check (collection in ('on', 'off'));
