-- +goose Up
CREATE TABLE saved_queries (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace   INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    description TEXT    NOT NULL,
    sql_text    TEXT    NOT NULL,
    chart       TEXT    NOT NULL, -- JSON of the console's; '' for none
    owner       INTEGER NOT NULL, -- operator who made it; 0: a program
    revision    INTEGER NOT NULL, -- from 1; an update names the one it changes
    created     INTEGER NOT NULL, -- µs UTC
    updated     INTEGER NOT NULL
);

CREATE INDEX saved_queries_workspace ON saved_queries (workspace, id);

-- +goose Down
DROP TABLE saved_queries;
