package importer

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
)

// Stages of an import.
const (
	Checking = "checking" // whether the file was imported before
	Reading  = "reading"
	Writing  = "writing" // all is read; what was grouped is written
	Finished = "finished"
)

// Progress is where an import stands.
type Progress struct {
	Stage    string        `json:"stage"`
	Bytes    int64         `json:"bytes"`    // read, as the file is stored
	Size     int64         `json:"size"`     // 0 when not known
	Share    float64       `json:"share"`    // of the stage, 0 to 1; 0 when not known
	Rows     int64         `json:"rows"`     // read
	Skipped  int64         `json:"skipped"`  // rows
	Bad      int64         `json:"bad"`      // rows
	Repeated int64         `json:"repeated"` // rows
	Written  int64         `json:"written"`  // events on disk in the log
	Existing int64         `json:"existing"` // events that were there already
	Rate     float64       `json:"rate"`     // rows a second
	Elapsed  time.Duration `json:"elapsed"`
	Left     time.Duration `json:"left"` // of the stage; 0 when not known
}

// meter tells the progress a few times a second, from whichever goroutine.
type meter struct {
	mu    sync.Mutex
	p     Progress
	tell  func(Progress)
	now   func() time.Time
	begun time.Time // of the stage
	first time.Time
	told  time.Time
}

const tellEvery = 250 * time.Millisecond

func newMeter(size int64, tell func(Progress), now func() time.Time) *meter {
	return &meter{p: Progress{Size: size}, tell: tell, now: now, first: now()}
}

func (m *meter) stage(name string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.p.Stage, m.p.Share, m.p.Bytes = name, 0, 0
	m.begun, m.told = m.now(), time.Time{}
	if name == Finished {
		m.p.Share, m.p.Bytes = 1, m.p.Size
		m.send(m.begun)
	}
}

// set changes the progress and tells it when it is time.
func (m *meter) set(change func(*Progress)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change(&m.p)
	if now := m.now(); now.Sub(m.told) >= tellEvery {
		m.send(now)
	}
}

func (m *meter) send(now time.Time) {
	m.told = now
	if m.tell == nil {
		return
	}
	p := &m.p
	p.Elapsed, p.Left = now.Sub(m.first), 0
	if stage := now.Sub(m.begun); stage > 0 && p.Stage != Finished {
		if p.Stage == Reading {
			p.Rate = float64(p.Rows) / stage.Seconds()
		}
		if p.Share > 0 && p.Share < 1 {
			p.Left = time.Duration(float64(stage) * (1 - p.Share) / p.Share)
		}
	}
	m.tell(*p)
}

// Bar shows progress as one line that is written over on a terminal, and as a
// line every few seconds elsewhere.
func Bar(w io.Writer) func(Progress) {
	terminal := false
	if f, ok := w.(*os.File); ok {
		if info, err := f.Stat(); err == nil {
			terminal = info.Mode()&os.ModeCharDevice != 0
		}
	}
	const every = 5 * time.Second
	next := every
	return func(p Progress) {
		switch {
		case terminal:
			fmt.Fprint(w, "\r\x1b[K", p.line())
			if p.Stage == Finished {
				fmt.Fprintln(w)
			}
		case p.Elapsed >= next || p.Stage == Finished:
			next = p.Elapsed + every
			fmt.Fprintln(w, p.line())
		}
	}
}

func (p *Progress) line() string {
	const width = 24
	full := min(int(p.Share*width), width)
	s := fmt.Sprintf("%-8s [%s%s] %3.0f %%  %d rows, %d events written", p.Stage, strings.Repeat("#", full), strings.Repeat(".", width-full), p.Share*100, p.Rows, p.Written)
	for _, n := range []struct {
		count int64
		what  string
	}{{p.Existing, "there already"}, {p.Skipped, "rows skipped"}, {p.Bad, "bad rows"}} {
		if n.count > 0 {
			s += fmt.Sprintf(", %d %s", n.count, n.what)
		}
	}
	if p.Rate > 0 {
		s += fmt.Sprintf(", %.0f rows/s", p.Rate)
	}
	if p.Left > 0 {
		s += ", " + p.Left.Round(time.Second).String() + " left"
	}
	return s
}
