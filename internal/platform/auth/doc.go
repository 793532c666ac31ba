// Package auth says who calls, and what they may do. Operators sign in to the
// console with e-mail and password and then hold a session cookie; programs
// hold an API token bound to one workspace; the command line on the same
// machine reads a secret from the data folder. An operator has a role in each
// workspace that they belong to, a token has one too; a role is a set of rights
// (role.go).
//
// It reads and writes the tables operators, memberships, operator_sessions,
// operator_links, api_tokens and setup_turn. Of sessions, links and tokens only
// SHA-256 hashes are stored: they have 128 random bits or more, so a slow hash
// would protect nothing.
//
// [Auth.Require] stands in front of the API and finds out who calls; [Guard]
// then holds each operation to the right that it declares by [Needs]. Behind
// them [From] says who calls, [May] whether that one belongs to a workspace and
// [Allow] whether they have a right there.
package auth
