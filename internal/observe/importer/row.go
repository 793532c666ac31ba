package importer

import (
	"strconv"

	"kith/internal/kith"
)

// row is one row of a file, in the file's own words. It is valid until the next
// is read; its texts stay valid.
type row struct {
	number int64        // from 1; the header and empty lines do not count
	line   int64        // where it begins in a text file, from 1; else 0
	cells  []kith.Value // by column; there may be fewer than columns
	start  string       // how it begins, for the report
}

// reader reads the rows of one format.
type reader interface {
	// next reads a row. It returns a *flaw for a row that cannot be read, whose
	// number, line and start are set and after which there may be more; io.EOF
	// at the end.
	next(*row) error
	// columns are those known so far; more may be added at the end.
	columns() []string
	// typed reports whether cells have types; otherwise all are text.
	typed() bool
	// done is how much of the file has been read, from 0 to 1, or -1 when the
	// bytes read from the source tell.
	done() float64
	close() error
}

// header makes column names unique and not empty: a second "id" is "id_2".
func header(names []string) []string {
	taken := make(map[string]bool, len(names))
	for _, n := range names {
		taken[n] = true
	}
	seen := make(map[string]bool, len(names))
	out := make([]string, len(names))
	for i, n := range names {
		if n == "" {
			n = "column_" + strconv.Itoa(i+1)
		}
		out[i] = n
		for k := 2; seen[out[i]] || out[i] != names[i] && taken[out[i]]; k++ {
			out[i] = n + "_" + strconv.Itoa(k)
		}
		seen[out[i]] = true
	}
	return out
}

const startBytes = 200 // of a row, in the report
