\set person random(1, 1000000000)
begin;
update shifts set confirmed = confirmed + 1 where id = 1 and confirmed < capacity;
insert into sign_ups (shift_id, person_id) values (1, :person);
commit;
