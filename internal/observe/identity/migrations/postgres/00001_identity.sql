-- +goose Up
-- Keyed by person: new persons come in ascending order, so inserts append, and
-- "which ids has this person" needs no second index. The directory in memory
-- answers "whose is this id" and keeps ids unique.
CREATE TABLE identity_ids (
    workspace BIGINT           NOT NULL,
    person    BIGINT           NOT NULL,
    kind      SMALLINT         NOT NULL, -- 0 anonymous, 1 user
    id        TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (workspace, person, kind, id)
);

CREATE TABLE identity_merges (
    workspace   BIGINT NOT NULL,
    ordinal     BIGINT NOT NULL, -- from 1 in each workspace
    from_person BIGINT NOT NULL,
    into_person BIGINT NOT NULL,
    log_seq     BIGINT NOT NULL, -- the log entry that proved it
    event_time  BIGINT NOT NULL, -- µs UTC
    PRIMARY KEY (workspace, ordinal)
);

-- Every consequence of the log up to and including log_seq is in the tables above.
CREATE TABLE identity_position (
    workspace BIGINT NOT NULL PRIMARY KEY,
    log_seq   BIGINT NOT NULL
);

-- +goose Down
DROP TABLE identity_position;
DROP TABLE identity_merges;
DROP TABLE identity_ids;
