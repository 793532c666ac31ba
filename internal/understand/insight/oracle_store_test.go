package insight_test

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// plainStore is the simplest timeline.Store there can be: it builds every view
// afresh from the oracle's histories. Where it agrees with the oracle and the
// index or the record does not, the fold is right and the source is wrong.
type plainStore struct {
	data  *oracleData
	names *timeline.Names
}

func newPlainStore(data *oracleData) *plainStore {
	s := &plainStore{data: data, names: timeline.NewNames()}
	for _, e := range data.events {
		s.names.Events.Add(e.name)
		for key := range e.props {
			s.names.Properties.Add(key)
		}
	}
	return s
}

func (s *plainStore) Snapshot(_ context.Context, props []string) (timeline.Snapshot, error) {
	snap := &plainSnapshot{store: s, props: props, histories: s.data.histories()}
	for _, prop := range props {
		dict := timeline.NewDict()
		for _, e := range s.data.events {
			dict.Code(e.props[prop])
		}
		snap.dicts = append(snap.dicts, dict)
	}
	return snap, nil
}

type plainSnapshot struct {
	store     *plainStore
	props     []string
	dicts     []*timeline.Dict
	histories []oracleHistory
}

func (s *plainSnapshot) Info() timeline.Info {
	n := len(s.store.data.events)
	return timeline.Info{Seq: uint64(n), Latest: oracleArrival(uint64(n)), Events: uint64(n), Source: "memory"}
}

func (s *plainSnapshot) Names() *timeline.Names    { return s.store.names }
func (s *plainSnapshot) Dict(i int) *timeline.Dict { return s.dicts[i] }
func (s *plainSnapshot) Close()                    {}

func (s *plainSnapshot) Scan(ctx context.Context, visitor func() func(*timeline.View)) error {
	workers := runtime.GOMAXPROCS(0)
	var wg sync.WaitGroup
	for w := range workers {
		visit := visitor()
		wg.Go(func() {
			for i := w; i < len(s.histories); i += workers {
				visit(s.view(s.histories[i]))
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}

func (s *plainSnapshot) One(ctx context.Context, person uint32, visit func(*timeline.View)) error {
	h := oracleHistory{person: s.store.data.canonical(person)}
	for _, other := range s.histories {
		if other.person == h.person {
			h = other
		}
	}
	visit(s.view(h))
	return ctx.Err()
}

// view uses a different column width for each property asked for, so that a
// fold meets all three.
func (s *plainSnapshot) view(h oracleHistory) *timeline.View {
	v := &timeline.View{Person: h.person, Cols: make([]timeline.Col, len(s.props))}
	for _, e := range h.events {
		code, _ := s.store.names.Events.Find(e.name)
		v.Secs = append(v.Secs, uint32(e.sec()))
		v.Codes = append(v.Codes, uint16(code))
		for i, prop := range s.props {
			if !slices.ContainsFunc(h.events, func(e oracleEvent) bool { return e.props[prop].Kind != kith.None }) {
				continue // the zero column
			}
			c := s.dicts[i].Code(e.props[prop])
			switch col := &v.Cols[i]; i % 3 {
			case 0:
				col.W8 = append(col.W8, uint8(c))
			case 1:
				col.W16 = append(col.W16, uint16(c))
			case 2:
				col.W32 = append(col.W32, c)
			}
		}
	}
	return v
}

// oracleArrival is when the event of an ordinal arrived.
func oracleArrival(seq uint64) time.Time {
	return time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(seq) * time.Second)
}

// rows are the events as the stores take them, in order of arrival.
func (d *oracleData) rows(names *timeline.Names) []*timeline.Row {
	var out []*timeline.Row
	for _, e := range d.events {
		code, _ := names.Events.Add(e.name)
		row := &timeline.Row{Person: e.person, Code: uint16(code), Source: 1, Time: e.micros,
			Received: oracleArrival(e.seq).UnixMicro(), Seq: e.seq, MID: e.seq * 0x9E3779B97F4A7C15}
		for _, key := range sortedProps(e.props) {
			k, _ := names.Properties.Add(key)
			row.Props = append(row.Props, timeline.Prop{Key: k, Value: e.props[key]})
		}
		out = append(out, row)
	}
	return out
}

func sortedProps(props map[string]kith.Value) []string {
	var keys []string
	for key := range props {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
