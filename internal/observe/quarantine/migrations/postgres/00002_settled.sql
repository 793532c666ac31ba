-- +goose Up
-- What operators did with an entry: it stays, so that it can be taken back.
ALTER TABLE quarantine ADD COLUMN settled    BIGINT  NOT NULL DEFAULT 0;  -- µs UTC; 0: open
ALTER TABLE quarantine ADD COLUMN settled_as TEXT    NOT NULL DEFAULT ''; -- replayed, discarded
ALTER TABLE quarantine ADD COLUMN settled_by BIGINT  NOT NULL DEFAULT 0;  -- operator; 0: an API token or the command line

-- +goose Down
ALTER TABLE quarantine DROP COLUMN settled_by;
ALTER TABLE quarantine DROP COLUMN settled_as;
ALTER TABLE quarantine DROP COLUMN settled;
