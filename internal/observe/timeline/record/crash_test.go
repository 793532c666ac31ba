package record

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

const crashDir = "KITH_RECORD_CRASH_DIR"

// TestKill kills a process that seals and merges all the time, over and over,
// and then looks for every row up to the position it had reached.
func TestKill(t *testing.T) {
	if dir := os.Getenv(crashDir); dir != "" {
		sealForever(t, dir)
		return
	}
	dir := t.TempDir()
	random := rand.New(rand.NewPCG(7, 7))
	var told uint64
	for range 7 {
		told = max(told, killAfter(t, dir, 1+random.IntN(25)))
		r, err := Open(context.Background(), crashOptions(dir))
		if err != nil {
			t.Fatal(err)
		}
		if next := r.Position().NextSeq; next < told {
			t.Fatalf("position %d, but %d was reported", next, told)
		}
		checkDerived(t, r)
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func crashOptions(dir string) Options { return Options{Dir: dir, SealRows: 500} }

// sealForever prints each position once it is committed.
func sealForever(t *testing.T, dir string) {
	r := openRecord(t, crashOptions(dir))
	go r.Run(context.Background())
	for {
		from := r.Position().NextSeq
		n := from % 7 * 200
		nameFor(r, from)
		var rows []*timeline.Row
		for seq := from; seq < from+n; seq++ {
			rows = append(rows, derived(r, seq))
		}
		sortRows(rows)
		pos := timeline.Position{LogSeq: from, NextSeq: from + max(n, 1)}
		if err := r.Seal(context.Background(), rows, pos); err != nil {
			t.Fatal(err)
		}
		fmt.Println("at", pos.NextSeq)
	}
}

// nameFor adds a name with every seal, so that names must keep pace.
func nameFor(r *Record, seq uint64) {
	r.Names().Events.Add("event")
	r.Names().Properties.Add("seq")
	r.Names().Properties.Add("rare")
	r.Names().Properties.Add("since " + strconv.FormatUint(seq, 10))
}

// derived is the row that every process makes of an ordinal.
func derived(r *Record, seq uint64) *timeline.Row {
	row := &timeline.Row{
		Person: uint32(seq * 2654435761 >> 7 % 997), Time: int64(seq*7919%100_000) * 1000,
		Received: int64(seq), Seq: seq, MID: seq * 0x9e3779b97f4a7c15,
		Props: []timeline.Prop{{Key: 0, Value: kith.NumberValue(float64(seq))}},
	}
	if seq%500 == 0 {
		row.Props = append(row.Props, timeline.Prop{Key: 1, Value: kith.StringValue(fmt.Sprintf("rare value number %d", seq))})
	}
	return row
}

// killAfter kills the child when it has printed n positions; it returns the last.
func killAfter(t *testing.T, dir string, n int) uint64 {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestKill$")
	child.Env = append(os.Environ(), crashDir+"="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var last uint64
	lines := bufio.NewScanner(out)
	for i := 0; i < n && lines.Scan(); i++ {
		if _, err := fmt.Sscanf(lines.Text(), "at %d", &last); err != nil {
			t.Errorf("the child says %q", lines.Text())
		}
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	io.Copy(io.Discard, out)
	child.Wait() // killed, which is an error
	return last
}

// checkDerived reads the record and finds each ordinal up to the position once,
// but for those of seals without rows.
func checkDerived(t *testing.T, r *Record) {
	t.Helper()
	ctx := context.Background()
	pos := r.Position()
	dicts := newDicts(2)
	stream, err := r.Stream(ctx, timeline.StreamRequest{MaxSeq: pos.NextSeq, Props: []string{"seq", "rare"}, Dicts: dicts})
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	seen := map[uint64]bool{}
	for c, err := stream.Next(); c != nil || err != nil; c, err = stream.Next() {
		if err != nil {
			t.Fatal(err)
		}
		for i, seq := range c.Seqs {
			want := derived(r, seq)
			values := []kith.Value{dicts[0].Values()[c.Cols[0][i]], dicts[1].Values()[c.Cols[1][i]]}
			if seen[seq] || c.Persons[i] != want.Person || c.Times[i] != want.Time || values[0] != want.Props[0].Value {
				t.Fatalf("row %d is there twice (%v) or changed", seq, seen[seq])
			}
			if len(want.Props) > 1 && values[1] != want.Props[1].Value {
				t.Fatalf("row %d has %+v", seq, values[1])
			}
			seen[seq] = true
		}
	}
	name := 2
	for from := uint64(1); from < pos.NextSeq; {
		n := from % 7 * 200
		if got := r.Names().Properties.Name(uint32(name)); got != "since "+strconv.FormatUint(from, 10) {
			t.Fatalf("name %d is %q", name, got)
		}
		name++
		for seq := from; seq < from+n; seq++ {
			if !seen[seq] {
				t.Fatalf("row %d of the position's %d is missing", seq, pos.NextSeq)
			}
			delete(seen, seq)
		}
		from += max(n, 1)
	}
	if len(seen) > 0 || r.Names().Properties.Len() > name && name > 2 {
		t.Fatalf("%d rows and %d names too many", len(seen), r.Names().Properties.Len()-name)
	}
	checkNoOrphans(t, r)
}

func checkNoOrphans(t *testing.T, r *Record) {
	t.Helper()
	c, err := r.db.connect()
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	if left, err := orphans(context.Background(), c); err != nil || len(left) > 0 {
		t.Fatalf("orphan tables %v, %v", left, err)
	}
}
