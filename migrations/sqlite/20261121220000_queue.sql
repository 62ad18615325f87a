-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- add column "offer_rules" to table: "communities"
ALTER TABLE `communities` ADD COLUMN `offer_rules` json NULL;
-- create "new_events" table
CREATE TABLE `new_events` (`id` text NOT NULL, `created_at` datetime NOT NULL, `title` text NOT NULL, `kind` text NOT NULL, `status` text NOT NULL DEFAULT ('DRAFT'), `description` text NOT NULL DEFAULT (''), `place` text NOT NULL, `contact_name` text NULL, `contact_phone` text NULL, `starts_at` datetime NOT NULL, `ends_at` datetime NOT NULL, `cancel_reason` text NOT NULL DEFAULT (''), `search` text NOT NULL DEFAULT (''), `roster_version` integer NOT NULL DEFAULT (0), `opens_at` datetime NULL, `closes_at` datetime NULL, `withdraw_until` datetime NULL, `one_shift` bool NOT NULL DEFAULT (false), `min_age` integer NULL, `max_age` integer NULL, `skill` text NOT NULL DEFAULT (''), `minimum` integer NULL, `too_few_told_at` datetime NULL, `end_announced_at` datetime NULL, `community_id` text NOT NULL, `unit_id` text NOT NULL, `team_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `events_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `events_units_unit` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE NO ACTION, CONSTRAINT `events_teams_team` FOREIGN KEY (`team_id`) REFERENCES `teams` (`id`) ON DELETE NO ACTION);
-- copy rows from old table "events" to new temporary table "new_events"
INSERT INTO `new_events` (`id`, `created_at`, `title`, `kind`, `status`, `description`, `place`, `contact_name`, `contact_phone`, `starts_at`, `ends_at`, `cancel_reason`, `search`, `roster_version`, `end_announced_at`, `community_id`, `unit_id`, `team_id`) SELECT `id`, `created_at`, `title`, `kind`, `status`, `description`, `place`, `contact_name`, `contact_phone`, `starts_at`, `ends_at`, `cancel_reason`, `search`, `roster_version`, `end_announced_at`, `community_id`, `unit_id`, `team_id` FROM `events`;
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
-- add column "birth_year" to table: "persons"
ALTER TABLE `persons` ADD COLUMN `birth_year` integer NULL;
-- add column "skills" to table: "persons"
ALTER TABLE `persons` ADD COLUMN `skills` json NULL;
-- add column "open_until" to table: "sessions"
ALTER TABLE `sessions` ADD COLUMN `open_until` datetime NULL;
-- create "new_shifts" table
CREATE TABLE `new_shifts` (`id` text NOT NULL, `created_at` datetime NOT NULL, `name` text NOT NULL, `starts_at` datetime NOT NULL, `ends_at` datetime NOT NULL, `capacity` integer NULL, `confirmed` integer NOT NULL DEFAULT (0), `offered` integer NOT NULL DEFAULT (0), `waitlisted` integer NOT NULL DEFAULT (0), `checked_in` integer NOT NULL DEFAULT (0), `kept` integer NOT NULL DEFAULT (0), `kept_until` datetime NULL, `kept_taken` integer NOT NULL DEFAULT (0), `held` integer NOT NULL DEFAULT (0), `walked_in` integer NOT NULL DEFAULT (0), `community_id` text NOT NULL, `event_id` text NOT NULL, `kept_unit_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `shifts_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `shifts_events_event` FOREIGN KEY (`event_id`) REFERENCES `events` (`id`) ON DELETE NO ACTION, CONSTRAINT `shifts_units_kept_unit` FOREIGN KEY (`kept_unit_id`) REFERENCES `units` (`id`) ON DELETE NO ACTION, CONSTRAINT `shift_counters` CHECK (confirmed >= 0 AND offered >= 0 AND waitlisted >= 0 AND checked_in >= 0 AND walked_in >= 0), CONSTRAINT `shift_held` CHECK (held >= 0 AND kept >= 0 AND kept_taken >= 0), CONSTRAINT `shift_not_oversold` CHECK (capacity IS NULL OR confirmed + offered - walked_in <= capacity));
-- copy rows from old table "shifts" to new temporary table "new_shifts"
INSERT INTO `new_shifts` (`id`, `created_at`, `name`, `starts_at`, `ends_at`, `capacity`, `confirmed`, `offered`, `waitlisted`, `checked_in`, `walked_in`, `community_id`, `event_id`) SELECT `id`, `created_at`, `name`, `starts_at`, `ends_at`, `capacity`, `confirmed`, `offered`, `waitlisted`, `checked_in`, `walked_in`, `community_id`, `event_id` FROM `shifts`;
-- drop "shifts" table after copying rows
DROP TABLE `shifts`;
-- rename temporary table "new_shifts" to "shifts"
ALTER TABLE `new_shifts` RENAME TO `shifts`;
-- create index "shift_event_id_starts_at" to table: "shifts"
CREATE INDEX `shift_event_id_starts_at` ON `shifts` (`event_id`, `starts_at`);
-- create index "shift_kept" to table: "shifts"
CREATE INDEX `shift_kept` ON `shifts` (`kept_until`) WHERE kept_until IS NOT NULL;
-- create "new_sign_ups" table
CREATE TABLE `new_sign_ups` (`id` text NOT NULL, `created_at` datetime NOT NULL, `status` text NOT NULL, `place` integer NOT NULL, `party` text NOT NULL, `signed_up_by` text NOT NULL, `reason` text NOT NULL DEFAULT (''), `inside` bool NOT NULL DEFAULT (false), `passed_over` integer NOT NULL DEFAULT (0), `to_call` bool NOT NULL DEFAULT (false), `walk_in` bool NOT NULL DEFAULT (false), `offer_expires_at` datetime NULL, `checked_in_at` datetime NULL, `checked_out_at` datetime NULL, `changed_revision` integer NOT NULL DEFAULT (0), `community_id` text NOT NULL, `event_id` text NOT NULL, `shift_id` text NOT NULL, `person_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `sign_ups_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `sign_ups_events_event` FOREIGN KEY (`event_id`) REFERENCES `events` (`id`) ON DELETE NO ACTION, CONSTRAINT `sign_ups_shifts_shift` FOREIGN KEY (`shift_id`) REFERENCES `shifts` (`id`) ON DELETE NO ACTION, CONSTRAINT `sign_ups_persons_person` FOREIGN KEY (`person_id`) REFERENCES `persons` (`id`) ON DELETE NO ACTION);
-- copy rows from old table "sign_ups" to new temporary table "new_sign_ups"
INSERT INTO `new_sign_ups` (`id`, `created_at`, `status`, `place`, `party`, `signed_up_by`, `reason`, `walk_in`, `offer_expires_at`, `checked_in_at`, `checked_out_at`, `changed_revision`, `community_id`, `event_id`, `shift_id`, `person_id`) SELECT `id`, `created_at`, `status`, `place`, `party`, `signed_up_by`, `reason`, `walk_in`, `offer_expires_at`, `checked_in_at`, `checked_out_at`, `changed_revision`, `community_id`, `event_id`, `shift_id`, `person_id` FROM `sign_ups`;
-- drop "sign_ups" table after copying rows
DROP TABLE `sign_ups`;
-- rename temporary table "new_sign_ups" to "sign_ups"
ALTER TABLE `new_sign_ups` RENAME TO `sign_ups`;
-- create index "sign_up_once" to table: "sign_ups"
CREATE UNIQUE INDEX `sign_up_once` ON `sign_ups` (`shift_id`, `person_id`) WHERE status <> 'WITHDRAWN' AND status <> 'EXPIRED' AND status <> 'REMOVED';
-- create index "signup_shift_id_status_place" to table: "sign_ups"
CREATE INDEX `signup_shift_id_status_place` ON `sign_ups` (`shift_id`, `status`, `place`);
-- create index "signup_event_id_changed_revision" to table: "sign_ups"
CREATE INDEX `signup_event_id_changed_revision` ON `sign_ups` (`event_id`, `changed_revision`);
-- create index "signup_person_id_status" to table: "sign_ups"
CREATE INDEX `signup_person_id_status` ON `sign_ups` (`person_id`, `status`);
-- create index "sign_up_offer" to table: "sign_ups"
CREATE INDEX `sign_up_offer` ON `sign_ups` (`offer_expires_at`) WHERE status = 'OFFERED';
-- create index "sign_up_to_call" to table: "sign_ups"
CREATE INDEX `sign_up_to_call` ON `sign_ups` (`event_id`) WHERE to_call;
-- create "messages" table
CREATE TABLE `messages` (`id` text NOT NULL, `created_at` datetime NOT NULL, `kind` text NOT NULL, `tries` integer NOT NULL DEFAULT (0), `due_at` datetime NOT NULL, `done_at` datetime NULL, `community_id` text NOT NULL, `person_id` text NOT NULL, `sign_up_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `messages_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `messages_persons_person` FOREIGN KEY (`person_id`) REFERENCES `persons` (`id`) ON DELETE NO ACTION, CONSTRAINT `messages_sign_ups_sign_up` FOREIGN KEY (`sign_up_id`) REFERENCES `sign_ups` (`id`) ON DELETE NO ACTION);
-- create index "message_due" to table: "messages"
CREATE INDEX `message_due` ON `messages` (`due_at`) WHERE done_at IS NULL;
-- create index "message_sign_up_id" to table: "messages"
CREATE INDEX `message_sign_up_id` ON `messages` (`sign_up_id`);
-- create "steps" table
CREATE TABLE `steps` (`id` text NOT NULL, `created_at` datetime NOT NULL, `event_id` text NOT NULL, `kind` text NOT NULL, `actor_id` text NOT NULL DEFAULT (''), `reason` text NOT NULL DEFAULT (''), `asked` integer NOT NULL DEFAULT (0), `free` integer NOT NULL DEFAULT (0), `until` datetime NULL, `community_id` text NOT NULL, `sign_up_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `steps_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `steps_sign_ups_sign_up` FOREIGN KEY (`sign_up_id`) REFERENCES `sign_ups` (`id`) ON DELETE NO ACTION);
-- create index "step_sign_up_id_id" to table: "steps"
CREATE INDEX `step_sign_up_id_id` ON `steps` (`sign_up_id`, `id`);
-- create index "step_event_id" to table: "steps"
CREATE INDEX `step_event_id` ON `steps` (`event_id`);
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;

-- +goose Down
-- reverse: create index "step_event_id" to table: "steps"
DROP INDEX `step_event_id`;
-- reverse: create index "step_sign_up_id_id" to table: "steps"
DROP INDEX `step_sign_up_id_id`;
-- reverse: create "steps" table
DROP TABLE `steps`;
-- reverse: create index "message_sign_up_id" to table: "messages"
DROP INDEX `message_sign_up_id`;
-- reverse: create index "message_due" to table: "messages"
DROP INDEX `message_due`;
-- reverse: create "messages" table
DROP TABLE `messages`;
-- reverse: create index "sign_up_to_call" to table: "sign_ups"
DROP INDEX `sign_up_to_call`;
-- reverse: create index "sign_up_offer" to table: "sign_ups"
DROP INDEX `sign_up_offer`;
-- reverse: create index "signup_person_id_status" to table: "sign_ups"
DROP INDEX `signup_person_id_status`;
-- reverse: create index "signup_event_id_changed_revision" to table: "sign_ups"
DROP INDEX `signup_event_id_changed_revision`;
-- reverse: create index "signup_shift_id_status_place" to table: "sign_ups"
DROP INDEX `signup_shift_id_status_place`;
-- reverse: create index "sign_up_once" to table: "sign_ups"
DROP INDEX `sign_up_once`;
-- reverse: create "new_sign_ups" table
DROP TABLE `new_sign_ups`;
-- reverse: create index "shift_kept" to table: "shifts"
DROP INDEX `shift_kept`;
-- reverse: create index "shift_event_id_starts_at" to table: "shifts"
DROP INDEX `shift_event_id_starts_at`;
-- reverse: create "new_shifts" table
DROP TABLE `new_shifts`;
-- reverse: add column "open_until" to table: "sessions"
ALTER TABLE `sessions` DROP COLUMN `open_until`;
-- reverse: add column "skills" to table: "persons"
ALTER TABLE `persons` DROP COLUMN `skills`;
-- reverse: add column "birth_year" to table: "persons"
ALTER TABLE `persons` DROP COLUMN `birth_year`;
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
-- reverse: add column "offer_rules" to table: "communities"
ALTER TABLE `communities` DROP COLUMN `offer_rules`;
