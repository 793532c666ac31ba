-- +goose Up
CREATE TABLE schedules (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace INTEGER NOT NULL,
    dashboard INTEGER NOT NULL,
    plan      TEXT NOT NULL, -- JSON: when, to whom, in which language
    owner     INTEGER NOT NULL,
    created   INTEGER NOT NULL, -- µs UTC
    updated   INTEGER NOT NULL,
    since     INTEGER NOT NULL, -- occurrences due before it are not sent
    deleted   INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX schedules_dashboard ON schedules (dashboard);

-- One row an occurrence: whoever inserts it has it.
CREATE TABLE schedule_runs (
    schedule   INTEGER NOT NULL,
    occurrence TEXT NOT NULL, -- the local date and hour
    due        INTEGER NOT NULL,
    created    INTEGER NOT NULL,
    PRIMARY KEY (schedule, occurrence)
);

CREATE TABLE schedule_deliveries (
    schedule   INTEGER NOT NULL,
    occurrence TEXT NOT NULL,
    address    TEXT NOT NULL,
    name       TEXT NOT NULL,
    state      TEXT NOT NULL, -- waiting, handing, sent, failed, unsure, skipped
    reason     TEXT NOT NULL,
    attempts   INTEGER NOT NULL,
    next       INTEGER NOT NULL, -- not tried before
    lease      INTEGER NOT NULL, -- until when somebody has claimed it
    updated    INTEGER NOT NULL,
    PRIMARY KEY (schedule, occurrence, address)
);

CREATE INDEX schedule_deliveries_open ON schedule_deliveries (next) WHERE state IN ('waiting', 'handing');

CREATE TABLE schedule_unsubscribed (
    schedule INTEGER NOT NULL,
    address  TEXT NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (schedule, address)
);

-- One row: what unsubscribe links are signed with.
CREATE TABLE schedule_key (
    id  INTEGER PRIMARY KEY,
    key TEXT NOT NULL
);

-- +goose Down
DROP TABLE schedule_key;
DROP TABLE schedule_unsubscribed;
DROP TABLE schedule_deliveries;
DROP TABLE schedule_runs;
DROP TABLE schedules;
