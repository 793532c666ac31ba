package people

import (
	"context"
	"fmt"
	"slices"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/identity"
	"kith/internal/observe/timeline"
)

func at(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

// PersonID is one id of a person.
type PersonID struct {
	Kind string `json:"kind" doc:"The type's name: user, anonymous or another"`
	ID   string `json:"id"`
}

// Row is one person of a list.
type Row struct {
	Person  uint32     `json:"person"`
	Name    string     `json:"name" doc:"A name by a trait, else the user id, else the end of an anonymous id"`
	NamedBy Named      `json:"named_by" enum:"trait,user_id,anonymous"`
	IDs     []PersonID `json:"ids" doc:"User ids first; of many, some"`
	Cells   []any      `json:"cells" doc:"One a column asked for: a text, a number, true or false, an instant, numbers of a sparkline; null when not known"`
}

// rowIDs is how many ids a row shows at most.
const rowIDs = 5

// rows works out the columns of some persons, in the order given.
func (r *Room) rows(ctx context.Context, s *Space, persons []uint32, columns []Field) ([]Row, error) {
	var props []string
	for i := range columns {
		props = columns[i].props(props)
	}
	v, err := r.open(ctx, s, props)
	if err != nil {
		return nil, err
	}
	defer v.close()
	overrides := v.overrides
	now := make([]uint32, len(persons)) // whom the numbers stand for now
	for i, p := range persons {
		now[i] = overrides.Canonical(p)
	}
	ids, err := s.Histories.IDsOf(ctx, slices.Compact(slices.Sorted(slices.Values(now))))
	if err != nil {
		return nil, err
	}
	byPerson := map[uint32][]identity.ID{}
	for _, of := range ids {
		if len(of) > 0 {
			byImportance(of)
			byPerson[overrides.Canonical(of[0].Person)] = of
		}
	}
	return v.rows(ctx, now, columns, byPerson)
}

func (v *view) rows(ctx context.Context, persons []uint32, columns []Field, ids map[uint32][]identity.ID) ([]Row, error) {
	v.traits.mu.RLock()
	defer v.traits.mu.RUnlock()
	readers := make([]func(*subject) any, len(columns))
	for i := range columns {
		readers[i] = v.cellReader(&columns[i])
	}
	names, s := v.traits.namer(), v.newSubject()
	rows := make([]Row, len(persons))
	for i, p := range persons {
		err := v.snap.One(ctx, p, func(h *timeline.View) {
			s.see(h, p)
			rows[i] = Row{Person: p, IDs: v.plainIDs(ids[p], rowIDs), Cells: make([]any, len(columns))}
			rows[i].Name, rows[i].NamedBy = displayName(names.name(s.cells()), ids[p], v.space.Masked)
			for k, read := range readers {
				rows[i].Cells[k] = read(s)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return rows, nil
}

func (v *view) plainIDs(ids []identity.ID, most int) []PersonID {
	out := make([]PersonID, 0, min(len(ids), most))
	for _, id := range ids[:min(len(ids), most)] {
		out = append(out, PersonID{Kind: v.space.Histories.Identity().TypeName(id.Kind), ID: maskID(id.ID, v.space.Masked)})
	}
	return out
}

// cellReader reads a field as it is shown.
func (v *view) cellReader(f *Field) func(*subject) any {
	if f.Kind == "activity" {
		return func(s *subject) any { return v.spark(s, f.Days) }
	}
	read := v.reader(f)
	switch {
	case f.isTime():
		return func(s *subject) any { return v.shownTime(read(s)) }
	case f.Kind == "trait" && v.space.Masked:
		is := personalTrait(f.Trait)
		return func(s *subject) any { return plainOf(is.maskValue(read(s))) }
	}
	return func(s *subject) any { return plainOf(read(s)) }
}

func (v *view) shownTime(x kith.Value) any {
	if x.Kind == kith.None {
		return nil
	}
	return v.at(int64(x.Num))
}

func (v *view) at(sec int64) time.Time { return time.Unix(sec, 0).In(v.days.loc) }
