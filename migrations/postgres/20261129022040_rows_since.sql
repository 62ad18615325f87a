-- +goose Up
-- modify "events" table
ALTER TABLE "events" ADD COLUMN "rows_since" bigint NULL;

-- +goose Down
-- reverse: modify "events" table
ALTER TABLE "events" DROP COLUMN "rows_since";
