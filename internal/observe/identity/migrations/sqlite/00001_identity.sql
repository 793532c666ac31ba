-- +goose Up
-- Keyed by person: new persons come in ascending order, so inserts append, and
-- "which ids has this person" needs no second index. The directory in memory
-- answers "whose is this id" and keeps ids unique.
CREATE TABLE identity_ids (
    workspace INTEGER NOT NULL,
    person    INTEGER NOT NULL,
    kind      INTEGER NOT NULL, -- 0 anonymous, 1 user
    id        TEXT    NOT NULL,
    PRIMARY KEY (workspace, person, kind, id)
) WITHOUT ROWID;

CREATE TABLE identity_merges (
    workspace   INTEGER NOT NULL,
    ordinal     INTEGER NOT NULL, -- from 1 in each workspace
    from_person INTEGER NOT NULL,
    into_person INTEGER NOT NULL,
    log_seq     INTEGER NOT NULL, -- the log entry that proved it
    event_time  INTEGER NOT NULL, -- µs UTC
    PRIMARY KEY (workspace, ordinal)
) WITHOUT ROWID;

-- Every consequence of the log up to and including log_seq is in the tables above.
CREATE TABLE identity_position (
    workspace INTEGER NOT NULL PRIMARY KEY,
    log_seq   INTEGER NOT NULL
);

-- +goose Down
DROP TABLE identity_position;
DROP TABLE identity_merges;
DROP TABLE identity_ids;
