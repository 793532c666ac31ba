package people

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/platform/auth"
)

// ExportRequest says which persons and columns go into a file.
type ExportRequest struct {
	Search
	Columns []Field  `json:"columns,omitempty" maxItems:"40"`
	Heads   []string `json:"heads,omitempty" maxItems:"40" doc:"Titles of the columns, in the reader's language; their fields' names when absent"`
	Persons []uint32 `json:"persons,omitempty" maxItems:"10000" doc:"Only these, in this order; the whole search when absent"`
	Result  string   `json:"result,omitempty" maxLength:"64" doc:"The list to export as it was, as in search"`
}

func (h handlers) export(ctx context.Context, in *struct {
	InWorkspace
	Body ExportRequest
}) (*huma.StreamResponse, error) {
	s, err := h.find(ctx, in.Workspace, auth.Analyse)
	if err != nil {
		return nil, err
	}
	q := &in.Body
	for i := range q.Columns {
		if err := q.Columns[i].check(at("columns", i)); err != nil {
			return nil, err
		}
	}
	persons := q.Persons
	if persons == nil {
		k, err := h.room.all(ctx, s, &q.Search, q.Result)
		if err != nil {
			return nil, err
		}
		persons = k.persons
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", "text/csv; charset=utf-8")
		c.SetHeader("Content-Disposition", `attachment; filename="people.csv"`)
		// The answer has begun: whoever reads it sees it end early, and says so.
		_ = h.room.write(c.Context(), c.BodyWriter(), s, q, persons)
	}}, nil
}

const exportAtOnce = 500 // persons

// write writes a line a person. The mark at its start tells Excel that it is UTF-8.
func (r *Room) write(ctx context.Context, w io.Writer, s *Space, q *ExportRequest, persons []uint32) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	if err := out.Write(q.heads()); err != nil {
		return err
	}
	for len(persons) > 0 {
		n := min(exportAtOnce, len(persons))
		rows, err := r.rows(ctx, s, persons[:n], q.Columns)
		if err != nil {
			return err
		}
		persons = persons[n:]
		for i := range rows {
			if err := out.Write(rows[i].line()); err != nil {
				return err
			}
		}
		if out.Flush(); out.Error() != nil {
			return out.Error()
		}
	}
	return nil
}

func (q *ExportRequest) heads() []string {
	heads := []string{"person", "name", "user_ids", "anonymous_ids"}
	for i := range q.Columns {
		switch f := &q.Columns[i]; {
		case i < len(q.Heads):
			heads = append(heads, harmlessText(q.Heads[i]))
		case f.Kind == "trait":
			heads = append(heads, harmlessText(f.Trait))
		default:
			heads = append(heads, harmlessText(strings.Join(strings.Fields(fmt.Sprint(f.Kind, " ", f.Event, " ", f.Property)), "_")))
		}
	}
	return heads
}

func (row *Row) line() []string {
	ids := map[string][]string{}
	for _, id := range row.IDs {
		ids[id.Kind] = append(ids[id.Kind], id.ID)
	}
	line := []string{strconv.FormatUint(uint64(row.Person), 10), harmlessText(row.Name),
		harmlessText(strings.Join(ids["user"], " ")), harmlessText(strings.Join(ids["anonymous"], " "))}
	for _, cell := range row.Cells {
		line = append(line, cellText(cell))
	}
	return line
}

func cellText(cell any) string {
	switch x := cell.(type) {
	case nil:
		return ""
	case string:
		return harmlessText(x)
	case time.Time:
		return x.Format(time.RFC3339)
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	text, _ := json.Marshal(cell)
	return string(text)
}

// harmlessText keeps a spreadsheet from taking a person's word for a formula.
func harmlessText(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
