-- +goose Up
CREATE TABLE channel_rules (
    workspace  BIGINT  PRIMARY KEY,
    rules      TEXT    NOT NULL, -- JSON: the rules, in their order
    own        TEXT    NOT NULL, -- JSON: the workspace's own domains
    version    BIGINT  NOT NULL, -- counts changes, from 1
    changed    BIGINT  NOT NULL, -- µs UTC, as all times
    changed_by BIGINT  NOT NULL  -- operator; 0: a program
);
CREATE TABLE channel_costs (
    workspace  BIGINT  NOT NULL,
    day        TEXT    NOT NULL, -- 2006-01-02, in the workspace's zone
    channel    TEXT    NOT NULL,
    source     TEXT    NOT NULL, -- '': the channel's as a whole
    campaign   TEXT    NOT NULL,
    currency   TEXT    NOT NULL,
    micros     BIGINT  NOT NULL, -- the amount, in millionths
    changed    BIGINT  NOT NULL,
    changed_by BIGINT  NOT NULL,
    PRIMARY KEY (workspace, day, channel, source, campaign, currency)
);

-- +goose Down
DROP TABLE channel_costs;
DROP TABLE channel_rules;
