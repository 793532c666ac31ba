package bench

import (
	"path/filepath"
	"testing"

	"kith/internal/observe/timeline/index"
)

// TestBothSidesAgree holds every contest on a small data set: a wrong query or
// a wrong fold fails here before it does in a long run.
func TestBothSidesAgree(t *testing.T) {
	const events, sealRows = 200_000, 10_000
	ctx, dir, d := t.Context(), t.TempDir(), generate(events, daysOfAll)
	folder := filepath.Join(dir, "record")
	r, err := openRecord(ctx, folder, sealRows)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.seal(ctx, r, sealRows); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	m, ix, r, err := measureMemory(ctx, folder, sealRows, d)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if m.bare < int64(8*d.len()) || m.segments > 20 {
		t.Errorf("the index has %d bytes, the record %d segments", m.bare, m.segments)
	}
	sql, err := openSQL(filepath.Join(dir, "sql.duckdb"), 2)
	if err != nil {
		t.Fatal(err)
	}
	defer sql.close()
	if err := sql.load(d); err != nil {
		t.Fatal(err)
	}
	for _, c := range contests() {
		t.Run(c.name, func(t *testing.T) { agree(t, newArena(ix, d, sql), &c) })
	}
	t.Run("kinds", func(t *testing.T) { everyKind(t, ix, d) })
}

func agree(t *testing.T, a *arena, c *contest) {
	out, err := a.hold(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if len(out.tried) != len(c.queries) || out.how == "" {
		t.Errorf("%d of %d queries were tried", len(out.tried), len(c.queries))
	}
}

func everyKind(t *testing.T, ix *index.Index, d *dataset) {
	k, err := measureKinds(t.Context(), ix, d)
	if err != nil {
		t.Fatal(err)
	}
	for i := range k.kinds {
		if k.kinds[i].wall == 0 {
			t.Errorf("%s was not asked", k.kinds[i].name)
		}
	}
}

func TestDifferentAnswersAreSaid(t *testing.T) {
	mine := rows{{1, 2}, {2, 3}}
	for name, theirs := range map[string]rows{"a row less": {{1, 2}}, "another number": {{1, 2}, {2, 4}}, "nothing": nil} {
		if mine.same(theirs) == nil {
			t.Errorf("%s: taken for the same", name)
		}
	}
	if err := mine.same(rows{{2, 3}, {1, 2}}); err != nil {
		t.Error("another order:", err)
	}
}
