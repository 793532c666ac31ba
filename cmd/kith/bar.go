package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// bar shows the progress of long work on one line, with rate and time left.
type bar struct {
	mu          sync.Mutex
	w           io.Writer
	what        string
	n, total    int
	begin, last time.Time
}

func newBar(w io.Writer, what string, total int) *bar {
	return &bar{w: w, what: what, total: total, begin: time.Now()}
}

func (b *bar) add(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.n += n
	if time.Since(b.last) > 100*time.Millisecond {
		b.last = time.Now()
		b.draw("")
	}
}

func (b *bar) done() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.total = b.n
	b.draw("\n")
}

func (b *bar) draw(end string) {
	const width = 30
	part := 1.0
	if b.total > 0 {
		part = min(1, float64(b.n)/float64(b.total))
	}
	took := time.Since(b.begin)
	left := time.Duration(0)
	if b.n > 0 && b.n < b.total {
		left = time.Duration(float64(took) / part * (1 - part))
	}
	full := int(part * width)
	fmt.Fprintf(b.w, "\r%s %s%s %3.0f %%  %d events  %.0f k/s  %s left   %s", b.what, strings.Repeat("█", full), strings.Repeat("░", width-full),
		100*part, b.n, float64(b.n)/took.Seconds()/1000, left.Round(time.Second), end)
}
