-- +goose Up
CREATE TABLE insights (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace   BIGINT  NOT NULL,
    name        TEXT    NOT NULL,
    folded      TEXT    NOT NULL, -- name and description in small letters, to search in
    description TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    question    TEXT    NOT NULL, -- JSON
    view        TEXT    NOT NULL, -- JSON
    owner       BIGINT  NOT NULL, -- operator; 0: a program
    changed_by  BIGINT  NOT NULL,
    version     BIGINT  NOT NULL, -- counts changes, from 1
    created     BIGINT  NOT NULL, -- µs UTC, as all times
    changed     BIGINT  NOT NULL,
    deleted     BIGINT  NOT NULL DEFAULT 0
);
CREATE INDEX insights_changed ON insights (workspace, deleted, changed, id);
CREATE TABLE insight_marks (
    insight   BIGINT  NOT NULL,
    operator  BIGINT  NOT NULL,
    favourite BOOLEAN NOT NULL,
    viewed    BIGINT  NOT NULL,
    PRIMARY KEY (insight, operator)
);

-- +goose Down
DROP TABLE insight_marks;
DROP TABLE insights;
