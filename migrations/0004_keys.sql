-- API keys: what a program has instead of a sign-in.
--
-- A key is a session with a name, and so is recognised, ends, and takes its streams with it like any other. It begins in
-- the settings, or at the command line, and lasts until somebody ends it.

alter table sessions add column name text;
