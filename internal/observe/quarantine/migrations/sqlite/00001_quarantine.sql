-- +goose Up
-- Keyed by where the log has it, so that a log read twice inserts nothing twice.
CREATE TABLE quarantine (
    workspace  INTEGER NOT NULL,
    log_seq    INTEGER NOT NULL,
    idx        INTEGER NOT NULL, -- among the rejected events of the log entry
    source     INTEGER NOT NULL,
    received   INTEGER NOT NULL, -- µs UTC
    message_id TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    detail     TEXT    NOT NULL,
    raw        BLOB    NOT NULL,
    raw_size   INTEGER NOT NULL, -- bytes as received; more than raw has if it was cut
    PRIMARY KEY (workspace, log_seq, idx)
);

CREATE INDEX quarantine_reason ON quarantine (workspace, reason, log_seq, idx);

-- +goose Down
DROP TABLE quarantine;
