// Package plan is the data plan of every workspace: what its events and their
// properties are expected to be, and which names mean the same.
//
// Rules are inferred from what was seen, edited, looked at against the last
// days, and locked. Locked rules are judged at the door, before the log, by an
// immutable state in memory: what the log has was judged once, so that reading
// it again gives the same. An event that breaks a rule goes to quarantine, or is
// accepted with the property $violation that says which rule.
//
// It reads and writes the table plan_parts, and reads histories for previews.
package plan
