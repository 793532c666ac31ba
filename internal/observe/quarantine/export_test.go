package quarantine

// Edit is what a change makes of an event.
func Edit(c *Change, wire string, raw []byte) []byte { return c.edit(wire, raw) }
