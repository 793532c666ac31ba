package ingest

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/identity"
)

// Identity is who is who; see its methods for what any goroutine may call.
func (w *Workspace) Identity() *identity.Directory { return w.identity }

// Said by operators: who, and why.
type By struct{ Who, Why string }

// Merge joins two persons, by any of their raw numbers, and returns when every
// answer has it and it is in the database. From's history becomes Into's.
func (w *Workspace) Merge(ctx context.Context, from, into uint32, by By) error {
	return w.say(ctx, kith.EventMerge, nil, by, number(identity.PropFrom, from), number(identity.PropInto, into))
}

// Unmerge takes a merge back; into is its Into. Unless again, events do not join
// the two by themselves any more.
func (w *Workspace) Unmerge(ctx context.Context, merge int64, into uint32, again bool, by By) error {
	return w.say(ctx, kith.EventUnmerge, nil, by, kith.Property{Name: identity.PropMerge, Value: kith.NumberValue(float64(merge))},
		number(identity.PropInto, into), kith.Property{Name: identity.PropAgain, Value: kith.BoolValue(again)})
}

// Unbind takes an id from a person: what it says from now on is another's.
func (w *Workspace) Unbind(ctx context.Context, person uint32, id kith.ID, by By) error {
	return w.say(ctx, kith.EventUnbind, []kith.ID{id}, by, number(identity.PropPerson, person))
}

// ReviseRules makes rules hold from now on. Give what Rules.Revise returned.
func (w *Workspace) ReviseRules(ctx context.Context, r identity.Rules, by By) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return w.say(ctx, kith.EventIDRules, nil, by, kith.Property{Name: identity.PropRules, Value: kith.StringValue(string(text))})
}

func number(name string, n uint32) kith.Property {
	return kith.Property{Name: name, Value: kith.NumberValue(float64(n))}
}

// say writes an operator's event to the log and waits until it is done.
func (w *Workspace) say(ctx context.Context, name string, ids []kith.ID, by By, props ...kith.Property) error {
	now := w.now().UnixMicro()
	for _, p := range []kith.Property{{Name: identity.PropBy, Value: kith.StringValue(by.Who)}, {Name: identity.PropWhy, Value: kith.StringValue(by.Why)}} {
		if p.Value.Str != "" {
			props = append(props, p)
		}
	}
	e := kith.Event{MessageID: "operator-" + rand.Text(), Name: name, Time: now, Server: true, IDs: ids, Props: props}
	if err := w.Append(ctx, &kith.Batch{Received: now, Events: []kith.Event{e}}); err != nil {
		return err
	}
	return w.Settled(ctx)
}

// Settled returns when everything acknowledged before the call is in answers and
// who is who is in the database.
func (w *Workspace) Settled(ctx context.Context) error {
	if err := w.CatchUp(ctx); err != nil {
		return err
	}
	// The consumer may be in a seal; the caller need not wait for that.
	wait, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	ask := make(chan error, 1)
	select {
	case w.commitNow <- ask:
	case <-wait.Done():
		return ctx.Err()
	}
	select {
	case err := <-ask:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
