-- +goose Up
-- Persons that only a withdrawn import had made are forgotten, their numbers
-- never given again.
CREATE TABLE identity_numbers (
    workspace BIGINT NOT NULL PRIMARY KEY,
    highest   BIGINT NOT NULL -- that was given when persons were last retired
);

-- +goose Down
DROP TABLE identity_numbers;
