\set person random(1, 1000000000)
\set shift random(1, 16)
insert into sign_ups (shift_id, person_id) values (:shift, :person);
