package table

import (
	"context"
	"strings"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

var utc = time.UTC

// ItemMark stands between a property that holds item ids and the field of the
// items: product_id.item.category.
const ItemMark = ".item."

// Lookup is histories in which a property such as product_id.item.category can
// be asked for: what the catalogue knows, at the time of asking, of the item
// that the property product_id names. No event is rewritten.
type Lookup struct {
	timeline.Store
	Names *timeline.Names
	Field func(ctx context.Context, field string) (map[string]kith.Value, error)
}

// Snapshot opens a snapshot; one that looks items up has no shortcuts, since
// these would outlive the catalogue.
func (l Lookup) Snapshot(ctx context.Context, props []string) (timeline.Snapshot, error) {
	asked := make([]string, 0, len(props))
	place := make([]int, len(props)) // of each property among those asked for
	looked := map[int]map[string]kith.Value{}
	at := map[string]int{}
	for i, p := range props {
		base, field, ok := l.split(p)
		if ok {
			values, err := l.Field(ctx, field)
			if err != nil {
				return nil, err
			}
			looked[i] = values
		}
		if _, ok := at[base]; !ok {
			at[base] = len(asked)
			asked = append(asked, base)
		}
		place[i] = at[base]
	}
	if len(looked) == 0 {
		return l.Store.Snapshot(ctx, props)
	}
	inner, err := l.Store.Snapshot(ctx, asked)
	if err != nil {
		return nil, err
	}
	s := &lookedUp{Snapshot: inner, place: place, dicts: make([]*timeline.Dict, len(props)), codes: make([][]uint32, len(props))}
	for i, values := range looked {
		s.dicts[i], s.codes[i] = translate(inner.Dict(place[i]), values)
	}
	return s, nil
}

// split tells a property's own name, and the field of the item that it names. A
// property that events have under the whole name goes first.
func (l Lookup) split(p string) (base, field string, ok bool) {
	i := strings.LastIndex(p, ItemMark)
	if i <= 0 || i+len(ItemMark) == len(p) {
		return p, "", false
	}
	if _, known := l.Names.Properties.Find(p); known {
		return p, "", false
	}
	return p[:i], p[i+len(ItemMark):], true
}

// translate numbers what items have, and maps the codes of ids to it.
func translate(ids *timeline.Dict, values map[string]kith.Value) (*timeline.Dict, []uint32) {
	d, all := timeline.NewDict(), ids.Values()
	codes := make([]uint32, len(all))
	for code, id := range all {
		codes[code] = d.Code(values[id.Text()])
	}
	return d, codes
}

// lookedUp is a snapshot with columns of items.
type lookedUp struct {
	timeline.Snapshot
	place []int
	dicts []*timeline.Dict
	codes [][]uint32 // of a looked up property: its code by that of the id
}

func (s *lookedUp) Dict(i int) *timeline.Dict {
	if s.dicts[i] != nil {
		return s.dicts[i]
	}
	return s.Snapshot.Dict(s.place[i])
}

func (s *lookedUp) Scan(ctx context.Context, visitor func() func(*timeline.View)) error {
	return s.Snapshot.Scan(ctx, func() func(*timeline.View) {
		return s.translating(visitor())
	})
}

func (s *lookedUp) One(ctx context.Context, person uint32, visit func(*timeline.View)) error {
	return s.Snapshot.One(ctx, person, s.translating(visit))
}

// translating hands views on with the columns that were asked for. The buffers
// are one worker's.
func (s *lookedUp) translating(visit func(*timeline.View)) func(*timeline.View) {
	buffers := make([][]uint32, len(s.place))
	var view timeline.View
	cols := make([]timeline.Col, len(s.place))
	return func(v *timeline.View) {
		view = *v
		for i, p := range s.place {
			if s.dicts[i] == nil {
				cols[i] = v.Cols[p]
				continue
			}
			col := buffers[i][:0]
			for event := range v.Codes {
				col = append(col, s.codes[i][v.Cols[p].At(event)])
			}
			buffers[i], cols[i] = col, timeline.Col{W32: col}
			if len(col) == 0 {
				cols[i] = timeline.Col{}
			}
		}
		view.Cols = cols
		visit(&view)
	}
}
