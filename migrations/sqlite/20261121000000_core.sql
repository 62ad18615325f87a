-- +goose Up
-- create "answers" table
CREATE TABLE `answers` (`id` text NOT NULL, `created_at` datetime NOT NULL, `person_id` text NOT NULL, `key` text NOT NULL, `request` text NOT NULL, `reply` json NOT NULL, `community_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `answers_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION);
-- create index "answer_person_id_key" to table: "answers"
CREATE UNIQUE INDEX `answer_person_id_key` ON `answers` (`person_id`, `key`);
-- create index "answer_created_at" to table: "answers"
CREATE INDEX `answer_created_at` ON `answers` (`created_at`);
-- create "attendance_entries" table
CREATE TABLE `attendance_entries` (`id` text NOT NULL, `created_at` datetime NOT NULL, `shift_id` text NULL, `method` text NOT NULL, `direction` text NOT NULL, `at` datetime NOT NULL, `undoes` text NULL, `name` text NOT NULL DEFAULT (''), `phone_tail` text NOT NULL DEFAULT (''), `recorded_by` text NOT NULL, `fingerprint` text NOT NULL, `warnings` json NOT NULL, `community_id` text NOT NULL, `event_id` text NOT NULL, `sign_up_id` text NULL, `person_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `attendance_entries_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `attendance_entries_events_event` FOREIGN KEY (`event_id`) REFERENCES `events` (`id`) ON DELETE NO ACTION, CONSTRAINT `attendance_entries_sign_ups_sign_up` FOREIGN KEY (`sign_up_id`) REFERENCES `sign_ups` (`id`) ON DELETE NO ACTION, CONSTRAINT `attendance_entries_persons_person` FOREIGN KEY (`person_id`) REFERENCES `persons` (`id`) ON DELETE NO ACTION);
-- create index "attendanceentry_event_id_created_at" to table: "attendance_entries"
CREATE INDEX `attendanceentry_event_id_created_at` ON `attendance_entries` (`event_id`, `created_at`);
-- create index "attendanceentry_sign_up_id" to table: "attendance_entries"
CREATE INDEX `attendanceentry_sign_up_id` ON `attendance_entries` (`sign_up_id`);
-- create index "attendanceentry_person_id" to table: "attendance_entries"
CREATE INDEX `attendanceentry_person_id` ON `attendance_entries` (`person_id`);
-- create "audit_entries" table
CREATE TABLE `audit_entries` (`id` text NOT NULL, `created_at` datetime NOT NULL, `actor_id` text NOT NULL, `verb` text NOT NULL, `subject` text NOT NULL, `about` text NOT NULL DEFAULT (''), `reason` text NOT NULL DEFAULT (''), `community_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `audit_entries_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION);
-- create index "auditentry_subject" to table: "audit_entries"
CREATE INDEX `auditentry_subject` ON `audit_entries` (`subject`);
-- create index "auditentry_about" to table: "audit_entries"
CREATE INDEX `auditentry_about` ON `audit_entries` (`about`);
-- create index "auditentry_community_id_created_at" to table: "audit_entries"
CREATE INDEX `auditentry_community_id_created_at` ON `audit_entries` (`community_id`, `created_at`);
-- create "communities" table
CREATE TABLE `communities` (`id` text NOT NULL, `created_at` datetime NOT NULL, `slug` text NOT NULL, `name` text NOT NULL, `time_zone` text NOT NULL DEFAULT ('Asia/Shanghai'), `open` bool NOT NULL DEFAULT (true), `level_names` json NULL, PRIMARY KEY (`id`));
-- create index "communities_slug_key" to table: "communities"
CREATE UNIQUE INDEX `communities_slug_key` ON `communities` (`slug`);
-- create "events" table
CREATE TABLE `events` (`id` text NOT NULL, `created_at` datetime NOT NULL, `title` text NOT NULL, `kind` text NOT NULL, `status` text NOT NULL DEFAULT ('DRAFT'), `description` text NOT NULL DEFAULT (''), `place` text NOT NULL, `contact_name` text NULL, `contact_phone` text NULL, `starts_at` datetime NOT NULL, `ends_at` datetime NOT NULL, `cancel_reason` text NOT NULL DEFAULT (''), `search` text NOT NULL DEFAULT (''), `roster_version` integer NOT NULL DEFAULT (0), `end_announced_at` datetime NULL, `community_id` text NOT NULL, `unit_id` text NOT NULL, `team_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `events_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `events_units_unit` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE NO ACTION, CONSTRAINT `events_teams_team` FOREIGN KEY (`team_id`) REFERENCES `teams` (`id`) ON DELETE NO ACTION);
-- create index "event_community_id_starts_at_id" to table: "events"
CREATE INDEX `event_community_id_starts_at_id` ON `events` (`community_id`, `starts_at`, `id`);
-- create index "event_community_id_ends_at" to table: "events"
CREATE INDEX `event_community_id_ends_at` ON `events` (`community_id`, `ends_at`);
-- create index "event_unit_id_starts_at" to table: "events"
CREATE INDEX `event_unit_id_starts_at` ON `events` (`unit_id`, `starts_at`);
-- create index "event_team_id" to table: "events"
CREATE INDEX `event_team_id` ON `events` (`team_id`);
-- create "installations" table
CREATE TABLE `installations` (`id` text NOT NULL, `key_fingerprint` text NOT NULL, `setup_hash` text NOT NULL DEFAULT (''), `demo_size` text NOT NULL DEFAULT (''), `demo_loaded_at` datetime NULL, PRIMARY KEY (`id`));
-- create "invitations" table
CREATE TABLE `invitations` (`id` text NOT NULL, `created_at` datetime NOT NULL, `issued_by` text NOT NULL, `token_hash` text NOT NULL, `expires_at` datetime NOT NULL, `used_at` datetime NULL, `community_id` text NOT NULL, `person_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `invitations_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `invitations_persons_person` FOREIGN KEY (`person_id`) REFERENCES `persons` (`id`) ON DELETE NO ACTION);
-- create index "invitations_token_hash_key" to table: "invitations"
CREATE UNIQUE INDEX `invitations_token_hash_key` ON `invitations` (`token_hash`);
-- create index "invitation_person_id" to table: "invitations"
CREATE INDEX `invitation_person_id` ON `invitations` (`person_id`);
-- create index "invitation_expires_at" to table: "invitations"
CREATE INDEX `invitation_expires_at` ON `invitations` (`expires_at`);
-- create "join_requests" table
CREATE TABLE `join_requests` (`id` text NOT NULL, `created_at` datetime NOT NULL, `name` text NOT NULL, `building` text NOT NULL, `phone_sealed` text NOT NULL, `phone_hash` text NOT NULL, `phone_tail` text NOT NULL, `status` text NOT NULL DEFAULT ('PENDING'), `decided_by` text NOT NULL DEFAULT (''), `decided_at` datetime NULL, `community_id` text NOT NULL, `unit_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `join_requests_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `join_requests_units_unit` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE NO ACTION);
-- create index "joinrequest_community_id_status_created_at" to table: "join_requests"
CREATE INDEX `joinrequest_community_id_status_created_at` ON `join_requests` (`community_id`, `status`, `created_at`);
-- create index "joinrequest_phone_hash" to table: "join_requests"
CREATE INDEX `joinrequest_phone_hash` ON `join_requests` (`phone_hash`);
-- create "login_codes" table
CREATE TABLE `login_codes` (`id` text NOT NULL, `created_at` datetime NOT NULL, `phone_hash` text NOT NULL, `code_hash` text NOT NULL, `tries` integer NOT NULL DEFAULT (0), `expires_at` datetime NOT NULL, `used_at` datetime NULL, PRIMARY KEY (`id`));
-- create index "logincode_phone_hash_created_at" to table: "login_codes"
CREATE INDEX `logincode_phone_hash_created_at` ON `login_codes` (`phone_hash`, `created_at`);
-- create index "logincode_expires_at" to table: "login_codes"
CREATE INDEX `logincode_expires_at` ON `login_codes` (`expires_at`);
-- create "memberships" table
CREATE TABLE `memberships` (`id` text NOT NULL, `created_at` datetime NOT NULL, `role` text NOT NULL, `community_id` text NOT NULL, `person_id` text NOT NULL, `unit_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `memberships_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `memberships_persons_person` FOREIGN KEY (`person_id`) REFERENCES `persons` (`id`) ON DELETE NO ACTION, CONSTRAINT `memberships_units_unit` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE NO ACTION);
-- create index "membership_person_id_unit_id_role" to table: "memberships"
CREATE UNIQUE INDEX `membership_person_id_unit_id_role` ON `memberships` (`person_id`, `unit_id`, `role`);
-- create index "membership_unit_id_role" to table: "memberships"
CREATE INDEX `membership_unit_id_role` ON `memberships` (`unit_id`, `role`);
-- create "notices" table
CREATE TABLE `notices` (`id` text NOT NULL, `created_at` datetime NOT NULL, `kind` text NOT NULL, `sign_up_id` text NULL, `actor_id` text NULL, `reason` text NOT NULL DEFAULT (''), `read_at` datetime NULL, `community_id` text NOT NULL, `recipient_id` text NOT NULL, `event_id` text NULL, `about_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `notices_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `notices_persons_recipient` FOREIGN KEY (`recipient_id`) REFERENCES `persons` (`id`) ON DELETE NO ACTION, CONSTRAINT `notices_events_event` FOREIGN KEY (`event_id`) REFERENCES `events` (`id`) ON DELETE NO ACTION, CONSTRAINT `notices_persons_about` FOREIGN KEY (`about_id`) REFERENCES `persons` (`id`) ON DELETE NO ACTION);
-- create index "notice_recipient_id_id" to table: "notices"
CREATE INDEX `notice_recipient_id_id` ON `notices` (`recipient_id`, `id`);
-- create index "notice_recipient_id_read_at" to table: "notices"
CREATE INDEX `notice_recipient_id_read_at` ON `notices` (`recipient_id`, `read_at`);
-- create "partners" table
CREATE TABLE `partners` (`id` text NOT NULL, `created_at` datetime NOT NULL, `name` text NOT NULL, `kind` text NOT NULL, `community_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `partners_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION);
-- create index "partner_community_id_name" to table: "partners"
CREATE UNIQUE INDEX `partner_community_id_name` ON `partners` (`community_id`, `name`);
-- create "persons" table
CREATE TABLE `persons` (`id` text NOT NULL, `created_at` datetime NOT NULL, `name` text NOT NULL, `search` text NOT NULL DEFAULT (''), `phone_sealed` text NULL, `phone_hash` text NULL, `phone_tail` text NOT NULL DEFAULT (''), `community_id` text NOT NULL, `unit_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `persons_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `persons_units_unit` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE NO ACTION);
-- create index "person_unit_id" to table: "persons"
CREATE INDEX `person_unit_id` ON `persons` (`unit_id`);
-- create index "person_phone_hash" to table: "persons"
CREATE INDEX `person_phone_hash` ON `persons` (`phone_hash`);
-- create index "person_community_id_name" to table: "persons"
CREATE INDEX `person_community_id_name` ON `persons` (`community_id`, `name`);
-- create "proxies" table
CREATE TABLE `proxies` (`id` text NOT NULL, `created_at` datetime NOT NULL, `community_id` text NOT NULL, `holder_id` text NOT NULL, `person_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `proxies_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `proxies_persons_holder` FOREIGN KEY (`holder_id`) REFERENCES `persons` (`id`) ON DELETE NO ACTION, CONSTRAINT `proxies_persons_person` FOREIGN KEY (`person_id`) REFERENCES `persons` (`id`) ON DELETE NO ACTION);
-- create index "proxy_holder_id_person_id" to table: "proxies"
CREATE UNIQUE INDEX `proxy_holder_id_person_id` ON `proxies` (`holder_id`, `person_id`);
-- create index "proxy_person_id" to table: "proxies"
CREATE INDEX `proxy_person_id` ON `proxies` (`person_id`);
-- create "sessions" table
CREATE TABLE `sessions` (`id` text NOT NULL, `created_at` datetime NOT NULL, `token_hash` text NOT NULL, `device` text NOT NULL DEFAULT (''), `seen_at` datetime NOT NULL, `expires_at` datetime NOT NULL, `revoked_at` datetime NULL, `community_id` text NOT NULL, `person_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `sessions_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `sessions_persons_person` FOREIGN KEY (`person_id`) REFERENCES `persons` (`id`) ON DELETE NO ACTION);
-- create index "sessions_token_hash_key" to table: "sessions"
CREATE UNIQUE INDEX `sessions_token_hash_key` ON `sessions` (`token_hash`);
-- create index "session_person_id" to table: "sessions"
CREATE INDEX `session_person_id` ON `sessions` (`person_id`);
-- create index "session_expires_at" to table: "sessions"
CREATE INDEX `session_expires_at` ON `sessions` (`expires_at`);
-- create "shifts" table
CREATE TABLE `shifts` (`id` text NOT NULL, `created_at` datetime NOT NULL, `name` text NOT NULL, `starts_at` datetime NOT NULL, `ends_at` datetime NOT NULL, `capacity` integer NULL, `confirmed` integer NOT NULL DEFAULT (0), `offered` integer NOT NULL DEFAULT (0), `waitlisted` integer NOT NULL DEFAULT (0), `checked_in` integer NOT NULL DEFAULT (0), `walked_in` integer NOT NULL DEFAULT (0), `community_id` text NOT NULL, `event_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `shifts_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `shifts_events_event` FOREIGN KEY (`event_id`) REFERENCES `events` (`id`) ON DELETE NO ACTION, CONSTRAINT `shift_counters` CHECK (confirmed >= 0 AND offered >= 0 AND waitlisted >= 0 AND checked_in >= 0 AND walked_in >= 0), CONSTRAINT `shift_not_oversold` CHECK (capacity IS NULL OR confirmed + offered - walked_in <= capacity));
-- create index "shift_event_id_starts_at" to table: "shifts"
CREATE INDEX `shift_event_id_starts_at` ON `shifts` (`event_id`, `starts_at`);
-- create "sign_ups" table
CREATE TABLE `sign_ups` (`id` text NOT NULL, `created_at` datetime NOT NULL, `status` text NOT NULL, `place` integer NOT NULL, `party` text NOT NULL, `signed_up_by` text NOT NULL, `reason` text NOT NULL DEFAULT (''), `walk_in` bool NOT NULL DEFAULT (false), `offer_expires_at` datetime NULL, `checked_in_at` datetime NULL, `checked_out_at` datetime NULL, `changed_revision` integer NOT NULL DEFAULT (0), `community_id` text NOT NULL, `event_id` text NOT NULL, `shift_id` text NOT NULL, `person_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `sign_ups_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `sign_ups_events_event` FOREIGN KEY (`event_id`) REFERENCES `events` (`id`) ON DELETE NO ACTION, CONSTRAINT `sign_ups_shifts_shift` FOREIGN KEY (`shift_id`) REFERENCES `shifts` (`id`) ON DELETE NO ACTION, CONSTRAINT `sign_ups_persons_person` FOREIGN KEY (`person_id`) REFERENCES `persons` (`id`) ON DELETE NO ACTION);
-- create index "sign_up_once" to table: "sign_ups"
CREATE UNIQUE INDEX `sign_up_once` ON `sign_ups` (`shift_id`, `person_id`) WHERE status <> 'WITHDRAWN' AND status <> 'EXPIRED' AND status <> 'REMOVED';
-- create index "signup_shift_id_status_place" to table: "sign_ups"
CREATE INDEX `signup_shift_id_status_place` ON `sign_ups` (`shift_id`, `status`, `place`);
-- create index "signup_event_id_changed_revision" to table: "sign_ups"
CREATE INDEX `signup_event_id_changed_revision` ON `sign_ups` (`event_id`, `changed_revision`);
-- create index "signup_person_id_status" to table: "sign_ups"
CREATE INDEX `signup_person_id_status` ON `sign_ups` (`person_id`, `status`);
-- create "substitutes" table
CREATE TABLE `substitutes` (`id` text NOT NULL, `created_at` datetime NOT NULL, `community_id` text NOT NULL, `event_id` text NOT NULL, `person_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `substitutes_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `substitutes_events_event` FOREIGN KEY (`event_id`) REFERENCES `events` (`id`) ON DELETE NO ACTION, CONSTRAINT `substitutes_persons_person` FOREIGN KEY (`person_id`) REFERENCES `persons` (`id`) ON DELETE NO ACTION);
-- create index "substitute_event_id_person_id" to table: "substitutes"
CREATE UNIQUE INDEX `substitute_event_id_person_id` ON `substitutes` (`event_id`, `person_id`);
-- create index "substitute_person_id" to table: "substitutes"
CREATE INDEX `substitute_person_id` ON `substitutes` (`person_id`);
-- create "teams" table
CREATE TABLE `teams` (`id` text NOT NULL, `created_at` datetime NOT NULL, `name` text NOT NULL, `kind` text NOT NULL, `community_id` text NOT NULL, `unit_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `teams_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `teams_units_unit` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE NO ACTION);
-- create index "team_community_id_name" to table: "teams"
CREATE UNIQUE INDEX `team_community_id_name` ON `teams` (`community_id`, `name`);
-- create index "team_unit_id" to table: "teams"
CREATE INDEX `team_unit_id` ON `teams` (`unit_id`);
-- create "team_members" table
CREATE TABLE `team_members` (`id` text NOT NULL, `created_at` datetime NOT NULL, `lead` bool NOT NULL DEFAULT (false), `community_id` text NOT NULL, `team_id` text NOT NULL, `person_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `team_members_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `team_members_teams_team` FOREIGN KEY (`team_id`) REFERENCES `teams` (`id`) ON DELETE NO ACTION, CONSTRAINT `team_members_persons_person` FOREIGN KEY (`person_id`) REFERENCES `persons` (`id`) ON DELETE NO ACTION);
-- create index "teammember_team_id_person_id" to table: "team_members"
CREATE UNIQUE INDEX `teammember_team_id_person_id` ON `team_members` (`team_id`, `person_id`);
-- create index "teammember_person_id" to table: "team_members"
CREATE INDEX `teammember_person_id` ON `team_members` (`person_id`);
-- create "units" table
CREATE TABLE `units` (`id` text NOT NULL, `created_at` datetime NOT NULL, `level` text NOT NULL, `name` text NOT NULL, `centre` bool NOT NULL DEFAULT (false), `path` text NOT NULL, `counts_revision` integer NOT NULL DEFAULT (0), `community_id` text NOT NULL, `parent_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `units_communities_community` FOREIGN KEY (`community_id`) REFERENCES `communities` (`id`) ON DELETE NO ACTION, CONSTRAINT `units_units_children` FOREIGN KEY (`parent_id`) REFERENCES `units` (`id`) ON DELETE NO ACTION);
-- create index "unit_community_id_path" to table: "units"
CREATE UNIQUE INDEX `unit_community_id_path` ON `units` (`community_id`, `path`);
-- create index "unit_parent_id_path" to table: "units"
CREATE INDEX `unit_parent_id_path` ON `units` (`parent_id`, `path`);

-- +goose Down
-- reverse: create index "unit_parent_id_path" to table: "units"
DROP INDEX `unit_parent_id_path`;
-- reverse: create index "unit_community_id_path" to table: "units"
DROP INDEX `unit_community_id_path`;
-- reverse: create "units" table
DROP TABLE `units`;
-- reverse: create index "teammember_person_id" to table: "team_members"
DROP INDEX `teammember_person_id`;
-- reverse: create index "teammember_team_id_person_id" to table: "team_members"
DROP INDEX `teammember_team_id_person_id`;
-- reverse: create "team_members" table
DROP TABLE `team_members`;
-- reverse: create index "team_unit_id" to table: "teams"
DROP INDEX `team_unit_id`;
-- reverse: create index "team_community_id_name" to table: "teams"
DROP INDEX `team_community_id_name`;
-- reverse: create "teams" table
DROP TABLE `teams`;
-- reverse: create index "substitute_person_id" to table: "substitutes"
DROP INDEX `substitute_person_id`;
-- reverse: create index "substitute_event_id_person_id" to table: "substitutes"
DROP INDEX `substitute_event_id_person_id`;
-- reverse: create "substitutes" table
DROP TABLE `substitutes`;
-- reverse: create index "signup_person_id_status" to table: "sign_ups"
DROP INDEX `signup_person_id_status`;
-- reverse: create index "signup_event_id_changed_revision" to table: "sign_ups"
DROP INDEX `signup_event_id_changed_revision`;
-- reverse: create index "signup_shift_id_status_place" to table: "sign_ups"
DROP INDEX `signup_shift_id_status_place`;
-- reverse: create index "sign_up_once" to table: "sign_ups"
DROP INDEX `sign_up_once`;
-- reverse: create "sign_ups" table
DROP TABLE `sign_ups`;
-- reverse: create index "shift_event_id_starts_at" to table: "shifts"
DROP INDEX `shift_event_id_starts_at`;
-- reverse: create "shifts" table
DROP TABLE `shifts`;
-- reverse: create index "session_expires_at" to table: "sessions"
DROP INDEX `session_expires_at`;
-- reverse: create index "session_person_id" to table: "sessions"
DROP INDEX `session_person_id`;
-- reverse: create index "sessions_token_hash_key" to table: "sessions"
DROP INDEX `sessions_token_hash_key`;
-- reverse: create "sessions" table
DROP TABLE `sessions`;
-- reverse: create index "proxy_person_id" to table: "proxies"
DROP INDEX `proxy_person_id`;
-- reverse: create index "proxy_holder_id_person_id" to table: "proxies"
DROP INDEX `proxy_holder_id_person_id`;
-- reverse: create "proxies" table
DROP TABLE `proxies`;
-- reverse: create index "person_community_id_name" to table: "persons"
DROP INDEX `person_community_id_name`;
-- reverse: create index "person_phone_hash" to table: "persons"
DROP INDEX `person_phone_hash`;
-- reverse: create index "person_unit_id" to table: "persons"
DROP INDEX `person_unit_id`;
-- reverse: create "persons" table
DROP TABLE `persons`;
-- reverse: create index "partner_community_id_name" to table: "partners"
DROP INDEX `partner_community_id_name`;
-- reverse: create "partners" table
DROP TABLE `partners`;
-- reverse: create index "notice_recipient_id_read_at" to table: "notices"
DROP INDEX `notice_recipient_id_read_at`;
-- reverse: create index "notice_recipient_id_id" to table: "notices"
DROP INDEX `notice_recipient_id_id`;
-- reverse: create "notices" table
DROP TABLE `notices`;
-- reverse: create index "membership_unit_id_role" to table: "memberships"
DROP INDEX `membership_unit_id_role`;
-- reverse: create index "membership_person_id_unit_id_role" to table: "memberships"
DROP INDEX `membership_person_id_unit_id_role`;
-- reverse: create "memberships" table
DROP TABLE `memberships`;
-- reverse: create index "logincode_expires_at" to table: "login_codes"
DROP INDEX `logincode_expires_at`;
-- reverse: create index "logincode_phone_hash_created_at" to table: "login_codes"
DROP INDEX `logincode_phone_hash_created_at`;
-- reverse: create "login_codes" table
DROP TABLE `login_codes`;
-- reverse: create index "joinrequest_phone_hash" to table: "join_requests"
DROP INDEX `joinrequest_phone_hash`;
-- reverse: create index "joinrequest_community_id_status_created_at" to table: "join_requests"
DROP INDEX `joinrequest_community_id_status_created_at`;
-- reverse: create "join_requests" table
DROP TABLE `join_requests`;
-- reverse: create index "invitation_expires_at" to table: "invitations"
DROP INDEX `invitation_expires_at`;
-- reverse: create index "invitation_person_id" to table: "invitations"
DROP INDEX `invitation_person_id`;
-- reverse: create index "invitations_token_hash_key" to table: "invitations"
DROP INDEX `invitations_token_hash_key`;
-- reverse: create "invitations" table
DROP TABLE `invitations`;
-- reverse: create "installations" table
DROP TABLE `installations`;
-- reverse: create index "event_team_id" to table: "events"
DROP INDEX `event_team_id`;
-- reverse: create index "event_unit_id_starts_at" to table: "events"
DROP INDEX `event_unit_id_starts_at`;
-- reverse: create index "event_community_id_ends_at" to table: "events"
DROP INDEX `event_community_id_ends_at`;
-- reverse: create index "event_community_id_starts_at_id" to table: "events"
DROP INDEX `event_community_id_starts_at_id`;
-- reverse: create "events" table
DROP TABLE `events`;
-- reverse: create index "communities_slug_key" to table: "communities"
DROP INDEX `communities_slug_key`;
-- reverse: create "communities" table
DROP TABLE `communities`;
-- reverse: create index "auditentry_community_id_created_at" to table: "audit_entries"
DROP INDEX `auditentry_community_id_created_at`;
-- reverse: create index "auditentry_about" to table: "audit_entries"
DROP INDEX `auditentry_about`;
-- reverse: create index "auditentry_subject" to table: "audit_entries"
DROP INDEX `auditentry_subject`;
-- reverse: create "audit_entries" table
DROP TABLE `audit_entries`;
-- reverse: create index "attendanceentry_person_id" to table: "attendance_entries"
DROP INDEX `attendanceentry_person_id`;
-- reverse: create index "attendanceentry_sign_up_id" to table: "attendance_entries"
DROP INDEX `attendanceentry_sign_up_id`;
-- reverse: create index "attendanceentry_event_id_created_at" to table: "attendance_entries"
DROP INDEX `attendanceentry_event_id_created_at`;
-- reverse: create "attendance_entries" table
DROP TABLE `attendance_entries`;
-- reverse: create index "answer_created_at" to table: "answers"
DROP INDEX `answer_created_at`;
-- reverse: create index "answer_person_id_key" to table: "answers"
DROP INDEX `answer_person_id_key`;
-- reverse: create "answers" table
DROP TABLE `answers`;
