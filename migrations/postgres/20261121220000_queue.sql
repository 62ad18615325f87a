-- +goose Up
-- modify "communities" table
ALTER TABLE "communities" ADD COLUMN "offer_rules" jsonb NULL;
-- modify "events" table
ALTER TABLE "events" ADD COLUMN "opens_at" timestamptz(3) NULL, ADD COLUMN "closes_at" timestamptz(3) NULL, ADD COLUMN "withdraw_until" timestamptz(3) NULL, ADD COLUMN "one_shift" boolean NOT NULL DEFAULT false, ADD COLUMN "min_age" bigint NULL, ADD COLUMN "max_age" bigint NULL, ADD COLUMN "skill" character varying NOT NULL DEFAULT '', ADD COLUMN "minimum" bigint NULL, ADD COLUMN "too_few_told_at" timestamptz(3) NULL;
-- create index "event_minimum" to table: "events"
CREATE INDEX "event_minimum" ON "events" ("starts_at") WHERE ((minimum IS NOT NULL) AND (too_few_told_at IS NULL));
-- modify "sessions" table
ALTER TABLE "sessions" ADD COLUMN "open_until" timestamptz(3) NULL;
-- modify "persons" table
ALTER TABLE "persons" ADD COLUMN "birth_year" bigint NULL, ADD COLUMN "skills" jsonb NULL;
-- modify "sign_ups" table
ALTER TABLE "sign_ups" ADD COLUMN "inside" boolean NOT NULL DEFAULT false, ADD COLUMN "passed_over" bigint NOT NULL DEFAULT 0, ADD COLUMN "to_call" boolean NOT NULL DEFAULT false;
-- create index "sign_up_offer" to table: "sign_ups"
CREATE INDEX "sign_up_offer" ON "sign_ups" ("offer_expires_at") WHERE ((status)::text = 'OFFERED'::text);
-- create index "sign_up_to_call" to table: "sign_ups"
CREATE INDEX "sign_up_to_call" ON "sign_ups" ("event_id") WHERE to_call;
-- create "messages" table
CREATE TABLE "messages" ("id" character varying NOT NULL, "created_at" timestamptz(3) NOT NULL, "kind" character varying NOT NULL, "tries" bigint NOT NULL DEFAULT 0, "due_at" timestamptz(3) NOT NULL, "done_at" timestamptz(3) NULL, "community_id" character varying NOT NULL, "person_id" character varying NOT NULL, "sign_up_id" character varying NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "messages_communities_community" FOREIGN KEY ("community_id") REFERENCES "communities" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "messages_persons_person" FOREIGN KEY ("person_id") REFERENCES "persons" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "messages_sign_ups_sign_up" FOREIGN KEY ("sign_up_id") REFERENCES "sign_ups" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "message_due" to table: "messages"
CREATE INDEX "message_due" ON "messages" ("due_at") WHERE (done_at IS NULL);
-- create index "message_sign_up_id" to table: "messages"
CREATE INDEX "message_sign_up_id" ON "messages" ("sign_up_id");
-- modify "shifts" table
ALTER TABLE "shifts" ADD CONSTRAINT "shift_held" CHECK ((held >= 0) AND (kept >= 0) AND (kept_taken >= 0)), ADD COLUMN "kept" bigint NOT NULL DEFAULT 0, ADD COLUMN "kept_until" timestamptz(3) NULL, ADD COLUMN "kept_taken" bigint NOT NULL DEFAULT 0, ADD COLUMN "held" bigint NOT NULL DEFAULT 0, ADD COLUMN "kept_unit_id" character varying NULL, ADD CONSTRAINT "shifts_units_kept_unit" FOREIGN KEY ("kept_unit_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION;
-- create index "shift_kept" to table: "shifts"
CREATE INDEX "shift_kept" ON "shifts" ("kept_until") WHERE (kept_until IS NOT NULL);
-- create "steps" table
CREATE TABLE "steps" ("id" character varying NOT NULL, "created_at" timestamptz(3) NOT NULL, "event_id" character varying NOT NULL, "kind" character varying NOT NULL, "actor_id" character varying NOT NULL DEFAULT '', "reason" character varying NOT NULL DEFAULT '', "asked" bigint NOT NULL DEFAULT 0, "free" bigint NOT NULL DEFAULT 0, "until" timestamptz(3) NULL, "community_id" character varying NOT NULL, "sign_up_id" character varying NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "steps_communities_community" FOREIGN KEY ("community_id") REFERENCES "communities" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "steps_sign_ups_sign_up" FOREIGN KEY ("sign_up_id") REFERENCES "sign_ups" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "step_event_id" to table: "steps"
CREATE INDEX "step_event_id" ON "steps" ("event_id");
-- create index "step_sign_up_id_id" to table: "steps"
CREATE INDEX "step_sign_up_id_id" ON "steps" ("sign_up_id", "id");

-- +goose Down
-- reverse: create index "step_sign_up_id_id" to table: "steps"
DROP INDEX "step_sign_up_id_id";
-- reverse: create index "step_event_id" to table: "steps"
DROP INDEX "step_event_id";
-- reverse: create "steps" table
DROP TABLE "steps";
-- reverse: create index "shift_kept" to table: "shifts"
DROP INDEX "shift_kept";
-- reverse: modify "shifts" table
ALTER TABLE "shifts" DROP CONSTRAINT "shifts_units_kept_unit", DROP COLUMN "kept_unit_id", DROP COLUMN "held", DROP COLUMN "kept_taken", DROP COLUMN "kept_until", DROP COLUMN "kept", DROP CONSTRAINT "shift_held";
-- reverse: create index "message_sign_up_id" to table: "messages"
DROP INDEX "message_sign_up_id";
-- reverse: create index "message_due" to table: "messages"
DROP INDEX "message_due";
-- reverse: create "messages" table
DROP TABLE "messages";
-- reverse: create index "sign_up_to_call" to table: "sign_ups"
DROP INDEX "sign_up_to_call";
-- reverse: create index "sign_up_offer" to table: "sign_ups"
DROP INDEX "sign_up_offer";
-- reverse: modify "sign_ups" table
ALTER TABLE "sign_ups" DROP COLUMN "to_call", DROP COLUMN "passed_over", DROP COLUMN "inside";
-- reverse: modify "persons" table
ALTER TABLE "persons" DROP COLUMN "skills", DROP COLUMN "birth_year";
-- reverse: modify "sessions" table
ALTER TABLE "sessions" DROP COLUMN "open_until";
-- reverse: create index "event_minimum" to table: "events"
DROP INDEX "event_minimum";
-- reverse: modify "events" table
ALTER TABLE "events" DROP COLUMN "too_few_told_at", DROP COLUMN "minimum", DROP COLUMN "skill", DROP COLUMN "max_age", DROP COLUMN "min_age", DROP COLUMN "one_shift", DROP COLUMN "withdraw_until", DROP COLUMN "closes_at", DROP COLUMN "opens_at";
-- reverse: modify "communities" table
ALTER TABLE "communities" DROP COLUMN "offer_rules";
