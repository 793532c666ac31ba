package main

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kith/internal/understand/insight"
)

// retail is the path of the online shop's lines; the test is skipped, loudly,
// where the data sets are not.
func retail(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("KITH_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	path := filepath.Join(dir, "online-retail", "online_retail.csv.gz")
	if _, err := os.Stat(path); err != nil {
		t.Skipf("SKIPPED: the data set online-retail is not at %s; set KITH_DATA to the folder of the data sets", path)
	}
	return path
}

func answer(t *testing.T, dir, question string) *insight.Answer {
	t.Helper()
	r := askFile(t, dir, question)
	if r.code != 0 {
		t.Fatalf("kith ask: exit %d: %s", r.code, r.errors)
	}
	var a insight.Answer
	if err := json.Unmarshal([]byte(r.out), &a); err != nil {
		t.Fatal(err)
	}
	return &a
}

const retailRange = `"range":{"from":"2010-12-01","to":"2011-12-31"},"zone":"Europe/London"`

// TestOnlineRetail: a year of a real shop comes in by kith import, and the
// figures published for it come out of questions.
func TestOnlineRetail(t *testing.T) {
	file, dir := retail(t), t.TempDir()
	said := succeed(t, "import", file, "--mapping", "testdata/orders.yaml", "--data", dir)
	if !strings.Contains(said, "541909 rows: 18532 events written") {
		t.Errorf("import said %q", said)
	}
	if said := succeed(t, "import", file, "--mapping", "testdata/orders.yaml", "--data", dir); !strings.Contains(said, "already imported") {
		t.Errorf("the second import said %q", said)
	}
	totals := answer(t, dir, `{`+retailRange+`,"trend":{"unit":"total","series":[{"event":"order_completed"},{"event":"order_completed","measure":"unique"},{"event":"order_completed","measure":"sum","property":"amount"}]}}`)
	for i, want := range []float64{18_532, 4_338, 8_911_407.90} {
		if got := *totals.Trend.Lines[i].Total; math.Abs(got-want) > 0.01 {
			t.Errorf("total %d: got %v, want %v", i, got, want)
		}
	}
	cohorts := answer(t, dir, `{`+retailRange+`,"retention":{"start":{"event":"order_completed"},"return":{"event":"order_completed"},"unit":"month","periods":12}}`).Retention.Groups[0].Cohorts
	var sizes, first []uint64
	for _, c := range cohorts {
		sizes = append(sizes, c.Size)
	}
	for _, c := range cohorts[0].Cells {
		first = append(first, c.Persons)
	}
	if want := []uint64{885, 417, 380, 452, 300, 284, 242, 188, 169, 299, 358, 323, 41}; !slices.Equal(sizes, want) {
		t.Errorf("new customers by month: got %v, want %v", sizes, want)
	}
	if want := []uint64{885, 324, 286, 340, 321, 352, 321, 309, 313, 350, 331, 445, 235}; !slices.Equal(first, want) {
		t.Errorf("retention of 2010-12: got %v, want %v", first, want)
	}
}

// TestImportKilled: an import that is killed at any moment and run again ends
// in the state of one run.
func TestImportKilled(t *testing.T) {
	file := manyRows(t, 60_000)
	once, killed := t.TempDir(), t.TempDir()
	flags := []string{"import", file, "--event", "read", "--time", "at", "--user-id", "reader", "--data"}
	succeed(t, append(flags, once)...)
	for range 5 {
		c := exec.Command(program, append(slices.Clone(flags), killed)...)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		stop := time.AfterFunc(time.Duration(50+rand.IntN(700))*time.Millisecond, func() { c.Process.Kill() })
		_ = c.Wait()
		stop.Stop()
	}
	succeed(t, append(flags, killed)...)
	question := `{"range":{"from":"2026-01-01","to":"2026-01-31"},"trend":{"series":[{"event":"read"},{"event":"read","measure":"unique"},{"event":"read","measure":"sum","property":"pages"}],"breakdown":{"property":"book"}}}`
	want, got := answer(t, once, question), answer(t, killed, question)
	if total := lineSum(want); total != 60_000 {
		t.Fatalf("one run made %v events", total)
	}
	a, _ := json.Marshal(want.Trend)
	b, _ := json.Marshal(got.Trend)
	if string(a) != string(b) {
		t.Errorf("killed and run again: %s\none run: %s", b, a)
	}
}

func lineSum(a *insight.Answer) (sum float64) {
	for _, l := range a.Trend.Lines {
		if l.Series == 0 {
			sum += *l.Total
		}
	}
	return sum
}

func manyRows(t *testing.T, n int) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("at,reader,book,pages\n")
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range n {
		fmt.Fprintf(&b, "%s,r%d,b%d,%d\n", begin.Add(time.Duration(i)*40*time.Second).Format(time.RFC3339), i%997, i%7, i%31)
	}
	path := filepath.Join(t.TempDir(), "reads.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
