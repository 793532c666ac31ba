package importer

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/ingest"
)

// TestThereAndBack imports into one house, exports, imports that into another
// house, twice, and compares what both export.
func TestThereAndBack(t *testing.T) {
	ctx := t.Context()
	first, second := newHouse(t), newHouse(t)
	var b strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&b, `{"event":"e%d","time":%d,"user_id":"u%d","device_id":"d%d","n":%d,"big":12345678901234567890,"x":%g,"s":"中\"\n%d","ok":%t,"list":[{"a":"b"}],"none":null}`+"\n",
			i%3, 1767322800000+i*1001, i%50, i%50, i, float64(i)*1e-9, i, i%2 == 0)
	}
	in := textSource("a.jsonl", b.String())
	g, err := Guess(ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	if res, err := Run(ctx, in, g.Mapping, first.to(), Options{}); err != nil || res.Written != 3000 {
		t.Fatalf("%v: %+v", err, res)
	}
	want := first.export(t, Wanted{Format: JSONL, Gzip: true})
	for _, format := range []string{JSONL, CSV} {
		path := filepath.Join(t.TempDir(), "out."+format)
		if rows, err := Export(ctx, first.w.Record(), path, Wanted{Format: format, IDs: first.ids}); err != nil || rows != 3000 {
			t.Fatalf("%d rows: %v", rows, err)
		}
		out, err := File(path)
		if err != nil {
			t.Fatal(err)
		}
		g, err := Guess(ctx, out)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			res, err := Run(ctx, out, g.Mapping, second.to(), Options{})
			if err != nil || res.Written+res.Existing != 3000 {
				t.Fatalf("%s: %v: %+v", format, err, res)
			}
			if got := second.export(t, Wanted{Format: JSONL, Gzip: true}); !slices.Equal(got, want) {
				t.Fatalf("%s: %d events came back, want %d, or they differ:\n%s\n%s", format, len(got), len(want), got[0], want[0])
			}
		}
	}
}

// export reads an export back: what events say, without what the house adds.
func (h *house) export(t *testing.T, w Wanted) []string {
	t.Helper()
	w.IDs = h.ids
	deadline := time.Now().Add(30 * time.Second)
	if err := h.w.Seal(t.Context()); err != nil {
		t.Fatal(err)
	}
	for { // ids reach the database a moment after their events
		path := filepath.Join(t.TempDir(), "export.gz")
		if _, err := Export(t.Context(), h.w.Record(), path, w); err != nil {
			t.Fatal(err)
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		lines, whole := plainLines(t, raw)
		if whole || time.Now().After(deadline) {
			return lines
		}
	}
}

func plainLines(t *testing.T, raw []byte) (lines []string, whole bool) {
	t.Helper()
	unpacked, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	raw, err = io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	whole = true
	for line := range strings.SplitSeq(strings.TrimSpace(string(raw)), "\n") {
		var e map[string]any
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		whole = whole && e["user_id"] != nil
		for _, name := range []string{"person", "received", "message"} {
			delete(e, name)
		}
		out, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(out))
	}
	slices.Sort(lines)
	return lines, whole
}

func TestExportFilters(t *testing.T) {
	h := newHouse(t)
	var b strings.Builder
	b.WriteString("time,user,event\n")
	for i := range 400 {
		fmt.Fprintf(&b, "%s,u%d,e%d\n", noon().Add(time.Duration(i)*time.Minute-400*time.Minute).Format(time.RFC3339), i%200, i%4)
	}
	if _, err := Run(t.Context(), textSource("f", b.String()), Mapping{EventColumn: "event", Time: "time", UserID: "user"}, h.to(), Options{}); err != nil {
		t.Fatal(err)
	}
	if err := h.w.Seal(t.Context()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "out")
	from, to := noon().Add(-300*time.Minute), noon().Add(-100*time.Minute)
	for rows, w := range map[int64]Wanted{400: {}, 200: {From: from, To: to}, 50: {From: from, To: to, Events: []string{"e1", "never"}}, 0: {Events: []string{"never"}}} {
		w.Format = CSV
		if got, err := Export(t.Context(), h.w.Record(), path, w); err != nil || got != rows {
			t.Errorf("%+v: %d rows, want %d: %v", w, got, rows, err)
		}
	}
	if _, err := Export(t.Context(), h.w.Record(), path, Wanted{Format: Parquet, From: from, To: to}); err != nil {
		t.Error(err)
	}
	in, err := File(path)
	if err != nil {
		t.Fatal(err)
	}
	d, err := Preview(t.Context(), in, Mapping{EventColumn: "event", Time: "time", UserID: "person"}, 1)
	if err != nil || d.Made != 200 {
		t.Errorf("Parquet: %v: %+v", err, d)
	}
	for _, w := range []Wanted{{Format: "xml"}, {Format: Parquet, Events: []string{"e1"}}, {Format: CSV, From: to, To: from}} {
		if _, err := Export(t.Context(), h.w.Record(), path, w); kith.CodeOf(err) != kith.Invalid {
			t.Errorf("%+v: %v", w, err)
		}
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".kith-*")); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

var _ Sink = (*ingest.Workspace)(nil)

// TestWorkspaceTwice runs one file twice through the real log and record, and a
// third time after they were sealed.
func TestWorkspaceTwice(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	for i := range 3 {
		res, err := Run(ctx, textSource("lines.csv", lines(3000)), withRule, h.to(), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := h.w.CatchUp(ctx); err != nil {
			t.Fatal(err)
		}
		if i == 1 {
			if err := h.w.Seal(ctx); err != nil {
				t.Fatal(err)
			}
		}
		status, err := h.w.Status(ctx)
		if err != nil || status.Rows != uint64(res.Written+res.Existing) || i > 0 && res.Written > 0 {
			t.Fatalf("run %d: %v, %d rows: %s", i, err, status.Rows, res.String())
		}
	}
}
