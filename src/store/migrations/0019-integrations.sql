-- Why: a program that gets another API key is the same program, and what it repeats must be known as a repetition.
-- integration: whose the idempotency keys are that are sent with an API key: an integration by its name, or key:<id>, the
-- one that the key took the place of. null: the key's own, key:<its id>. Keys that are there have their own: under that
-- their repetitions are known already.
alter table api_key add column integration text;
