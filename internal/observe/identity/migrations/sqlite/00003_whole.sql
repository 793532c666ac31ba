-- +goose Up
-- A merge is between two raw persons; the log of merges says what proved it,
-- and what took it back. Nothing is ever deleted from it.
ALTER TABLE identity_merges ADD COLUMN rule INTEGER NOT NULL DEFAULT 0; -- 0 event, 1 alias, 2 operator
ALTER TABLE identity_merges ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
ALTER TABLE identity_merges ADD COLUMN id TEXT NOT NULL DEFAULT ''; -- that both had; '' of an operator's, and of those before this version
ALTER TABLE identity_merges ADD COLUMN actor TEXT NOT NULL DEFAULT '';
ALTER TABLE identity_merges ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE identity_merges ADD COLUMN undone_seq INTEGER NOT NULL DEFAULT 0; -- log entry; 0: it holds
ALTER TABLE identity_merges ADD COLUMN undone_time INTEGER NOT NULL DEFAULT 0; -- µs UTC
ALTER TABLE identity_merges ADD COLUMN undone_again BOOLEAN NOT NULL DEFAULT FALSE; -- the same may join them again
ALTER TABLE identity_merges ADD COLUMN undone_actor TEXT NOT NULL DEFAULT '';
ALTER TABLE identity_merges ADD COLUMN undone_reason TEXT NOT NULL DEFAULT '';
CREATE INDEX identity_merges_from ON identity_merges (workspace, from_person);
CREATE INDEX identity_merges_into ON identity_merges (workspace, into_person);

-- Ids that were taken from a person; before it they were from_person's.
CREATE TABLE identity_unbound (
    workspace   INTEGER NOT NULL,
    log_seq     INTEGER NOT NULL,
    nth         INTEGER NOT NULL, -- event of the entry, from 1
    kind        INTEGER NOT NULL,
    id          TEXT NOT NULL,
    from_person INTEGER NOT NULL,
    into_person INTEGER NOT NULL,
    event_time  INTEGER NOT NULL, -- µs UTC
    apart       BOOLEAN NOT NULL,
    actor       TEXT NOT NULL,
    reason      TEXT NOT NULL,
    PRIMARY KEY (workspace, log_seq, nth, kind, id)
) WITHOUT ROWID;

-- Pairs of raw persons that may be one, for operators to decide.
CREATE TABLE identity_suggestions (
    workspace   INTEGER NOT NULL,
    kind        INTEGER NOT NULL,
    id          TEXT NOT NULL,
    owner       INTEGER NOT NULL, -- whose the id is
    other       INTEGER NOT NULL, -- who came with it
    why         INTEGER NOT NULL, -- 1 two users, 2 too many ids, 3 shared id
    first_time  INTEGER NOT NULL, -- µs UTC, of events
    last_time   INTEGER NOT NULL,
    times       INTEGER NOT NULL,
    settled_at  INTEGER NOT NULL DEFAULT 0, -- µs UTC; 0: open
    settled_by  TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (workspace, kind, id, owner, other, why)
) WITHOUT ROWID;

-- Rules by the event of the log from which on they hold.
CREATE TABLE identity_rules (
    workspace  INTEGER NOT NULL,
    log_seq    INTEGER NOT NULL,
    nth        INTEGER NOT NULL,
    event_time INTEGER NOT NULL, -- µs UTC
    actor      TEXT NOT NULL,
    rules      TEXT NOT NULL, -- JSON
    PRIMARY KEY (workspace, log_seq, nth)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE identity_rules;
DROP TABLE identity_suggestions;
DROP TABLE identity_unbound;
DROP INDEX identity_merges_into;
DROP INDEX identity_merges_from;
ALTER TABLE identity_merges DROP COLUMN undone_reason;
ALTER TABLE identity_merges DROP COLUMN undone_actor;
ALTER TABLE identity_merges DROP COLUMN undone_again;
ALTER TABLE identity_merges DROP COLUMN undone_time;
ALTER TABLE identity_merges DROP COLUMN undone_seq;
ALTER TABLE identity_merges DROP COLUMN reason;
ALTER TABLE identity_merges DROP COLUMN actor;
ALTER TABLE identity_merges DROP COLUMN id;
ALTER TABLE identity_merges DROP COLUMN kind;
ALTER TABLE identity_merges DROP COLUMN rule;
