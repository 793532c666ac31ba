// Package db opens the operational database: SQLite in the data folder, or
// PostgreSQL when one machine is outgrown. It is the only place that knows
// which of the two runs; rooms write one set of queries and prove it on both
// with dbtest.Each.
//
// Queries are built on a [DB] and take part in the transaction their context
// carries, so a store's methods read the same inside and outside of [DB.InTx].
//
// What both engines share, and rooms should keep to: times are BIGINT
// microseconds since 1970 UTC, flags are BOOLEAN, ids are INTEGER or BIGINT
// identities, texts that are ordered or paged by are declared COLLATE "C" for
// PostgreSQL (SQLite compares bytes anyway).
package db
