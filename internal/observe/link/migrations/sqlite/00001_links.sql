-- +goose Up
CREATE TABLE links (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace  BIGINT  NOT NULL,
    code       TEXT    NOT NULL UNIQUE, -- of the address /l/<code>, in small letters
    kind       TEXT    NOT NULL,        -- link, partner, kol, staff, offline
    name       TEXT    NOT NULL,
    partner    TEXT    NOT NULL,
    target     TEXT    NOT NULL,
    campaign   TEXT    NOT NULL, -- JSON: source, medium, name, content, term
    note       TEXT    NOT NULL,
    folded     TEXT    NOT NULL, -- what is searched, in small letters
    owner      BIGINT  NOT NULL, -- operator; 0: a program
    version    BIGINT  NOT NULL, -- counts changes, from 1
    created    BIGINT  NOT NULL, -- µs UTC, as all times
    changed    BIGINT  NOT NULL,
    ends       BIGINT  NOT NULL, -- 0: never
    archived   BIGINT  NOT NULL, -- 0: it is in use
    robots     BIGINT  NOT NULL  -- visits that were not people's
);
CREATE INDEX links_created ON links (workspace, archived, created, id);

-- +goose Down
DROP TABLE links;
