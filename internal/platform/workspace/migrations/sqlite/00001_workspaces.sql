-- +goose Up
CREATE TABLE workspaces (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    slug    TEXT    NOT NULL UNIQUE,
    name    TEXT    NOT NULL,
    zone    TEXT    NOT NULL,
    created BIGINT  NOT NULL
);
CREATE TABLE sources (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
    name         TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    write_key    TEXT    NOT NULL UNIQUE,
    created      BIGINT  NOT NULL,
    disabled_at  BIGINT  NOT NULL DEFAULT 0,
    UNIQUE (workspace_id, name)
);
-- One row that every change counts up, so that other processes notice.
CREATE TABLE workspace_revision (revision BIGINT NOT NULL);
INSERT INTO workspace_revision (revision) VALUES (1);
