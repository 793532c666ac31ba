package record

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// TestErase takes persons out between seals, merges and restarts, asks for
// everything in every way, and looks for what they said in the file.
func TestErase(t *testing.T) {
	ctx := context.Background()
	opts := Options{Dir: t.TempDir(), SealRows: 300, ColumnShare: 0.02, MaxColumns: 6}
	s := newScene(t, 1, opts)
	secret := "Zq7-planted-secret-Xv9"
	key, _ := s.rec.Names().Properties.Find("plan")
	rare, _ := s.rec.Names().Properties.Find("rare")
	for step := range 20 {
		s.come(s.rand.IntN(700))
		for _, r := range s.tail {
			if r.Person%10 == 7 { // whom the test erases, by and by
				r.Props = []timeline.Prop{{Key: key, Value: kith.StringValue(secret + string(rune('a'+r.Seq%20)))}, {Key: rare, Value: kith.StringValue(secret)}}
			}
		}
		s.seal()
		if step%4 == 3 {
			persons := []uint32{uint32(step/4)*10 + 7}
			want := len(s.all(func(r *timeline.Row) bool { return slices.Contains(persons, r.Person) }))
			origin := uint32(1)<<30 + uint32(step)
			for range 2 {
				got, err := s.rec.Erase(ctx, origin, persons)
				s.ok(err)
				if int(got) != want {
					t.Fatalf("%d rows erased, want %d", got, want)
				}
			}
			s.rows = slices.DeleteFunc(s.rows, func(r *timeline.Row) bool { return slices.Contains(persons, r.Person) })
			s.pos = s.rec.Position()
			s.checkAll()
		}
		if step == 11 {
			s.ok(s.rec.Close())
			s.rec = openRecord(t, opts)
			s.checkAll()
		}
	}
	origin := uint32(1)<<30 + 100
	_, err := s.rec.Erase(ctx, origin, []uint32{7, 17, 27, 37, 47, 57})
	s.ok(err)
	s.rows = slices.DeleteFunc(s.rows, func(r *timeline.Row) bool { return r.Person%10 == 7 })
	s.pos = s.rec.Position()
	if !fileHas(t, opts.Dir, secret) {
		t.Fatal("the planted text was not in the file even before: the test proves nothing")
	}
	s.ok(s.rec.mergeAll(ctx))
	s.ok(s.rec.Settle(ctx))
	s.ok(s.rec.Scrub(ctx))
	if fileHas(t, opts.Dir, secret) {
		t.Error("the planted text is still in the record's files")
	}
	s.checkAll()
	s.checkExact()
	s.ok(s.rec.Close())
	if fileHas(t, opts.Dir, secret) {
		t.Error("the planted text is back after closing")
	}
	s.rec = openRecord(t, opts)
	s.checkAll()
}

func fileHas(t *testing.T, dir, text string) bool {
	t.Helper()
	paths, _ := filepath.Glob(filepath.Join(dir, FileName+"*"))
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte(text)) {
			return true
		}
	}
	return false
}
