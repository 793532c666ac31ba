// Package dbtest gives tests a fresh operational database on each engine: a
// SQLite file, and a database of a private PostgreSQL cluster that lives as
// long as the test binary.
package dbtest
