package index

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kith/internal/observe/timeline"
)

func TestDamagedFileIsRefused(t *testing.T) {
	m := newModel(30, 200)
	ix := New(m.names, Options{})
	ix.SetLoader(m.load)
	ix.Apply(m.batch(3000), nil)
	open(t, ix, "city", "id")
	path := filepath.Join(t.TempDir(), "index")
	if _, err := Open(t.Context(), path, m.names, Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if err := ix.Save(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	refused := func(what string, at int, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(t.Context(), path, m.names, Options{}); err == nil {
			t.Errorf("a file %s at byte %d is taken", what, at)
		}
	}
	for i := 0; i < len(good); i += 1 + i/40 {
		bad := append([]byte(nil), good...)
		bad[i] ^= 0x10
		refused("changed", i, bad)
		refused("cut", i, good[:i])
	}
	refused("cut", len(good)-1, good[:len(good)-1])
}

func TestFileOfOtherNamesIsRefused(t *testing.T) {
	m := newModel(31, 200)
	ix := New(m.names, Options{})
	ix.Apply(m.batch(300), nil)
	path := filepath.Join(t.TempDir(), "index")
	if err := ix.Save(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	other := timeline.NewNames()
	other.Events.Add("another first name")
	if _, err := Open(t.Context(), path, other, Options{}); err == nil {
		t.Error("a file is taken whose numbers mean something else")
	}
	m.names.Events.Add("a later name")
	if _, err := Open(t.Context(), path, m.names, Options{}); err != nil {
		t.Errorf("later names make a file useless: %v", err)
	}
}

func TestSaveKeepsColumns(t *testing.T) {
	m := newModel(32, 200)
	ix := New(m.names, Options{})
	ix.SetLoader(m.load)
	ix.Apply(m.batch(3000), timeline.Merges(m.pairs(20)))
	open(t, ix, "plan", "id")
	path := filepath.Join(t.TempDir(), "index")
	for range 2 {
		if err := ix.Save(t.Context(), path); err != nil {
			t.Fatal(err)
		}
	}
	again, err := Open(t.Context(), path, m.names, Options{}) // without a loader
	if err != nil {
		t.Fatal(err)
	}
	again.Apply(m.batch(2000), timeline.Merges(m.merges))
	m.check(t, open(t, again, "plan", "id"), []string{"plan", "id"}, m.merges)
}

func TestFrozenStaysAsItWas(t *testing.T) {
	m := newModel(33, 200)
	ix := New(m.names, Options{})
	ix.SetLoader(m.load)
	ix.Apply(m.batch(1000), nil)
	open(t, ix, "city")
	frozen := ix.Freeze()
	m.names.Events.Add("a name that no sealed row has")
	ix.Apply(m.batch(1000), timeline.Merges(m.pairs(5)))
	path := filepath.Join(t.TempDir(), "index")
	if !ix.WorthSaving() {
		t.Error("an index never saved is not worth saving")
	}
	if err := frozen.Save(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if !ix.WorthSaving() {
		t.Error("half the rows are not worth saving")
	}
	sealed := newModel(33, 200) // knows the names of then
	again, err := Open(t.Context(), path, sealed.names, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if again.Seq() != 1000 || again.Seq() != frozen.Seq() || again.WorthSaving() {
		t.Errorf("the file is of row %d", again.Seq())
	}
	m.check(t, open(t, again, "city"), []string{"city"}, nil)
}

func TestCatchUp(t *testing.T) {
	m := newModel(34, 300)
	ix := New(m.names, Options{})
	ix.SetLoader(m.load)
	if err := ix.CatchUp(t.Context(), 0, time.Time{}); err != nil {
		t.Fatal(err)
	}
	ix.Apply(m.batch(5000), timeline.Merges(m.pairs(5)))
	open(t, ix, "city", "id").Close()
	open(t, ix, "plan").Close()
	for range 3 {
		m.batch(3000)
		last := m.rows[len(m.rows)-1]
		if err := ix.CatchUp(t.Context(), last.Seq-10, time.UnixMicro(m.rows[last.Seq-11].Received)); err != nil {
			t.Fatal(err)
		}
		m.check(t, open(t, ix, "id", "plan"), []string{"id", "plan"}, m.merges)
		ix.Apply(m.rows[last.Seq-10:], timeline.Merges(m.pairs(2)))
		m.check(t, open(t, ix, m.props...), m.props, m.merges)
		checkStats(t, m, ix)
	}
	if n := len(ix.Stats().Columns); n != 4 {
		t.Errorf("%d columns are kept", n)
	}
	fault := errors.New("the disk is gone")
	ix.SetLoader(func(context.Context, timeline.StreamRequest) (timeline.Stream, error) { return nil, fault })
	if err := ix.CatchUp(t.Context(), ix.Seq()+1, time.Time{}); !errors.Is(err, fault) {
		t.Errorf("the loader's error came out as %v", err)
	}
}
