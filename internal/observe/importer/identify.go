package importer

import (
	"encoding/binary"
	"encoding/hex"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/zeebo/xxh3"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// maxTallied bounds the rows whose ids are remembered while a file is read, at
// 12 to 24 bytes each.
const maxTallied = 12 << 20

// identifier makes message ids that a row will have every time it is imported,
// alone or within another file.
type identifier struct {
	by      []string // columns; none: the row's content
	at      []int
	seen    tally
	scratch []byte
}

func (n *identifier) bind(d *decoder) {
	n.at = n.at[:0]
	for _, c := range n.by {
		n.at = append(n.at, d.place(c))
	}
}

// id returns the message id. repeated is true for an id that an earlier row of
// this file had. Rows known by their content are never repeats: the second of
// two equal rows has an id of its own.
func (n *identifier) id(r *row, columns []string, event string) (id string, repeated bool, f *flaw) {
	if len(n.by) == 0 {
		return n.byContent(r, columns, event), false, nil
	}
	id, ok := n.key(r, event)
	if !ok {
		return "", false, &flaw{reason: NoRowID, column: n.by[0]}
	}
	times, _ := n.seen.add(xxh3.HashString(id))
	return id, times > 1, nil
}

// key joins the cells that identify a row; false when all are empty. The event
// name is part of it, so that one file can be imported as several events.
func (n *identifier) key(r *row, event string) (string, bool) {
	n.scratch = append(n.scratch[:0], event...)
	found := false
	for _, at := range n.at {
		s := strings.TrimSpace(cell(r.cells, at).Text())
		found = found || s != ""
		n.scratch = append(append(n.scratch, '\x1f'), s...)
	}
	id := string(n.scratch)
	if wire.Longer(id, kith.MaxIDLen) {
		h := xxh3.HashString128(id).Bytes()
		id = hex.EncodeToString(h[:])
	}
	return id, found
}

// byContent hashes what the row says, whatever the order of its columns. An
// equal row before it is told by its number; beyond what the tally holds, by
// the row's place in the file.
func (n *identifier) byContent(r *row, columns []string, event string) string {
	sum := xxh3.HashString128(event)
	for i, v := range r.cells {
		if v.Kind == kith.None {
			continue
		}
		h := xxh3.Hash128(n.words(columns[i], v))
		sum.Hi += h.Hi
		sum.Lo += h.Lo
	}
	raw := sum.Bytes()
	id := hex.EncodeToString(raw[:])
	times, ok := n.seen.add(sum.Lo ^ sum.Hi*0x9e3779b97f4a7c15)
	switch {
	case !ok:
		return id + "@" + strconv.FormatInt(r.number, 10)
	case times > 1:
		return id + "-" + strconv.Itoa(int(times))
	}
	return id
}

func (n *identifier) words(column string, v kith.Value) []byte {
	b := append(n.scratch[:0], column...)
	b = append(b, 0, byte(v.Kind))
	if v.Kind == kith.Number || v.Kind == kith.Bool {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v.Num))
	}
	n.scratch = append(b, v.Str...)
	return n.scratch
}

// tally counts how often each hash came, by open addressing.
type tally struct {
	keys   []uint64
	counts []uint32
	n      int
}

// add counts one more of h and returns how many there are; false when h is new
// and there is no room.
func (t *tally) add(h uint64) (uint32, bool) {
	if h == 0 {
		h = 1 // 0 marks a free place
	}
	if t.n*4 >= len(t.keys)*3 && t.n < maxTallied {
		t.grow()
	}
	mask := uint64(len(t.keys) - 1)
	i := h & mask
	for ; t.keys[i] != 0; i = (i + 1) & mask {
		if t.keys[i] == h {
			t.counts[i]++
			return t.counts[i], true
		}
	}
	if t.n >= maxTallied {
		return 0, false
	}
	t.keys[i], t.counts[i] = h, 1
	t.n++
	return 1, true
}

func (t *tally) grow() {
	old := *t
	size := max(1024, 2*len(t.keys))
	t.keys, t.counts = make([]uint64, size), make([]uint32, size)
	mask := uint64(size - 1)
	for k, h := range old.keys {
		if h == 0 {
			continue
		}
		i := h & mask
		for t.keys[i] != 0 {
			i = (i + 1) & mask
		}
		t.keys[i], t.counts[i] = h, old.counts[k]
	}
}

// missing are the mapping's columns that a file does not have.
func (m *Mapping) missing(columns []string) (field, column string) {
	check := []struct{ field, column string }{
		{"event_column", m.EventColumn}, {"time", m.Time}, {"user_id", m.UserID}, {"or_user_id", m.OrUserID}, {"anonymous_id", m.AnonymousID}, {"properties_from", m.PropertiesFrom},
	}
	add := func(field, column string) { check = append(check, struct{ field, column string }{field, column}) }
	for _, c := range m.ID {
		add("id", c)
	}
	for _, r := range m.Where {
		add("where", r.Column)
	}
	for _, c := range m.Group {
		add("group", c)
	}
	for name, c := range m.Properties {
		add("properties."+name, c)
	}
	for name, c := range m.LineColumns {
		add("line_columns."+name, c)
	}
	for name, c := range m.Sum {
		for _, factor := range factors(c, columns) {
			add("sum."+name, factor)
		}
	}
	for _, c := range check {
		if c.column != "" && !slices.Contains(columns, c.column) {
			return c.field, c.column
		}
	}
	return "", ""
}
