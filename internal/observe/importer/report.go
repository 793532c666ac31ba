package importer

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
)

// report writes the rows that could not be taken, as CSV.
type report struct{ out *csv.Writer }

func newReport(w io.Writer) (*report, error) {
	if w == nil {
		return nil, nil
	}
	r := &report{csv.NewWriter(w)}
	return r, r.out.Write([]string{"row", "line", "column", "reason", "what is wrong", "what to do", "the row begins"})
}

func (p *report) add(r *row, f *flaw) error {
	if p == nil {
		return nil
	}
	line := ""
	if r.line > 0 {
		line = strconv.FormatInt(r.line, 10)
	}
	err := p.out.Write([]string{strconv.FormatInt(r.number, 10), line, f.column, string(f.reason), f.message(), reasons[f.reason].instead, start(r.start, startBytes)})
	if err != nil {
		return fmt.Errorf("write the error report: %w", err)
	}
	return nil
}

func (p *report) flush() error {
	if p == nil {
		return nil
	}
	p.out.Flush()
	if err := p.out.Error(); err != nil {
		return fmt.Errorf("write the error report: %w", err)
	}
	return nil
}
