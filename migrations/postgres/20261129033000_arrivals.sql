-- +goose Up
-- create index "sign_up_arrival" to table: "sign_ups"
CREATE INDEX "sign_up_arrival" ON "sign_ups" ("community_id", "checked_in_at") WHERE (checked_in_at IS NOT NULL);

-- +goose Down
-- reverse: create index "sign_up_arrival" to table: "sign_ups"
DROP INDEX "sign_up_arrival";
