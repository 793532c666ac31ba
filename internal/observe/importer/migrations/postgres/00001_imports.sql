-- +goose Up
CREATE TABLE imports (
    workspace BIGINT  NOT NULL,
    key       TEXT COLLATE "C" NOT NULL, -- hash of the file, the mapping and the source
    name      TEXT    NOT NULL,
    source    BIGINT  NOT NULL,
    state     TEXT    NOT NULL, -- running, interrupted or done
    rows      BIGINT  NOT NULL,
    skipped   BIGINT  NOT NULL,
    bad       BIGINT  NOT NULL,
    repeated  BIGINT  NOT NULL,
    written   BIGINT  NOT NULL, -- events of the file acknowledged, from its first on:
    existing  BIGINT  NOT NULL, -- written and existing together
    started   BIGINT  NOT NULL, -- µs UTC, as are the next two
    updated   BIGINT  NOT NULL,
    finished  BIGINT  NOT NULL, -- 0: not yet
    PRIMARY KEY (workspace, key)
);

-- +goose Down
DROP TABLE imports;
