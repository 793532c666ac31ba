-- +goose Up
-- What operators know of an event or a property. What is seen of it is not kept.
CREATE TABLE catalogue_notes (
    workspace   INTEGER NOT NULL,
    kind        TEXT    NOT NULL, -- event, property
    name        TEXT    NOT NULL,
    title       TEXT    NOT NULL,
    description TEXT    NOT NULL,
    owner       TEXT    NOT NULL,
    hidden      BOOLEAN NOT NULL,
    verified    BIGINT  NOT NULL, -- µs UTC; 0: not
    changed     BIGINT  NOT NULL, -- µs UTC
    changed_by  INTEGER NOT NULL, -- operator; 0: an API token or the command line
    PRIMARY KEY (workspace, kind, name)
);

-- +goose Down
DROP TABLE catalogue_notes;
