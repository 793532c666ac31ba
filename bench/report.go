package bench

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Report is what a run found, as Markdown.
type Report struct {
	begun    time.Time
	machine  string
	sections []section
	missed   []string // one sentence each
}

type section struct {
	title string
	text  string // before the table
	head  []string
	rows  [][]string
	after string
}

// Missed lists the promises that were not kept, a sentence each.
func (r *Report) Missed() []string { return r.missed }

// check notes whether a promise was kept, in one word.
func (r *Report) check(kept bool, sentence string, args ...any) string {
	if kept {
		return "yes"
	}
	r.missed = append(r.missed, fmt.Sprintf(sentence, args...))
	return "**no**"
}

// WriteTo writes the whole report.
func (r *Report) WriteTo(w io.Writer) (int64, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "# What was measured\n\n%s, by `kith bench`. %s.\n\n"+
		"CPU is user and system seconds of the whole process (getrusage), wall is what a clock saw; other work on the machine lengthens wall more than CPU. "+
		"A fold is the best of %d runs, each SQL the best of %d after one that warms it.\n",
		r.begun.Format("2 January 2006, 15:04 MST"), r.machine, foldRounds, sqlRounds)
	for i := range r.sections {
		r.sections[i].write(&b)
	}
	b.WriteString("\n## Missed\n\n")
	if len(r.missed) == 0 {
		b.WriteString("Nothing.\n")
	}
	for _, sentence := range r.missed {
		b.WriteString("- " + sentence + "\n")
	}
	n, err := io.WriteString(w, b.String())
	return int64(n), err
}

func (s *section) write(b *strings.Builder) {
	fmt.Fprintf(b, "\n## %s\n\n", s.title)
	if s.text != "" {
		b.WriteString(s.text + "\n\n")
	}
	b.WriteString("| " + strings.Join(s.head, " | ") + " |\n|" + strings.Repeat("---|", len(s.head)) + "\n")
	for _, row := range s.rows {
		b.WriteString("| " + strings.Join(row, " | ") + " |\n")
	}
	if s.after != "" {
		b.WriteString("\n" + s.after + "\n")
	}
}

// seconds and milliseconds show a time with three figures or so.
func seconds(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%.3f", d.Seconds())
	}
	return fmt.Sprintf("%.2f", d.Seconds())
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
}

// big shows a count with its thousands apart.
func big(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

func megabytes(n int64) string { return fmt.Sprintf("%.0f MB", float64(n)/1e6) }
