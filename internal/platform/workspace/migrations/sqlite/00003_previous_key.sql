-- +goose Up
-- The key before the last rotation, and until when it is still good.
ALTER TABLE sources ADD COLUMN previous_key   TEXT   NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN previous_until BIGINT NOT NULL DEFAULT 0; -- µs UTC

-- +goose Down
ALTER TABLE sources DROP COLUMN previous_until;
ALTER TABLE sources DROP COLUMN previous_key;
