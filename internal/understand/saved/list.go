package saved

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

// Query asks for a page of insights.
type Query struct {
	Search    string // in name and description
	Kind      string // "" for all
	Owner     int64  // 0 for everyone's
	Favourite bool   // only those the caller marked
	Sort      string // changed (newest first), viewed (last opened first) or name
	After     string // next of the page before
	Limit     int
}

// order says what a list is sorted by, and whether that descends.
var order = map[string]struct {
	by   string
	down bool
}{
	"changed": {"i.changed", true},
	"viewed":  {"COALESCE(m.viewed, 0)", true},
	"name":    {"i.name", false},
}

// place is where a page ends.
type place struct {
	Key any   `json:"k"`
	ID  int64 `json:"i"`
}

// List returns a page and, when there is more, where the next begins.
func (s *Store) List(ctx context.Context, who Who, q Query) ([]Insight, string, error) {
	o, ok := order[q.Sort]
	if !ok {
		o = order["changed"]
	}
	var rows []row
	query := s.marked(s.db.NewSelect().Model(&rows), who).Where("i.deleted = 0").Limit(int64(q.Limit) + 1)
	filter(query, q)
	way, beyond := "ASC", ">"
	if o.down {
		way, beyond = "DESC", "<"
	}
	query.OrderExpr(o.by + " " + way + ", i.id " + way)
	if q.After != "" {
		p, err := readPlace(q.After)
		if err != nil {
			return nil, "", err
		}
		query.Where("("+o.by+", i.id) "+beyond+" (?, ?)", p.Key, p.ID)
	}
	if err := query.Scan(ctx); err != nil {
		return nil, "", fmt.Errorf("list insights: %w", err)
	}
	next := ""
	if len(rows) > q.Limit {
		rows = rows[:q.Limit]
		next = rows[q.Limit-1].place(q.Sort)
	}
	out := make([]Insight, len(rows))
	for i := range rows {
		var err error
		if out[i], err = rows[i].insight(); err != nil {
			return nil, "", err
		}
	}
	return out, next, nil
}

// marked joins the caller's marks, and keeps to their workspace.
func (s *Store) marked(q *bun.SelectQuery, who Who) *bun.SelectQuery {
	return q.ModelTableExpr("insights AS i").
		ColumnExpr("i.id, i.workspace, i.name, i.description, i.kind, i.question, i.view, i.owner, i.changed_by, i.version, i.created, i.changed, i.deleted").
		ColumnExpr("COALESCE(m.favourite, FALSE) AS favourite, COALESCE(m.viewed, 0) AS viewed").
		Join("LEFT JOIN insight_marks AS m ON m.insight = i.id AND m.operator = ?", who.Operator).
		Where("i.workspace = ?", who.Workspace)
}

func filter(query *bun.SelectQuery, q Query) {
	for word := range strings.FieldsSeq(strings.ToLower(q.Search)) {
		like := strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(word)
		query.Where(`i.folded LIKE ? ESCAPE '\'`, "%"+like+"%")
	}
	if q.Kind != "" {
		query.Where("i.kind = ?", q.Kind)
	}
	if q.Owner != 0 {
		query.Where("i.owner = ?", q.Owner)
	}
	if q.Favourite {
		query.Where("m.favourite")
	}
}

func (r *row) place(sort string) string {
	p := place{r.Changed, r.ID}
	switch sort {
	case "name":
		p.Key = r.Name
	case "viewed":
		p.Key = r.Viewed
	}
	text, _ := json.Marshal(p) // an integer or a text: it cannot fail
	return base64.RawURLEncoding.EncodeToString(text)
}

func readPlace(text string) (place, error) {
	var p place
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		dec := json.NewDecoder(strings.NewReader(string(raw)))
		dec.UseNumber()
		err = dec.Decode(&p)
	}
	if n, ok := p.Key.(json.Number); ok && err == nil {
		p.Key, err = n.Int64()
	}
	switch p.Key.(type) {
	case int64, string:
	default:
		err = fmt.Errorf("a key of type %T", p.Key)
	}
	if err != nil {
		return p, &kith.Error{Code: kith.Invalid, Field: "after", Message: "this is not the next of a page", Err: err}
	}
	return p, nil
}

// Mark changes the caller's own marks of an insight: nil leaves favourite as
// it is, seen says that it was opened now.
func (s *Store) Mark(ctx context.Context, who Who, id int64, favourite *bool, seen bool) error {
	if who.Operator == 0 {
		return &kith.Error{Code: kith.Forbidden, Message: "only operators have favourites", Hint: "sign in to the console"}
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		now, err := s.Get(ctx, who, id)
		if err != nil {
			return err
		}
		like, viewed := now.Favourite, db.Micros(now.Viewed)
		if favourite != nil {
			like = *favourite
		}
		if seen {
			viewed = db.Micros(s.now())
		}
		_, err = s.db.Exec(ctx, `INSERT INTO insight_marks (insight, operator, favourite, viewed) VALUES (?, ?, ?, ?)
			ON CONFLICT (insight, operator) DO UPDATE SET favourite = excluded.favourite, viewed = excluded.viewed`, id, who.Operator, like, viewed)
		if err != nil {
			return fmt.Errorf("mark insight: %w", err)
		}
		return nil
	})
}
