-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- create "new_attendance_entries" table
CREATE TABLE `new_attendance_entries` (`id` text NOT NULL, `created_at` datetime NOT NULL, `shift_id` text NULL, `method` text NOT NULL, `direction` text NOT NULL, `at` datetime NOT NULL, `corrected_at` datetime NULL, `undoes` text NULL, `name` text NOT NULL DEFAULT (''), `phone_tail` text NOT NULL DEFAULT (''), `recorded_by` text NOT NULL, `device_id` text NOT NULL DEFAULT (''), `reason` text NOT NULL DEFAULT (''), `fingerprint` text NOT NULL, `warnings` json NOT NULL, `community_id` text NOT NULL, `event_id` text NOT NULL, `sign_up_id` text NULL, `person_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `attendance_entries_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `attendance_entries_events_event` FOREIGN KEY (`event_id`) REFERENCES `events` (`id`) ON DELETE NO ACTION, CONSTRAINT `attendance_entries_sign_ups_sign_up` FOREIGN KEY (`sign_up_id`) REFERENCES `sign_ups` (`id`) ON DELETE NO ACTION, CONSTRAINT `attendance_entries_persons_person` FOREIGN KEY (`person_id`) REFERENCES `persons` (`id`) ON DELETE NO ACTION);
-- copy rows from old table "attendance_entries" to new temporary table "new_attendance_entries"
INSERT INTO `new_attendance_entries` (`id`, `created_at`, `shift_id`, `method`, `direction`, `at`, `undoes`, `name`, `phone_tail`, `recorded_by`, `fingerprint`, `warnings`, `community_id`, `event_id`, `sign_up_id`, `person_id`) SELECT `id`, `created_at`, `shift_id`, `method`, `direction`, `at`, `undoes`, `name`, `phone_tail`, `recorded_by`, `fingerprint`, `warnings`, `community_id`, `event_id`, `sign_up_id`, `person_id` FROM `attendance_entries`;
-- drop "attendance_entries" table after copying rows
DROP TABLE `attendance_entries`;
-- rename temporary table "new_attendance_entries" to "attendance_entries"
ALTER TABLE `new_attendance_entries` RENAME TO `attendance_entries`;
-- create index "attendanceentry_event_id_created_at" to table: "attendance_entries"
CREATE INDEX `attendanceentry_event_id_created_at` ON `attendance_entries` (`event_id`, `created_at`);
-- create index "attendanceentry_sign_up_id" to table: "attendance_entries"
CREATE INDEX `attendanceentry_sign_up_id` ON `attendance_entries` (`sign_up_id`);
-- create index "attendanceentry_person_id" to table: "attendance_entries"
CREATE INDEX `attendanceentry_person_id` ON `attendance_entries` (`person_id`);
-- create "new_persons" table
CREATE TABLE `new_persons` (`id` text NOT NULL, `created_at` datetime NOT NULL, `name` text NOT NULL, `search` text NOT NULL DEFAULT (''), `phone_sealed` text NULL, `phone_hash` text NULL, `phone_tail` text NOT NULL DEFAULT (''), `birth_year` integer NULL, `card` integer NOT NULL DEFAULT (0), `card_issued_at` datetime NULL, `skills` json NULL, `community_id` text NOT NULL, `unit_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `persons_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `persons_units_unit` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE NO ACTION);
-- copy rows from old table "persons" to new temporary table "new_persons"
INSERT INTO `new_persons` (`id`, `created_at`, `name`, `search`, `phone_sealed`, `phone_hash`, `phone_tail`, `birth_year`, `skills`, `community_id`, `unit_id`) SELECT `id`, `created_at`, `name`, `search`, `phone_sealed`, `phone_hash`, `phone_tail`, `birth_year`, `skills`, `community_id`, `unit_id` FROM `persons`;
-- drop "persons" table after copying rows
DROP TABLE `persons`;
-- rename temporary table "new_persons" to "persons"
ALTER TABLE `new_persons` RENAME TO `persons`;
-- create index "person_unit_id" to table: "persons"
CREATE INDEX `person_unit_id` ON `persons` (`unit_id`);
-- create index "person_phone_hash" to table: "persons"
CREATE INDEX `person_phone_hash` ON `persons` (`phone_hash`);
-- create index "person_community_id_name" to table: "persons"
CREATE INDEX `person_community_id_name` ON `persons` (`community_id`, `name`);
-- add column "absent_at" to table: "sign_ups"
ALTER TABLE `sign_ups` ADD COLUMN `absent_at` datetime NULL;
-- add column "minutes" to table: "sign_ups"
ALTER TABLE `sign_ups` ADD COLUMN `minutes` integer NULL;
-- create index "sign_up_open" to table: "sign_ups"
CREATE INDEX `sign_up_open` ON `sign_ups` (`shift_id`) WHERE checked_in_at IS NOT NULL AND checked_out_at IS NULL;
-- create "new_events" table
CREATE TABLE `new_events` (`id` text NOT NULL, `created_at` datetime NOT NULL, `title` text NOT NULL, `kind` text NOT NULL, `status` text NOT NULL DEFAULT ('DRAFT'), `description` text NOT NULL DEFAULT (''), `place` text NOT NULL, `contact_name` text NULL, `contact_phone` text NULL, `starts_at` datetime NOT NULL, `ends_at` datetime NOT NULL, `cancel_reason` text NOT NULL DEFAULT (''), `search` text NOT NULL DEFAULT (''), `roster_version` integer NOT NULL DEFAULT (0), `rows_since` integer NULL, `venue_epoch` integer NOT NULL DEFAULT (0), `opens_at` datetime NULL, `closes_at` datetime NULL, `withdraw_until` datetime NULL, `one_shift` bool NOT NULL DEFAULT (false), `min_age` integer NULL, `max_age` integer NULL, `skill` text NOT NULL DEFAULT (''), `minimum` integer NULL, `too_few_told_at` datetime NULL, `community_id` text NOT NULL, `unit_id` text NOT NULL, `team_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `events_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `events_units_unit` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE NO ACTION, CONSTRAINT `events_teams_team` FOREIGN KEY (`team_id`) REFERENCES `teams` (`id`) ON DELETE NO ACTION);
-- copy rows from old table "events" to new temporary table "new_events"
INSERT INTO `new_events` (`id`, `created_at`, `title`, `kind`, `status`, `description`, `place`, `contact_name`, `contact_phone`, `starts_at`, `ends_at`, `cancel_reason`, `search`, `roster_version`, `rows_since`, `opens_at`, `closes_at`, `withdraw_until`, `one_shift`, `min_age`, `max_age`, `skill`, `minimum`, `too_few_told_at`, `community_id`, `unit_id`, `team_id`) SELECT `id`, `created_at`, `title`, `kind`, `status`, `description`, `place`, `contact_name`, `contact_phone`, `starts_at`, `ends_at`, `cancel_reason`, `search`, `roster_version`, `rows_since`, `opens_at`, `closes_at`, `withdraw_until`, `one_shift`, `min_age`, `max_age`, `skill`, `minimum`, `too_few_told_at`, `community_id`, `unit_id`, `team_id` FROM `events`;
-- drop "events" table after copying rows
DROP TABLE `events`;
-- rename temporary table "new_events" to "events"
ALTER TABLE `new_events` RENAME TO `events`;
-- create index "event_community_id_starts_at_id" to table: "events"
CREATE INDEX `event_community_id_starts_at_id` ON `events` (`community_id`, `starts_at`, `id`);
-- create index "event_community_id_ends_at" to table: "events"
CREATE INDEX `event_community_id_ends_at` ON `events` (`community_id`, `ends_at`);
-- create index "event_unit_id_starts_at" to table: "events"
CREATE INDEX `event_unit_id_starts_at` ON `events` (`unit_id`, `starts_at`);
-- create index "event_team_id" to table: "events"
CREATE INDEX `event_team_id` ON `events` (`team_id`);
-- create index "event_minimum" to table: "events"
CREATE INDEX `event_minimum` ON `events` (`starts_at`) WHERE minimum IS NOT NULL AND too_few_told_at IS NULL;
-- create "calendars" table
CREATE TABLE `calendars` (`id` text NOT NULL, `created_at` datetime NOT NULL, `token_hash` text NOT NULL, `revoked_at` datetime NULL, `community_id` text NOT NULL, `person_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `calendars_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `calendars_persons_person` FOREIGN KEY (`person_id`) REFERENCES `persons` (`id`) ON DELETE NO ACTION);
-- create index "calendars_token_hash_key" to table: "calendars"
CREATE UNIQUE INDEX `calendars_token_hash_key` ON `calendars` (`token_hash`);
-- create index "calendar_person_id" to table: "calendars"
CREATE INDEX `calendar_person_id` ON `calendars` (`person_id`);
-- create "corrections" table
CREATE TABLE `corrections` (`id` text NOT NULL, `created_at` datetime NOT NULL, `came` datetime NOT NULL, `went` datetime NOT NULL, `reason` text NOT NULL, `asked_by` text NOT NULL, `status` text NOT NULL DEFAULT ('PENDING'), `decided_by` text NOT NULL DEFAULT (''), `decided_at` datetime NULL, `note` text NOT NULL DEFAULT (''), `community_id` text NOT NULL, `event_id` text NOT NULL, `sign_up_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `corrections_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `corrections_events_event` FOREIGN KEY (`event_id`) REFERENCES `events` (`id`) ON DELETE NO ACTION, CONSTRAINT `corrections_sign_ups_sign_up` FOREIGN KEY (`sign_up_id`) REFERENCES `sign_ups` (`id`) ON DELETE NO ACTION);
-- create index "correction_event_id_status" to table: "corrections"
CREATE INDEX `correction_event_id_status` ON `corrections` (`event_id`, `status`);
-- create index "correction_community_id_status_created_at" to table: "corrections"
CREATE INDEX `correction_community_id_status_created_at` ON `corrections` (`community_id`, `status`, `created_at`);
-- create index "correction_once" to table: "corrections"
CREATE UNIQUE INDEX `correction_once` ON `corrections` (`sign_up_id`) WHERE status = 'PENDING';
-- create "devices" table
CREATE TABLE `devices` (`id` text NOT NULL, `created_at` datetime NOT NULL, `kind` text NOT NULL, `name` text NOT NULL, `issued_by` text NOT NULL, `link_hash` text NOT NULL, `link_expires_at` datetime NOT NULL, `token_hash` text NULL, `agent` text NOT NULL DEFAULT (''), `pin` text NOT NULL DEFAULT (''), `claimed_at` datetime NULL, `seen_at` datetime NULL, `roster_at` datetime NULL, `clock_offset` integer NULL, `expires_at` datetime NOT NULL, `revoked_at` datetime NULL, `wiped_at` datetime NULL, `community_id` text NOT NULL, `event_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `devices_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `devices_events_event` FOREIGN KEY (`event_id`) REFERENCES `events` (`id`) ON DELETE NO ACTION);
-- create index "devices_link_hash_key" to table: "devices"
CREATE UNIQUE INDEX `devices_link_hash_key` ON `devices` (`link_hash`);
-- create index "devices_token_hash_key" to table: "devices"
CREATE UNIQUE INDEX `devices_token_hash_key` ON `devices` (`token_hash`);
-- create index "device_event_id" to table: "devices"
CREATE INDEX `device_event_id` ON `devices` (`event_id`);
-- create index "device_expires_at" to table: "devices"
CREATE INDEX `device_expires_at` ON `devices` (`expires_at`);
-- create "ticket_keys" table
CREATE TABLE `ticket_keys` (`id` text NOT NULL, `created_at` datetime NOT NULL, `number` integer NOT NULL, `seed_sealed` text NOT NULL, `ends_at` datetime NULL, PRIMARY KEY (`id`));
-- create index "ticket_keys_number_key" to table: "ticket_keys"
CREATE UNIQUE INDEX `ticket_keys_number_key` ON `ticket_keys` (`number`);
-- create "todos" table
CREATE TABLE `todos` (`id` text NOT NULL, `created_at` datetime NOT NULL, `done_at` datetime NULL, `done_by` text NOT NULL DEFAULT (''), `note` text NOT NULL DEFAULT (''), `community_id` text NOT NULL, `event_id` text NOT NULL, `entry_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `todos_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `todos_events_event` FOREIGN KEY (`event_id`) REFERENCES `events` (`id`) ON DELETE NO ACTION, CONSTRAINT `todos_attendance_entries_entry` FOREIGN KEY (`entry_id`) REFERENCES `attendance_entries` (`id`) ON DELETE NO ACTION);
-- create index "todo_event_id_done_at" to table: "todos"
CREATE INDEX `todo_event_id_done_at` ON `todos` (`event_id`, `done_at`);
-- create index "todo_entry_id" to table: "todos"
CREATE UNIQUE INDEX `todo_entry_id` ON `todos` (`entry_id`);
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;

-- +goose Down
-- reverse: create index "todo_entry_id" to table: "todos"
DROP INDEX `todo_entry_id`;
-- reverse: create index "todo_event_id_done_at" to table: "todos"
DROP INDEX `todo_event_id_done_at`;
-- reverse: create "todos" table
DROP TABLE `todos`;
-- reverse: create index "ticket_keys_number_key" to table: "ticket_keys"
DROP INDEX `ticket_keys_number_key`;
-- reverse: create "ticket_keys" table
DROP TABLE `ticket_keys`;
-- reverse: create index "device_expires_at" to table: "devices"
DROP INDEX `device_expires_at`;
-- reverse: create index "device_event_id" to table: "devices"
DROP INDEX `device_event_id`;
-- reverse: create index "devices_token_hash_key" to table: "devices"
DROP INDEX `devices_token_hash_key`;
-- reverse: create index "devices_link_hash_key" to table: "devices"
DROP INDEX `devices_link_hash_key`;
-- reverse: create "devices" table
DROP TABLE `devices`;
-- reverse: create index "correction_once" to table: "corrections"
DROP INDEX `correction_once`;
-- reverse: create index "correction_community_id_status_created_at" to table: "corrections"
DROP INDEX `correction_community_id_status_created_at`;
-- reverse: create index "correction_event_id_status" to table: "corrections"
DROP INDEX `correction_event_id_status`;
-- reverse: create "corrections" table
DROP TABLE `corrections`;
-- reverse: create index "calendar_person_id" to table: "calendars"
DROP INDEX `calendar_person_id`;
-- reverse: create index "calendars_token_hash_key" to table: "calendars"
DROP INDEX `calendars_token_hash_key`;
-- reverse: create "calendars" table
DROP TABLE `calendars`;
-- reverse: create index "event_minimum" to table: "events"
DROP INDEX `event_minimum`;
-- reverse: create index "event_team_id" to table: "events"
DROP INDEX `event_team_id`;
-- reverse: create index "event_unit_id_starts_at" to table: "events"
DROP INDEX `event_unit_id_starts_at`;
-- reverse: create index "event_community_id_ends_at" to table: "events"
DROP INDEX `event_community_id_ends_at`;
-- reverse: create index "event_community_id_starts_at_id" to table: "events"
DROP INDEX `event_community_id_starts_at_id`;
-- reverse: create "new_events" table
DROP TABLE `new_events`;
-- reverse: create index "sign_up_open" to table: "sign_ups"
DROP INDEX `sign_up_open`;
-- reverse: add column "minutes" to table: "sign_ups"
ALTER TABLE `sign_ups` DROP COLUMN `minutes`;
-- reverse: add column "absent_at" to table: "sign_ups"
ALTER TABLE `sign_ups` DROP COLUMN `absent_at`;
-- reverse: create index "person_community_id_name" to table: "persons"
DROP INDEX `person_community_id_name`;
-- reverse: create index "person_phone_hash" to table: "persons"
DROP INDEX `person_phone_hash`;
-- reverse: create index "person_unit_id" to table: "persons"
DROP INDEX `person_unit_id`;
-- reverse: create "new_persons" table
DROP TABLE `new_persons`;
-- reverse: create index "attendanceentry_person_id" to table: "attendance_entries"
DROP INDEX `attendanceentry_person_id`;
-- reverse: create index "attendanceentry_sign_up_id" to table: "attendance_entries"
DROP INDEX `attendanceentry_sign_up_id`;
-- reverse: create index "attendanceentry_event_id_created_at" to table: "attendance_entries"
DROP INDEX `attendanceentry_event_id_created_at`;
-- reverse: create "new_attendance_entries" table
DROP TABLE `new_attendance_entries`;
