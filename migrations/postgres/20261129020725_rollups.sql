-- +goose Up
-- modify "communities" table
ALTER TABLE "communities" ADD COLUMN "recounted_at" timestamptz(3) NULL;
-- modify "events" table
ALTER TABLE "events" DROP COLUMN "end_announced_at";
-- modify "units" table
ALTER TABLE "units" ADD COLUMN "people_count" bigint NOT NULL DEFAULT 0, ADD COLUMN "upcoming_events" bigint NOT NULL DEFAULT 0, ADD COLUMN "confirmed_today" bigint NOT NULL DEFAULT 0, ADD COLUMN "waiting_today" bigint NOT NULL DEFAULT 0, ADD COLUMN "checked_in_today" bigint NOT NULL DEFAULT 0;
-- create "shares" table
CREATE TABLE "shares" ("event_id" character varying NOT NULL, "version" bigint NOT NULL, "upcoming" boolean NOT NULL, "today" boolean NOT NULL, "confirmed" bigint NOT NULL, "waiting" bigint NOT NULL, "checked_in" bigint NOT NULL, "community_id" character varying NOT NULL, "unit_id" character varying NOT NULL, PRIMARY KEY ("event_id"), CONSTRAINT "shares_communities_community" FOREIGN KEY ("community_id") REFERENCES "communities" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "shares_units_unit" FOREIGN KEY ("unit_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "share_counted" to table: "shares"
CREATE INDEX "share_counted" ON "shares" ("community_id") WHERE (upcoming OR today);

-- +goose Down
-- reverse: create index "share_counted" to table: "shares"
DROP INDEX "share_counted";
-- reverse: create "shares" table
DROP TABLE "shares";
-- reverse: modify "units" table
ALTER TABLE "units" DROP COLUMN "checked_in_today", DROP COLUMN "waiting_today", DROP COLUMN "confirmed_today", DROP COLUMN "upcoming_events", DROP COLUMN "people_count";
-- reverse: modify "events" table
ALTER TABLE "events" ADD COLUMN "end_announced_at" timestamptz(3) NULL;
-- reverse: modify "communities" table
ALTER TABLE "communities" DROP COLUMN "recounted_at";
