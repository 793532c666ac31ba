package auth

import (
	"container/list"
	"net/netip"
	"sync"
	"time"

	"kith/internal/kith"
	"kith/internal/platform/api"
)

// throttle allows each key a burst of attempts and then one every so often. It
// remembers the keys seen last, so its memory is bounded.
type throttle struct {
	burst int
	every time.Duration
	max   int // keys remembered

	mu     sync.Mutex
	keys   map[string]*list.Element
	recent *list.List // of *attempts, the latest first
}

// attempts of a key are all used up at the time full (generic cell rate
// algorithm: one time instead of a counter and a clock).
type attempts struct {
	key  string
	full time.Time
}

func newThrottle(burst int, every time.Duration, limit int) *throttle {
	return &throttle{burst: burst, every: every, max: limit, keys: map[string]*list.Element{}, recent: list.New()}
}

// take uses up an attempt and returns how many are left at once, or returns
// how long to wait for one.
func (t *throttle) take(key string, now time.Time) (left int, wait time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	e := t.keys[key]
	if e == nil {
		e = t.recent.PushFront(&attempts{key: key})
		t.keys[key] = e
		if t.recent.Len() > t.max {
			oldest := t.recent.Remove(t.recent.Back()).(*attempts)
			delete(t.keys, oldest.key)
		}
	}
	t.recent.MoveToFront(e)
	a := e.Value.(*attempts)
	if a.full.Before(now) {
		a.full = now
	}
	if wait := a.full.Sub(now) - time.Duration(t.burst-1)*t.every; wait > 0 {
		return 0, wait
	}
	a.full = a.full.Add(t.every)
	used := int((a.full.Sub(now) + t.every - 1) / t.every)
	return t.burst - used, 0
}

// forget gives a key all its attempts back.
func (t *throttle) forget(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e := t.keys[key]; e != nil {
		t.recent.Remove(e)
		delete(t.keys, key)
	}
}

func tooOften(wait time.Duration) error {
	return &api.Later{After: wait, Err: &kith.Error{
		Code: kith.TooMany, Message: "too many attempts to sign in", Hint: "wait for " + wait.Round(time.Second).String(), Retry: true,
	}}
}

// addressKey is what attempts are counted by: one customer of a provider holds
// a whole /64 of IPv6 addresses.
func addressKey(a netip.Addr) string {
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}
