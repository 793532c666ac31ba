-- +goose Up
CREATE TABLE imports (
    workspace INTEGER NOT NULL,
    key       TEXT    NOT NULL, -- hash of the file, the mapping and the source
    name      TEXT    NOT NULL,
    source    INTEGER NOT NULL,
    state     TEXT    NOT NULL, -- running, interrupted or done
    rows      INTEGER NOT NULL,
    skipped   INTEGER NOT NULL,
    bad       INTEGER NOT NULL,
    repeated  INTEGER NOT NULL,
    written   INTEGER NOT NULL, -- events of the file acknowledged, from its first on:
    existing  INTEGER NOT NULL, -- written and existing together
    started   INTEGER NOT NULL, -- µs UTC, as are the next two
    updated   INTEGER NOT NULL,
    finished  INTEGER NOT NULL, -- 0: not yet
    PRIMARY KEY (workspace, key)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE imports;
