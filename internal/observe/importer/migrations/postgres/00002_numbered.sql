-- +goose Up
-- An import has a number of its own, by which the record knows its events, and a
-- life: from the upload to the last row, and back.
CREATE TABLE imports_numbered (
    workspace BIGINT NOT NULL,
    number    BIGINT NOT NULL, -- from 1 in each workspace, never given again
    key       TEXT COLLATE "C" NOT NULL, -- hash of the file, the mapping and the source; '' before it was started
    name      TEXT NOT NULL,
    source    BIGINT NOT NULL, -- whose message ids its rows have
    origin    BIGINT NOT NULL, -- what the record says its events came from; 0: their source, so it cannot be taken back
    state     TEXT COLLATE "C" NOT NULL,
    uploaded  BIGINT NOT NULL, -- 1: the file is in the data folder, or was until it expired
    size      BIGINT NOT NULL, -- bytes; 0 when not known
    received  BIGINT NOT NULL, -- bytes of the upload that are there
    mapping   TEXT NOT NULL, -- JSON
    guess     TEXT NOT NULL, -- JSON, what was seen in the file; '' when it was not looked at
    checked   TEXT NOT NULL, -- JSON, of the last dry run; '' when there was none
    failure   TEXT NOT NULL, -- JSON; '' when there is none
    forced    BIGINT NOT NULL, -- 1: go on when most rows are bad; 2: also when it was imported before
    operator  BIGINT NOT NULL, -- who made it; 0: a command or a token
    rows      BIGINT NOT NULL,
    skipped   BIGINT NOT NULL,
    bad       BIGINT NOT NULL,
    repeated  BIGINT NOT NULL,
    written   BIGINT NOT NULL, -- events of the file acknowledged, from its first on:
    existing  BIGINT NOT NULL, -- written and existing together
    undone_events  BIGINT NOT NULL,
    undone_persons BIGINT NOT NULL,
    created   BIGINT NOT NULL, -- µs UTC, as are the next four
    started   BIGINT NOT NULL,
    updated   BIGINT NOT NULL,
    finished  BIGINT NOT NULL, -- 0: not yet
    undone    BIGINT NOT NULL, -- 0: not
    PRIMARY KEY (workspace, number)
);

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
    workspace BIGINT NOT NULL,
    header    TEXT COLLATE "C" NOT NULL, -- hash of the column names
    mapping   TEXT NOT NULL,
    name      TEXT NOT NULL, -- of the file it was made for
    updated   BIGINT NOT NULL,
    PRIMARY KEY (workspace, header)
);

-- +goose Down
DROP TABLE import_recipes;
DROP TABLE imports;
