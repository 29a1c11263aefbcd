-- Why: people search for what they copied from a mail: an id in any case, by its beginning, and own text that a parser
-- takes for a tag, a path or a URL. Ids are found by their small letters, compared by code point; text and references
-- by their words, cut at every ASCII mark, so that "pi_3NxYz", "<b>" and "/usr/local" are words like others.

create index directory_begun on directory ((lower(id collate "default") collate "C")) include (kind, customer_id, no, id);
create index customer_begun on customer_head ((lower(customer_id collate "default") collate "C"));
create index customer_by_email on customer_head (email_text) where email_text is not null;

drop index text_words;
create index text_words on text using gin
  (to_tsvector('simple', translate(body, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', '                                ')));
drop index operation_words;
create index operation_words on operation using gin
  (to_tsvector('simple', translate(reference, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', '                                ')))
  where reference is not null;
