// Package workspace keeps the workspaces (one team's users, events and
// programmes, with the zone its days are counted in) and their sources (what
// sends events, known by a write key).
//
// It reads and writes the tables workspaces and sources, and keeps all of them
// in memory: every event that arrives asks here whose it is.
package workspace
