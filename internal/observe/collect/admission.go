package collect

import "sync/atomic"

// admission bounds the bytes that requests hold in memory.
type admission struct {
	limit int64
	used  atomic.Int64
}

// room reports whether n more bytes would fit now.
func (a *admission) room(n int64) bool { return a.used.Load()+n <= a.limit }

// claim is what one request holds.
type claim struct {
	on    *admission
	bytes int64
}

// take claims n more bytes, if they fit.
func (c *claim) take(n int64) bool {
	if c.on.used.Add(n) > c.on.limit {
		c.on.used.Add(-n)
		return false
	}
	c.bytes += n
	return true
}

// force claims n bytes that are there already, so that others are refused.
func (c *claim) force(n int64) {
	c.on.used.Add(n)
	c.bytes += n
}

func (c *claim) release() {
	c.on.used.Add(-c.bytes)
	c.bytes = 0
}
