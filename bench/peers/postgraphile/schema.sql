-- Two tables and one function: row lock, capacity check, insert.
create schema app;
create table app.events (id int primary key, title text not null, capacity int not null, taken int not null default 0 check (taken between 0 and capacity));
create table app.signups (id bigint generated always as identity primary key, event_id int not null references app.events, member text not null,
  created_at timestamptz not null default now(), unique (event_id, member));

create function app.sign_up(event_id int, member text) returns app.signups language plpgsql volatile as $$
declare e app.events; s app.signups;
begin
  select * into e from app.events where id = sign_up.event_id for update;
  if not found or e.taken >= e.capacity then return null; end if; -- full: the result is null
  insert into app.signups (event_id, member) values (e.id, sign_up.member) returning * into s;
  update app.events set taken = taken + 1 where id = e.id;
  return s;
end $$;

insert into app.events (id, title, capacity) values (1, 'Service day', 6000);
analyze;
