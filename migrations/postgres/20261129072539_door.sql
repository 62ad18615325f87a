-- +goose Up
-- create "ticket_keys" table
CREATE TABLE "ticket_keys" ("id" character varying NOT NULL, "created_at" timestamptz(3) NOT NULL, "number" bigint NOT NULL, "seed_sealed" character varying NOT NULL, "ends_at" timestamptz(3) NULL, PRIMARY KEY ("id"));
-- create index "ticket_keys_number_key" to table: "ticket_keys"
CREATE UNIQUE INDEX "ticket_keys_number_key" ON "ticket_keys" ("number");
-- modify "persons" table
ALTER TABLE "persons" ADD COLUMN "card" bigint NOT NULL DEFAULT 0, ADD COLUMN "card_issued_at" timestamptz(3) NULL;
-- create "calendars" table
CREATE TABLE "calendars" ("id" character varying NOT NULL, "created_at" timestamptz(3) NOT NULL, "token_hash" character varying NOT NULL, "revoked_at" timestamptz(3) NULL, "community_id" character varying NOT NULL, "person_id" character varying NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "calendars_communities_community" FOREIGN KEY ("community_id") REFERENCES "communities" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "calendars_persons_person" FOREIGN KEY ("person_id") REFERENCES "persons" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "calendar_person_id" to table: "calendars"
CREATE INDEX "calendar_person_id" ON "calendars" ("person_id");
-- create index "calendars_token_hash_key" to table: "calendars"
CREATE UNIQUE INDEX "calendars_token_hash_key" ON "calendars" ("token_hash");
-- modify "events" table
ALTER TABLE "events" ADD COLUMN "venue_epoch" bigint NOT NULL DEFAULT 0;
-- modify "sign_ups" table
ALTER TABLE "sign_ups" ADD COLUMN "absent_at" timestamptz(3) NULL, ADD COLUMN "minutes" bigint NULL;
-- create index "sign_up_open" to table: "sign_ups"
CREATE INDEX "sign_up_open" ON "sign_ups" ("shift_id") WHERE ((checked_in_at IS NOT NULL) AND (checked_out_at IS NULL));
-- create "corrections" table
CREATE TABLE "corrections" ("id" character varying NOT NULL, "created_at" timestamptz(3) NOT NULL, "came" timestamptz(3) NOT NULL, "went" timestamptz(3) NOT NULL, "reason" character varying NOT NULL, "asked_by" character varying NOT NULL, "status" character varying NOT NULL DEFAULT 'PENDING', "decided_by" character varying NOT NULL DEFAULT '', "decided_at" timestamptz(3) NULL, "note" character varying NOT NULL DEFAULT '', "community_id" character varying NOT NULL, "event_id" character varying NOT NULL, "sign_up_id" character varying NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "corrections_communities_community" FOREIGN KEY ("community_id") REFERENCES "communities" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "corrections_events_event" FOREIGN KEY ("event_id") REFERENCES "events" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "corrections_sign_ups_sign_up" FOREIGN KEY ("sign_up_id") REFERENCES "sign_ups" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "correction_community_id_status_created_at" to table: "corrections"
CREATE INDEX "correction_community_id_status_created_at" ON "corrections" ("community_id", "status", "created_at");
-- create index "correction_event_id_status" to table: "corrections"
CREATE INDEX "correction_event_id_status" ON "corrections" ("event_id", "status");
-- create index "correction_once" to table: "corrections"
CREATE UNIQUE INDEX "correction_once" ON "corrections" ("sign_up_id") WHERE ((status)::text = 'PENDING'::text);
-- create "devices" table
CREATE TABLE "devices" ("id" character varying NOT NULL, "created_at" timestamptz(3) NOT NULL, "kind" character varying NOT NULL, "name" character varying NOT NULL, "issued_by" character varying NOT NULL, "link_hash" character varying NOT NULL, "link_expires_at" timestamptz(3) NOT NULL, "token_hash" character varying NULL, "agent" character varying NOT NULL DEFAULT '', "pin" character varying NOT NULL DEFAULT '', "claimed_at" timestamptz(3) NULL, "seen_at" timestamptz(3) NULL, "roster_at" timestamptz(3) NULL, "clock_offset" bigint NULL, "expires_at" timestamptz(3) NOT NULL, "revoked_at" timestamptz(3) NULL, "wiped_at" timestamptz(3) NULL, "community_id" character varying NOT NULL, "event_id" character varying NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "devices_communities_community" FOREIGN KEY ("community_id") REFERENCES "communities" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "devices_events_event" FOREIGN KEY ("event_id") REFERENCES "events" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "device_event_id" to table: "devices"
CREATE INDEX "device_event_id" ON "devices" ("event_id");
-- create index "device_expires_at" to table: "devices"
CREATE INDEX "device_expires_at" ON "devices" ("expires_at");
-- create index "devices_link_hash_key" to table: "devices"
CREATE UNIQUE INDEX "devices_link_hash_key" ON "devices" ("link_hash");
-- create index "devices_token_hash_key" to table: "devices"
CREATE UNIQUE INDEX "devices_token_hash_key" ON "devices" ("token_hash");
-- modify "attendance_entries" table
ALTER TABLE "attendance_entries" ADD COLUMN "corrected_at" timestamptz(3) NULL, ADD COLUMN "device_id" character varying NOT NULL DEFAULT '', ADD COLUMN "reason" character varying NOT NULL DEFAULT '';
-- create "todos" table
CREATE TABLE "todos" ("id" character varying NOT NULL, "created_at" timestamptz(3) NOT NULL, "done_at" timestamptz(3) NULL, "done_by" character varying NOT NULL DEFAULT '', "note" character varying NOT NULL DEFAULT '', "community_id" character varying NOT NULL, "event_id" character varying NOT NULL, "entry_id" character varying NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "todos_attendance_entries_entry" FOREIGN KEY ("entry_id") REFERENCES "attendance_entries" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "todos_communities_community" FOREIGN KEY ("community_id") REFERENCES "communities" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "todos_events_event" FOREIGN KEY ("event_id") REFERENCES "events" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "todo_entry_id" to table: "todos"
CREATE UNIQUE INDEX "todo_entry_id" ON "todos" ("entry_id");
-- create index "todo_event_id_done_at" to table: "todos"
CREATE INDEX "todo_event_id_done_at" ON "todos" ("event_id", "done_at");

-- +goose Down
-- reverse: create index "todo_event_id_done_at" to table: "todos"
DROP INDEX "todo_event_id_done_at";
-- reverse: create index "todo_entry_id" to table: "todos"
DROP INDEX "todo_entry_id";
-- reverse: create "todos" table
DROP TABLE "todos";
-- reverse: modify "attendance_entries" table
ALTER TABLE "attendance_entries" DROP COLUMN "reason", DROP COLUMN "device_id", DROP COLUMN "corrected_at";
-- reverse: create index "devices_token_hash_key" to table: "devices"
DROP INDEX "devices_token_hash_key";
-- reverse: create index "devices_link_hash_key" to table: "devices"
DROP INDEX "devices_link_hash_key";
-- reverse: create index "device_expires_at" to table: "devices"
DROP INDEX "device_expires_at";
-- reverse: create index "device_event_id" to table: "devices"
DROP INDEX "device_event_id";
-- reverse: create "devices" table
DROP TABLE "devices";
-- reverse: create index "correction_once" to table: "corrections"
DROP INDEX "correction_once";
-- reverse: create index "correction_event_id_status" to table: "corrections"
DROP INDEX "correction_event_id_status";
-- reverse: create index "correction_community_id_status_created_at" to table: "corrections"
DROP INDEX "correction_community_id_status_created_at";
-- reverse: create "corrections" table
DROP TABLE "corrections";
-- reverse: create index "sign_up_open" to table: "sign_ups"
DROP INDEX "sign_up_open";
-- reverse: modify "sign_ups" table
ALTER TABLE "sign_ups" DROP COLUMN "minutes", DROP COLUMN "absent_at";
-- reverse: modify "events" table
ALTER TABLE "events" DROP COLUMN "venue_epoch";
-- reverse: create index "calendars_token_hash_key" to table: "calendars"
DROP INDEX "calendars_token_hash_key";
-- reverse: create index "calendar_person_id" to table: "calendars"
DROP INDEX "calendar_person_id";
-- reverse: create "calendars" table
DROP TABLE "calendars";
-- reverse: modify "persons" table
ALTER TABLE "persons" DROP COLUMN "card_issued_at", DROP COLUMN "card";
-- reverse: create index "ticket_keys_number_key" to table: "ticket_keys"
DROP INDEX "ticket_keys_number_key";
-- reverse: create "ticket_keys" table
DROP TABLE "ticket_keys";
