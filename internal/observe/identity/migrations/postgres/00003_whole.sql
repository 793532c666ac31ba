-- +goose Up
-- A merge is between two raw persons; the log of merges says what proved it,
-- and what took it back. Nothing is ever deleted from it.
ALTER TABLE identity_merges ADD COLUMN rule SMALLINT NOT NULL DEFAULT 0; -- 0 event, 1 alias, 2 operator
ALTER TABLE identity_merges ADD COLUMN kind SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE identity_merges ADD COLUMN id TEXT COLLATE "C" NOT NULL DEFAULT ''; -- that both had; '' of an operator's, and of those before this version
ALTER TABLE identity_merges ADD COLUMN actor TEXT NOT NULL DEFAULT '';
ALTER TABLE identity_merges ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE identity_merges ADD COLUMN undone_seq BIGINT NOT NULL DEFAULT 0; -- log entry; 0: it holds
ALTER TABLE identity_merges ADD COLUMN undone_time BIGINT NOT NULL DEFAULT 0; -- µs UTC
ALTER TABLE identity_merges ADD COLUMN undone_again BOOLEAN NOT NULL DEFAULT FALSE; -- the same may join them again
ALTER TABLE identity_merges ADD COLUMN undone_actor TEXT NOT NULL DEFAULT '';
ALTER TABLE identity_merges ADD COLUMN undone_reason TEXT NOT NULL DEFAULT '';
CREATE INDEX identity_merges_from ON identity_merges (workspace, from_person);
CREATE INDEX identity_merges_into ON identity_merges (workspace, into_person);

-- Ids that were taken from a person; before it they were from_person's.
CREATE TABLE identity_unbound (
    workspace   BIGINT NOT NULL,
    log_seq     BIGINT NOT NULL,
    nth         BIGINT NOT NULL, -- event of the entry, from 1
    kind        SMALLINT NOT NULL,
    id          TEXT COLLATE "C" NOT NULL,
    from_person BIGINT NOT NULL,
    into_person BIGINT NOT NULL,
    event_time  BIGINT NOT NULL, -- µs UTC
    apart       BOOLEAN NOT NULL,
    actor       TEXT NOT NULL,
    reason      TEXT NOT NULL,
    PRIMARY KEY (workspace, log_seq, nth, kind, id)
);

-- Pairs of raw persons that may be one, for operators to decide.
CREATE TABLE identity_suggestions (
    workspace   BIGINT NOT NULL,
    kind        SMALLINT NOT NULL,
    id          TEXT COLLATE "C" NOT NULL,
    owner       BIGINT NOT NULL, -- whose the id is
    other       BIGINT NOT NULL, -- who came with it
    why         SMALLINT NOT NULL, -- 1 two users, 2 too many ids, 3 shared id
    first_time  BIGINT NOT NULL, -- µs UTC, of events
    last_time   BIGINT NOT NULL,
    times       BIGINT NOT NULL,
    settled_at  BIGINT NOT NULL DEFAULT 0, -- µs UTC; 0: open
    settled_by  TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (workspace, kind, id, owner, other, why)
);

-- Rules by the event of the log from which on they hold.
CREATE TABLE identity_rules (
    workspace  BIGINT NOT NULL,
    log_seq    BIGINT NOT NULL,
    nth        BIGINT NOT NULL,
    event_time BIGINT NOT NULL, -- µs UTC
    actor      TEXT NOT NULL,
    rules      TEXT NOT NULL, -- JSON
    PRIMARY KEY (workspace, log_seq, nth)
);

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
