-- +goose Up
-- The format that an entry came in; '' is Segment's.
ALTER TABLE quarantine ADD COLUMN wire TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE quarantine DROP COLUMN wire;
