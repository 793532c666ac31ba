-- +goose Up
-- What operators expect of events: a row an event, and one each of settings and aliases.
CREATE TABLE plan_parts (
    workspace  BIGINT NOT NULL,
    kind       TEXT   NOT NULL, -- event, others, aliases
    name       TEXT   NOT NULL, -- the event's
    body       TEXT   NOT NULL, -- JSON
    version    BIGINT NOT NULL,
    changed    BIGINT NOT NULL, -- µs UTC
    changed_by BIGINT NOT NULL, -- operator; 0: an API token or the command line
    PRIMARY KEY (workspace, kind, name)
);

-- +goose Down
DROP TABLE plan_parts;
