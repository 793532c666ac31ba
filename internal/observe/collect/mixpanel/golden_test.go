package mixpanel

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kith/internal/observe/collect/wire"
)

var update = flag.Bool("update", false, "write what comes out instead of comparing it")

// TestWhatRealClientsSent decodes bodies that the clients named by the files
// sent when they were run, a body a line.
func TestWhatRealClientsSent(t *testing.T) {
	files, err := filepath.Glob("testdata/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	arrived := time.Date(2026, 11, 26, 0, 3, 0, 0, time.UTC).UnixMicro()
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		for body := range strings.Lines(string(text)) {
			b := decode(t, body, wire.Call{Received: arrived})
			for _, e := range b.Events {
				fmt.Fprintln(&out, id(e.MessageID), time.UnixMicro(e.Time).UTC().Format(time.RFC3339Nano), e.Server, show(e))
			}
			for _, r := range b.Rejected {
				fmt.Fprintln(&out, "!", r.Detail)
			}
			fmt.Fprintln(&out)
		}
		golden := strings.TrimSuffix(file, ".jsonl") + ".golden"
		if *update {
			if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil || string(want) != out.String() {
			t.Errorf("%s: %v; it gives\n%s", file, err, out.String())
		}
	}
}
