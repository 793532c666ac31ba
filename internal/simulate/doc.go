// Package simulate is a product that never was: Greenfield Reading (青禾书房), an
// app where people read, buy books and become members. The demo shows it, the
// tests check answers against it, the bench loads with it.
//
// Every person is drawn from a seed and lives by parameters that [Product.Truth]
// tells: the channel they came by decides how likely they are to sign up, to buy
// and to leave. The same [Params] give the same events to the byte, with the
// same message ids, so a workspace built twice holds everything once.
//
// It reads nothing and writes nothing: batches are handed to the caller.
package simulate
