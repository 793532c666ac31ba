-- +goose Up
-- Persons that only a withdrawn import had made are forgotten, their numbers
-- never given again.
CREATE TABLE identity_numbers (
    workspace INTEGER NOT NULL PRIMARY KEY,
    highest   INTEGER NOT NULL -- that was given when persons were last retired
);

-- +goose Down
DROP TABLE identity_numbers;
