-- The service reads events and calls `append`; it may not insert, update or delete them. Everything else is its own.
do $$
declare
  app text := current_setting('accompany.app_role');
begin
  execute format('grant usage on schema public to %I', app);
  execute format('grant create on database %I to %I', current_database(), app);
  execute format('grant select, insert, update, delete on all tables in schema public to %I', app);
  execute format('grant usage on all sequences in schema public to %I', app);
  execute format('revoke insert, update, delete on events, commands from %I', app);
  execute format('grant execute on function append to %I', app);
end $$;
