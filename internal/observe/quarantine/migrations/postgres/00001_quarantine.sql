-- +goose Up
-- Keyed by where the log has it, so that a log read twice inserts nothing twice.
CREATE TABLE quarantine (
    workspace  BIGINT           NOT NULL,
    log_seq    BIGINT           NOT NULL,
    idx        BIGINT           NOT NULL, -- among the rejected events of the log entry
    source     BIGINT           NOT NULL,
    received   BIGINT           NOT NULL, -- µs UTC
    message_id TEXT             NOT NULL,
    name       TEXT             NOT NULL,
    reason     TEXT COLLATE "C" NOT NULL,
    detail     TEXT             NOT NULL,
    raw        BYTEA            NOT NULL,
    raw_size   BIGINT           NOT NULL, -- bytes as received; more than raw has if it was cut
    PRIMARY KEY (workspace, log_seq, idx)
);

CREATE INDEX quarantine_reason ON quarantine (workspace, reason, log_seq, idx);

-- +goose Down
DROP TABLE quarantine;
