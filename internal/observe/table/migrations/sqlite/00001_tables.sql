-- +goose Up
-- Times are µs UTC.
CREATE TABLE table_rows (
    workspace BIGINT NOT NULL,
    tbl       TEXT   NOT NULL, -- orders, subscriptions, items
    rowkey    TEXT   NOT NULL,
    owner     TEXT   NOT NULL, -- user id; '' when nobody's
    updated   BIGINT NOT NULL, -- by the sender's account: the newest wins
    received  BIGINT NOT NULL,
    deleted   BIGINT NOT NULL, -- 1: only the memory that it is gone, against older versions
    folded    TEXT   NOT NULL, -- what is searched, in small letters
    fields    TEXT   NOT NULL, -- JSON
    PRIMARY KEY (workspace, tbl, rowkey)
);
CREATE INDEX table_rows_updated ON table_rows (workspace, tbl, deleted, updated, rowkey);
CREATE INDEX table_rows_owner ON table_rows (workspace, owner, tbl);

-- Each row's newest versions, the one that counts among them.
CREATE TABLE table_versions (
    workspace BIGINT NOT NULL,
    tbl       TEXT   NOT NULL,
    rowkey    TEXT   NOT NULL,
    updated   BIGINT NOT NULL,
    received  BIGINT NOT NULL,
    fields    TEXT   NOT NULL,
    PRIMARY KEY (workspace, tbl, rowkey, updated)
);

-- What became an event, for ever, so that nothing does twice.
CREATE TABLE table_events (
    workspace BIGINT NOT NULL,
    tbl       TEXT   NOT NULL,
    rowkey    TEXT   NOT NULL,
    state     TEXT   NOT NULL, -- completed, refunded, ...
    created   BIGINT NOT NULL,
    done      BIGINT NOT NULL, -- 0: on its way to the log
    outcome   TEXT   NOT NULL, -- sent; known: the timeline had it; kept: the sender wanted none
    event     BLOB   NOT NULL, -- a batch of one, until done
    PRIMARY KEY (workspace, tbl, rowkey, state)
);
CREATE INDEX table_events_waiting ON table_events (created, workspace) WHERE done = 0;

-- +goose Down
DROP TABLE table_events;
DROP TABLE table_versions;
DROP TABLE table_rows;
