-- +goose Up
CREATE TABLE operators (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    email    TEXT    NOT NULL UNIQUE,
    name     TEXT    NOT NULL,
    password TEXT    NOT NULL, -- argon2id, in PHC form
    created  BIGINT  NOT NULL
);
CREATE TABLE operator_sessions (
    token_hash  TEXT    PRIMARY KEY,
    operator_id INTEGER NOT NULL REFERENCES operators (id) ON DELETE CASCADE,
    created     BIGINT  NOT NULL,
    expires     BIGINT  NOT NULL
);
CREATE INDEX operator_sessions_by_expiry ON operator_sessions (expires);
CREATE INDEX operator_sessions_by_operator ON operator_sessions (operator_id);
CREATE TABLE api_tokens (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL,
    name         TEXT    NOT NULL,
    token_hash   TEXT    NOT NULL UNIQUE,
    ending       TEXT    NOT NULL, -- its last characters, for people to tell tokens apart
    operator_id  INTEGER NOT NULL, -- who made it; 0: the machine's own command line
    created      BIGINT  NOT NULL,
    last_used    BIGINT  NOT NULL DEFAULT 0
);
CREATE INDEX api_tokens_by_workspace ON api_tokens (workspace_id);
