// Package auth says who calls: operators, who sign in to the console with
// e-mail and password and then hold a session cookie; programs, which hold an
// API token bound to one workspace; and the command line on the same machine,
// which reads a secret from the data folder.
//
// It reads and writes the tables operators, operator_sessions and api_tokens.
// Of sessions and tokens only SHA-256 hashes are stored: they have 128 random
// bits or more, so a slow hash would protect nothing.
//
// [Auth.Require] stands in front of the API; behind it [From] says who calls
// and [May] whether that one may work in a workspace.
package auth
