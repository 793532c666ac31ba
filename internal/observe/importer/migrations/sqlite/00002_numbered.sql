-- +goose Up
-- An import has a number of its own, by which the record knows its events, and a
-- life: from the upload to the last row, and back.
CREATE TABLE imports_numbered (
    workspace INTEGER NOT NULL,
    number    INTEGER NOT NULL, -- from 1 in each workspace, never given again
    key       TEXT NOT NULL, -- hash of the file, the mapping and the source; '' before it was started
    name      TEXT NOT NULL,
    source    INTEGER NOT NULL, -- whose message ids its rows have
    origin    INTEGER NOT NULL, -- what the record says its events came from; 0: their source, so it cannot be taken back
    state     TEXT NOT NULL,
    uploaded  INTEGER NOT NULL, -- 1: the file is in the data folder, or was until it expired
    size      INTEGER NOT NULL, -- bytes; 0 when not known
    received  INTEGER NOT NULL, -- bytes of the upload that are there
    mapping   TEXT NOT NULL, -- JSON
    guess     TEXT NOT NULL, -- JSON, what was seen in the file; '' when it was not looked at
    checked   TEXT NOT NULL, -- JSON, of the last dry run; '' when there was none
    failure   TEXT NOT NULL, -- JSON; '' when there is none
    forced    INTEGER NOT NULL, -- 1: go on when most rows are bad; 2: also when it was imported before
    operator  INTEGER NOT NULL, -- who made it; 0: a command or a token
    rows      INTEGER NOT NULL,
    skipped   INTEGER NOT NULL,
    bad       INTEGER NOT NULL,
    repeated  INTEGER NOT NULL,
    written   INTEGER NOT NULL, -- events of the file acknowledged, from its first on:
    existing  INTEGER NOT NULL, -- written and existing together
    undone_events  INTEGER NOT NULL,
    undone_persons INTEGER NOT NULL,
    created   INTEGER NOT NULL, -- µs UTC, as are the next four
    started   INTEGER NOT NULL,
    updated   INTEGER NOT NULL,
    finished  INTEGER NOT NULL, -- 0: not yet
    undone    INTEGER NOT NULL, -- 0: not
    PRIMARY KEY (workspace, number)
) WITHOUT ROWID;

INSERT INTO imports_numbered
SELECT workspace, ROW_NUMBER() OVER (PARTITION BY workspace ORDER BY started, key), key, name, source, 0, state, 0, 0, 0, '{}', '', '', '', 0, 0,
    rows, skipped, bad, repeated, written, existing, 0, 0, started, started, updated, finished, 0
FROM imports;

DROP TABLE imports;
ALTER TABLE imports_numbered RENAME TO imports;
CREATE INDEX imports_key ON imports (workspace, key);
CREATE INDEX imports_state ON imports (state);

-- Mappings that were used for files with the same header.
CREATE TABLE import_recipes (
    workspace INTEGER NOT NULL,
    header    TEXT NOT NULL, -- hash of the column names
    mapping   TEXT NOT NULL,
    name      TEXT NOT NULL, -- of the file it was made for
    updated   INTEGER NOT NULL,
    PRIMARY KEY (workspace, header)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE import_recipes;
DROP TABLE imports;
