-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- add column "recounted_at" to table: "communities"
ALTER TABLE `communities` ADD COLUMN `recounted_at` datetime NULL;
-- create "new_units" table
CREATE TABLE `new_units` (`id` text NOT NULL, `created_at` datetime NOT NULL, `level` text NOT NULL, `name` text NOT NULL, `centre` bool NOT NULL DEFAULT (false), `path` text NOT NULL, `counts_revision` integer NOT NULL DEFAULT (0), `people_count` integer NOT NULL DEFAULT (0), `upcoming_events` integer NOT NULL DEFAULT (0), `confirmed_today` integer NOT NULL DEFAULT (0), `waiting_today` integer NOT NULL DEFAULT (0), `checked_in_today` integer NOT NULL DEFAULT (0), `community_id` text NOT NULL, `parent_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `units_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `units_units_children` FOREIGN KEY (`parent_id`) REFERENCES `units` (`id`) ON DELETE NO ACTION);
-- copy rows from old table "units" to new temporary table "new_units"
INSERT INTO `new_units` (`id`, `created_at`, `level`, `name`, `centre`, `path`, `counts_revision`, `community_id`, `parent_id`) SELECT `id`, `created_at`, `level`, `name`, `centre`, `path`, `counts_revision`, `community_id`, `parent_id` FROM `units`;
-- drop "units" table after copying rows
DROP TABLE `units`;
-- rename temporary table "new_units" to "units"
ALTER TABLE `new_units` RENAME TO `units`;
-- create index "unit_community_id_path" to table: "units"
CREATE UNIQUE INDEX `unit_community_id_path` ON `units` (`community_id`, `path`);
-- create index "unit_parent_id_path" to table: "units"
CREATE INDEX `unit_parent_id_path` ON `units` (`parent_id`, `path`);
-- create "new_events" table
CREATE TABLE `new_events` (`id` text NOT NULL, `created_at` datetime NOT NULL, `title` text NOT NULL, `kind` text NOT NULL, `status` text NOT NULL DEFAULT ('DRAFT'), `description` text NOT NULL DEFAULT (''), `place` text NOT NULL, `contact_name` text NULL, `contact_phone` text NULL, `starts_at` datetime NOT NULL, `ends_at` datetime NOT NULL, `cancel_reason` text NOT NULL DEFAULT (''), `search` text NOT NULL DEFAULT (''), `roster_version` integer NOT NULL DEFAULT (0), `opens_at` datetime NULL, `closes_at` datetime NULL, `withdraw_until` datetime NULL, `one_shift` bool NOT NULL DEFAULT (false), `min_age` integer NULL, `max_age` integer NULL, `skill` text NOT NULL DEFAULT (''), `minimum` integer NULL, `too_few_told_at` datetime NULL, `community_id` text NOT NULL, `unit_id` text NOT NULL, `team_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `events_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `events_units_unit` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE NO ACTION, CONSTRAINT `events_teams_team` FOREIGN KEY (`team_id`) REFERENCES `teams` (`id`) ON DELETE NO ACTION);
-- copy rows from old table "events" to new temporary table "new_events"
INSERT INTO `new_events` (`id`, `created_at`, `title`, `kind`, `status`, `description`, `place`, `contact_name`, `contact_phone`, `starts_at`, `ends_at`, `cancel_reason`, `search`, `roster_version`, `opens_at`, `closes_at`, `withdraw_until`, `one_shift`, `min_age`, `max_age`, `skill`, `minimum`, `too_few_told_at`, `community_id`, `unit_id`, `team_id`) SELECT `id`, `created_at`, `title`, `kind`, `status`, `description`, `place`, `contact_name`, `contact_phone`, `starts_at`, `ends_at`, `cancel_reason`, `search`, `roster_version`, `opens_at`, `closes_at`, `withdraw_until`, `one_shift`, `min_age`, `max_age`, `skill`, `minimum`, `too_few_told_at`, `community_id`, `unit_id`, `team_id` FROM `events`;
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
-- create "shares" table
CREATE TABLE `shares` (`event_id` text NOT NULL, `version` integer NOT NULL, `upcoming` bool NOT NULL, `today` bool NOT NULL, `confirmed` integer NOT NULL, `waiting` integer NOT NULL, `checked_in` integer NOT NULL, `community_id` text NOT NULL, `unit_id` text NOT NULL, PRIMARY KEY (`event_id`), CONSTRAINT `shares_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `shares_units_unit` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE NO ACTION);
-- create index "share_counted" to table: "shares"
CREATE INDEX `share_counted` ON `shares` (`community_id`) WHERE upcoming OR today;
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;

-- +goose Down
-- reverse: create index "share_counted" to table: "shares"
DROP INDEX `share_counted`;
-- reverse: create "shares" table
DROP TABLE `shares`;
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
-- reverse: create index "unit_parent_id_path" to table: "units"
DROP INDEX `unit_parent_id_path`;
-- reverse: create index "unit_community_id_path" to table: "units"
DROP INDEX `unit_community_id_path`;
-- reverse: create "new_units" table
DROP TABLE `new_units`;
-- reverse: add column "recounted_at" to table: "communities"
ALTER TABLE `communities` DROP COLUMN `recounted_at`;
