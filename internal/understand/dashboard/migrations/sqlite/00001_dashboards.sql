-- +goose Up
CREATE TABLE dashboards (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace   INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    description TEXT    NOT NULL,
    shared      TEXT    NOT NULL, -- JSON: range, filters, comparison
    cards       TEXT    NOT NULL, -- JSON
    version     INTEGER NOT NULL,
    owner       INTEGER NOT NULL, -- an operator, 0: nobody
    updated_by  INTEGER NOT NULL,
    created     INTEGER NOT NULL, -- µs UTC
    updated     INTEGER NOT NULL,
    deleted     INTEGER NOT NULL DEFAULT 0, -- µs UTC; 0 while it is there
    origin      TEXT    NOT NULL DEFAULT ''  -- what the program itself made it as, once
);

CREATE INDEX dashboards_recent ON dashboards (workspace, deleted, updated, id);

CREATE UNIQUE INDEX dashboards_origin ON dashboards (workspace, origin) WHERE origin <> '';

-- +goose Down
DROP TABLE dashboards;
