package importer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"kith/internal/kith"
)

// Found is what a file turned out to be.
type Found struct {
	Format    string `json:"format"`
	Encoding  string `json:"encoding"`
	BOM       bool   `json:"bom" doc:"It begins with a byte-order mark, which is taken off"`
	Gzip      bool   `json:"gzip"`
	Delimiter string `json:"delimiter,omitempty"`
}

// Sheet is a look at a file: what its beginning has, what a mapping makes of
// it, and, when the mapping is not whole yet, what it lacks.
type Sheet struct {
	Found   Found         `json:"found"`
	Mapping Mapping       `json:"mapping"`
	Recipe  string        `json:"recipe,omitempty" doc:"The file whose mapping was taken, as its header is the same"`
	Columns []Column      `json:"columns"`
	Rows    []SheetRow    `json:"rows" doc:"The first of the file"`
	Values  []SheetValue  `json:"values,omitempty" doc:"Of the event column, in the first thousand rows"`
	Draft   *Draft        `json:"draft,omitempty" doc:"Absent when the mapping lacks something"`
	Lacks   *SheetProblem `json:"lacks,omitempty"`
}

// SheetRow is a row as the file has it.
type SheetRow struct {
	Row   int64    `json:"row"`
	Line  int64    `json:"line,omitempty"`
	Cells []string `json:"cells"`
}

// SheetValue is a value and how often it was seen.
type SheetValue struct {
	Value string `json:"value"`
	Rows  int    `json:"rows"`
}

// SheetProblem is what keeps a mapping from being used.
type SheetProblem struct {
	Field   string `json:"field,omitempty"`
	Reason  string `json:"reason,omitempty" doc:"A code, when it is the file's fault"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

const (
	sheetRows   = 30
	sheetEvents = 30
	sheetValues = 40
)

// Look reads the beginning of a file. Without a mapping it proposes one, or
// takes the recipe that recall has for the header. An error is about the file;
// what a mapping lacks is said in the sheet.
func Look(ctx context.Context, in Source, m *Mapping, o LookOptions) (*Sheet, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	of := &Mapping{}
	switch {
	case m != nil && m.bare(): // read otherwise: what was guessed of other columns is void
		of, m = &Mapping{Format: m.Format, Encoding: m.Encoding, Delimiter: m.Delimiter}, nil
	case m != nil:
		of = m
	}
	s, err := in.sample(ctx, of)
	if err != nil {
		return nil, err
	}
	if len(s.rows) == 0 && s.first == nil {
		return nil, refused(FileNoRows, in.Name+" has no rows", "it has a header and nothing below it: export it again")
	}
	if len(s.rows) == 0 {
		return nil, refused(FileUnreadable, "no row at the beginning of "+in.Name+" can be read: "+s.first.message(), reasons[s.first.reason].instead)
	}
	sheet := &Sheet{Found: Found{s.format, s.encoding, s.bom, s.gzip, s.delimiter}, Rows: s.head()}
	proposed, guessed := s.propose(s.guess(o.Now()), o.Known)
	proposed.Format, proposed.Encoding, proposed.Delimiter = s.format, s.encoding, s.delimiter
	if proposed.Zone = o.Zone; m != nil {
		proposed, sheet.Recipe = *m, o.Recipe
	} else if o.Recall != nil {
		if recipe, name := o.Recall(s.header()); recipe != nil {
			if _, missing := recipe.missing(s.columns); missing == "" {
				proposed, sheet.Recipe = *recipe, name
				proposed.Format, proposed.Encoding, proposed.Delimiter = s.format, s.encoding, s.delimiter // this file's own
			}
		}
	}
	sheet.Mapping = proposed
	if err := sheet.draft(ctx, in, o.Now()); err != nil {
		return nil, err
	}
	sheet.Columns = s.columnsOf(&sheet.Mapping, guessed, sheet.Recipe != "", o.Now())
	sheet.Values = s.values(sheet.Mapping.EventColumn)
	return sheet, nil
}

// LookOptions may all be left out.
type LookOptions struct {
	Zone   string            // of the workspace, for times that name none
	Known  func(string) bool // property names
	Recall func(header string) (recipe *Mapping, name string)
	Recipe string // the file whose mapping the given one is
	Now    func() time.Time
}

// seen is what an import's row keeps of the first look at its file.
type seen struct {
	Found
	Recipe string `json:"recipe,omitempty"`
}

// draft tries the mapping.
func (s *Sheet) draft(ctx context.Context, in Source, now time.Time) error {
	d, err := Preview(ctx, in, s.Mapping, sheetEvents)
	var e *kith.Error
	switch {
	case err == nil:
		s.Draft, s.Mapping = d, d.Mapping
		d.Columns = nil // the sheet's say more
	case errors.As(err, &e) && e.Code == kith.Invalid:
		s.Lacks = &SheetProblem{Field: e.Field, Reason: reasonOf(err), Message: e.Message, Hint: e.Hint}
	default:
		return err
	}
	return nil
}

func reasonOf(err error) string {
	if r := (*Refusal)(nil); errors.As(err, &r) {
		return r.Reason
	}
	return ""
}

func (s *sample) head() []SheetRow {
	out := []SheetRow{}
	for i, cells := range s.rows[:min(len(s.rows), sheetRows)] {
		r := SheetRow{Row: s.numbers[i], Line: s.lines[i], Cells: make([]string, len(s.columns))}
		for k := range s.columns {
			r.Cells[k] = start(cell(cells, k).Text(), 120)
		}
		out = append(out, r)
	}
	return out
}

// header tells files with the same columns.
func (s *sample) header() string {
	sum := sha256.Sum256([]byte(strings.Join(s.columns, "\x1f")))
	return hex.EncodeToString(sum[:16])
}

func (s *sample) columnsOf(m *Mapping, guessed map[string]roleGuess, recipe bool, now time.Time) []Column {
	out, roles := s.describe(now), s.roles(m, guessed)
	for at := range out {
		c := &out[at]
		r := roles[c.Name]
		if recipe && r.role != RoleUnused {
			r.sure, r.why, r.detail = Sure, WhyRecipe, ""
		}
		c.Role, c.Sure, c.Why, c.Detail = r.role, r.sure, r.why, r.detail
		if r.role == RoleProperty || r.role == RoleGroup {
			c.Property = m.propertyOf(c.Name)
		}
		if r.role == RoleTime && m.TimeFormat != "" {
			c.Detail = m.TimeFormat
		}
		c.Read = s.readable(at, r.role, m, now)
	}
	return out
}

// values are what the event column says, the most frequent first.
func (s *sample) values(column string) []SheetValue {
	at := slices.Index(s.columns, column)
	if at < 0 {
		return nil
	}
	counts := map[string]int{}
	for _, cells := range s.rows {
		counts[strings.TrimSpace(cell(cells, at).Text())]++
	}
	var out []SheetValue
	for v, n := range counts {
		out = append(out, SheetValue{start(v, 200), n})
	}
	slices.SortFunc(out, func(a, b SheetValue) int {
		if a.Rows != b.Rows {
			return b.Rows - a.Rows
		}
		return strings.Compare(a.Value, b.Value)
	})
	return out[:min(len(out), sheetValues)]
}
