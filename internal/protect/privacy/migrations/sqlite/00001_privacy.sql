-- +goose Up
CREATE TABLE privacy_requests (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace   INTEGER NOT NULL,
    kind        TEXT    NOT NULL, -- erase
    state       TEXT    NOT NULL, -- waiting, running, done
    step        TEXT    NOT NULL, -- of those that run
    person      INTEGER NOT NULL, -- number; says nothing once they are erased
    members     TEXT    NOT NULL, -- JSON, numbers that share the history
    sealed      TEXT    NOT NULL, -- ids and values to be searched for, encrypted; '' once it is done
    sealed_by   TEXT    NOT NULL, -- the key
    refuse_days INTEGER NOT NULL,
    receipt     TEXT    NOT NULL, -- JSON
    failure     TEXT    NOT NULL, -- why the last try did not end; '' when it did
    operator    INTEGER NOT NULL, -- who asked; 0: a program
    created     INTEGER NOT NULL, -- µs UTC, as all times
    started     INTEGER NOT NULL,
    finished    INTEGER NOT NULL,
    holder      TEXT    NOT NULL, -- worker
    held_until  INTEGER NOT NULL
);
CREATE INDEX privacy_requests_workspace ON privacy_requests (workspace, id);
CREATE INDEX privacy_requests_state ON privacy_requests (state, id);

-- Ids that are refused: salted hashes, from which nobody gets the id back.
CREATE TABLE privacy_graves (
    workspace INTEGER NOT NULL,
    grave     TEXT    NOT NULL,
    until     INTEGER NOT NULL, -- arrival, µs UTC
    PRIMARY KEY (workspace, grave)
) WITHOUT ROWID;

CREATE TABLE privacy_salts (
    workspace INTEGER PRIMARY KEY,
    salt      TEXT NOT NULL
);

-- +goose Down
DROP TABLE privacy_salts;
DROP TABLE privacy_graves;
DROP TABLE privacy_requests;
