package identity

import "sync/atomic"

// Outcome is something the rules did or refused, counted since the start of
// the program. Entries that are only looked up again count nothing.
type Outcome uint8

const (
	NewPerson       Outcome = iota // a person number was given out
	Bound                          // an id was added to a person that was there
	Merged                         // two persons were joined
	RefusedTwoUsers                // an event would have joined two persons with user ids
	Blocked                        // an id was a placeholder or unstorable, and ignored
	OverLimit                      // a join would have given a person too many ids
	ServerAnonymous                // an anonymous id was ignored because a server made it up
	Missing                        // an id that the store should have was not there (a damaged or foreign store)
	RefusedDevice                  // a machine that somebody is known on would have joined somebody else
	RefusedApart                   // an event would have joined two persons that an operator took apart
	Unmerged                       // a merge was taken back
	Unbound                        // an id was taken from its person
	Ignored                        // an operator's event that changes nothing: it was so already, or nobody has that number
	outcomes
)

var outcomeNames = [outcomes]string{
	"new_person", "bound", "merged", "refused_two_users", "blocked", "over_limit", "server_anonymous", "missing",
	"refused_device", "refused_apart", "unmerged", "unbound", "ignored",
}

func (o Outcome) String() string { return outcomeNames[o] }

type counters [outcomes]atomic.Uint64

func (c *counters) add(o Outcome) { c[o].Add(1) }

// Counts returns how often each outcome was met, by name. Any goroutine.
func (d *Directory) Counts() map[string]uint64 {
	counts := make(map[string]uint64, outcomes)
	for o := range outcomes {
		counts[o.String()] = d.counts[o].Load()
	}
	return counts
}
