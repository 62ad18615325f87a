-- The least that a sign-up needs, for pgbench.
create table shifts (id int primary key, capacity int not null, confirmed int not null default 0);
create table sign_ups (id bigint generated always as identity primary key, shift_id int not null references shifts, person_id bigint not null,
  created_at timestamptz not null default now());
create index on sign_ups (shift_id, person_id);
insert into shifts (id, capacity) select n, 1000000000 from generate_series(1, 16) n;
analyze;
