package ingest

import (
	"context"

	"kith/internal/observe/identity"
)

// IDsOf lists the ids of canonical persons, those of merged persons included,
// in the order asked. An id is there about a second after its first event.
func (w *Workspace) IDsOf(ctx context.Context, persons []uint32) ([][]identity.ID, error) {
	view := w.overrides.View()
	place := make(map[uint32]int, len(persons))
	var raw []uint32
	for i, p := range persons {
		members := view.Members(p)
		if members == nil {
			members = []uint32{p}
		}
		for _, m := range members {
			place[m] = i
		}
		raw = append(raw, members...)
	}
	out := make([][]identity.ID, len(persons))
	if len(raw) == 0 {
		return out, nil
	}
	ids, err := w.identity.IDs(ctx, raw...)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		out[place[id.Person]] = append(out[place[id.Person]], id)
	}
	return out, nil
}

// Knows reports whether an event with these ids would be of a person there is.
func (w *Workspace) Knows(userID, anonymousID string) bool {
	if userID != "" {
		_, known := w.identity.Find(identity.User, userID)
		return known
	}
	_, known := w.identity.Find(identity.Anonymous, anonymousID)
	return known
}

// UserPerson is the person that a user id is of, by its raw number.
func (w *Workspace) UserPerson(userID string) (uint32, bool) {
	return w.identity.Find(identity.User, userID)
}

// Has tells which of the message hashes were ever recorded, or are about to be.
func (w *Workspace) Has(ctx context.Context, mids []uint64) ([]bool, error) {
	// Unsealed rows first: one that is sealed in between is then in the record.
	unsealed := make(map[uint64]struct{})
	for _, r := range w.tail.rows() {
		unsealed[r.MID] = struct{}{}
	}
	has, err := w.record.HaveMIDs(ctx, mids)
	if err != nil {
		return nil, err
	}
	for i, mid := range mids {
		if _, ok := unsealed[mid]; ok {
			has[i] = true
		}
	}
	return has, nil
}
