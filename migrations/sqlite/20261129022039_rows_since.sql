-- +goose Up
-- add column "rows_since" to table: "events"
ALTER TABLE `events` ADD COLUMN `rows_since` integer NULL;

-- +goose Down
-- reverse: add column "rows_since" to table: "events"
ALTER TABLE `events` DROP COLUMN `rows_since`;
