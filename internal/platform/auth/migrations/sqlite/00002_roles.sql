-- +goose Up
CREATE TABLE memberships (
    operator_id  INTEGER NOT NULL REFERENCES operators (id) ON DELETE CASCADE,
    workspace_id INTEGER NOT NULL,
    role         TEXT    NOT NULL,
    created      BIGINT  NOT NULL,
    PRIMARY KEY (operator_id, workspace_id)
);
CREATE INDEX memberships_by_workspace ON memberships (workspace_id);
-- 1: becomes an owner of the workspaces that the next start finds. So do all
-- operators of the time before roles.
ALTER TABLE operators ADD COLUMN adopt INTEGER NOT NULL DEFAULT 1;
ALTER TABLE operators ADD COLUMN disabled_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE operators ADD COLUMN seen BIGINT NOT NULL DEFAULT 0; -- last sign-in
ALTER TABLE operators ADD COLUMN language TEXT NOT NULL DEFAULT ''; -- empty: the browser's
ALTER TABLE operators ADD COLUMN theme TEXT NOT NULL DEFAULT 'system';
ALTER TABLE operator_sessions ADD COLUMN remember INTEGER NOT NULL DEFAULT 1;
ALTER TABLE operator_sessions ADD COLUMN used BIGINT NOT NULL DEFAULT 0;
ALTER TABLE operator_sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE operator_sessions ADD COLUMN agent TEXT NOT NULL DEFAULT '';
-- Tokens made before there were roles could do what admins can but for managing.
ALTER TABLE api_tokens ADD COLUMN role TEXT NOT NULL DEFAULT 'admin';
-- A link with which an operator sets a password once; one at a time.
CREATE TABLE operator_links (
    operator_id INTEGER PRIMARY KEY REFERENCES operators (id) ON DELETE CASCADE,
    token_hash  TEXT    NOT NULL UNIQUE,
    expires     BIGINT  NOT NULL
);
-- One row that setting up locks, so that of two who try one wins.
CREATE TABLE setup_turn (id INTEGER PRIMARY KEY);
INSERT INTO setup_turn (id) VALUES (1);
