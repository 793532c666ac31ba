package importer

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

// maxReported bounds the list of bad rows: beyond it they are only counted.
const maxReported = 200_000

// report writes the rows that could not be taken, as CSV.
type report struct {
	out  *csv.Writer
	rows int
}

func newReport(w io.Writer) (*report, error) {
	if w == nil || w == (*BadRows)(nil) {
		return nil, nil
	}
	r := &report{out: csv.NewWriter(w)}
	return r, r.out.Write([]string{"row", "line", "column", "reason", "what is wrong", "what to do", "the row begins"})
}

func (p *report) add(r *row, f *flaw) error {
	if p == nil {
		return nil
	}
	if p.rows++; p.rows > maxReported {
		return nil
	}
	line := ""
	if r.line > 0 {
		line = strconv.FormatInt(r.line, 10)
	}
	err := p.out.Write([]string{strconv.FormatInt(r.number, 10), line, harmless(f.column), string(f.reason), f.message(), reasons[f.reason].instead, harmless(start(r.start, startBytes))})
	if err != nil {
		return fmt.Errorf("write the error report: %w", err)
	}
	return nil
}

// harmless keeps spreadsheets from taking the text for a formula.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func (p *report) flush() error {
	if p == nil {
		return nil
	}
	if p.rows > maxReported {
		if err := p.out.Write([]string{"", "", "", "", fmt.Sprintf("%d more rows are not listed", p.rows-maxReported), "", ""}); err != nil {
			return fmt.Errorf("write the error report: %w", err)
		}
	}
	p.out.Flush()
	if err := p.out.Error(); err != nil {
		return fmt.Errorf("write the error report: %w", err)
	}
	return nil
}

// BadRows is the file of an error report. It is made with the first bad row, so
// that an import without any leaves none, and replaces one that was there.
type BadRows struct {
	path   string
	header []byte
	file   *os.File
}

// NewBadRows removes what an earlier run listed.
func NewBadRows(path string) *BadRows {
	_ = os.Remove(path) // there may be none; one that cannot go fails below
	return &BadRows{path: path}
}

func (b *BadRows) Write(p []byte) (int, error) {
	if b.file == nil {
		first := b.header == nil
		b.header = append(b.header, p...)
		if first && onlyLine(b.header) {
			return len(p), nil
		}
		f, err := os.OpenFile(b.path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
		if err != nil {
			return 0, fmt.Errorf("make the error report: %w", err)
		}
		if b.file = f; first || len(b.header) > 0 {
			_, err = f.Write(b.header)
		}
		return len(p), err
	}
	return b.file.Write(p)
}

func onlyLine(p []byte) bool {
	for i, c := range p {
		if c == '\n' {
			return i == len(p)-1
		}
	}
	return true
}

// Close ends the file.
func (b *BadRows) Close() error {
	if b.file == nil {
		return nil
	}
	return b.file.Close()
}
