-- For those who watch: each change of an event is told with its counts.
create function public.tell() returns trigger language plpgsql as $$
begin
  perform pg_notify('event:' || new.id, json_build_object('id', new.id, 'taken', new.taken, 'capacity', new.capacity)::text);
  return null;
end $$;
create trigger tell after update on app.events for each row execute function public.tell();
