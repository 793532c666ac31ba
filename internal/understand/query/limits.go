package query

import (
	"runtime"
	"time"
)

// Limits bound statements. Zero fields take the defaults named.
type Limits struct {
	Time       time.Duration // of a statement; 30 s
	ExportTime time.Duration // of one whose rows go to a file; 3 min
	Memory     int64         // bytes of a statement; 512 MB
	Rows       int           // shown; 10,000
	Bytes      int           // of the rows shown; 8 MiB
	ExportRows int           // 1,000,000
	Threads    int           // of a statement; half of the processors, 1 to 4
	Each       int           // statements of one operator at once; 2
	All        int           // statements at once; 3
	Wait       time.Duration // for a place; 2 s
}

func (l Limits) filled() Limits {
	fill(&l.Time, 30*time.Second)
	fill(&l.ExportTime, 3*time.Minute)
	fill(&l.Memory, 512_000_000)
	fill(&l.Rows, 10_000)
	fill(&l.Bytes, 8<<20)
	fill(&l.ExportRows, 1_000_000)
	fill(&l.Threads, min(4, max(1, runtime.NumCPU()/2)))
	fill(&l.Each, 2)
	fill(&l.All, 3)
	fill(&l.Wait, 2*time.Second)
	return l
}

func fill[T comparable](field *T, standard T) {
	var zero T
	if *field == zero {
		*field = standard
	}
}

// maxExportBytes bounds a file; rows of an ordinary width end earlier.
const maxExportBytes = 1 << 30

// MaxSQL is how long a statement may be, in bytes.
const MaxSQL = 64 << 10
