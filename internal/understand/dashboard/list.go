package dashboard

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// Summary is a dashboard in a list.
type Summary struct {
	ID          int64     `json:"id"`
	Name        string    `json:"name"`
	Description string    `json:"description,omitempty"`
	Owner       Operator  `json:"owner"`
	UpdatedBy   Operator  `json:"updated_by"`
	Updated     time.Time `json:"updated"`
	Cards       []Outline `json:"cards" doc:"Where its cards lie, for a small picture"`
}

// Outline is a card without its content.
type Outline struct {
	Kind  string `json:"kind"`
	Form  string `json:"form,omitempty"`
	Title string `json:"title,omitempty"`
	Place
}

// Page is a part of the list of dashboards.
type Page struct {
	Workspace uint32
	Search    string // part of the name; "" for all
	After     string // Next of the page before
	Limit     int    // 1 to 100; 0 is 50
}

// List returns dashboards, the most recently changed first, and what to ask
// for the next page with; "" on the last.
func (s *Store) List(ctx context.Context, p Page) ([]Summary, string, error) {
	if p.Limit <= 0 || p.Limit > 100 {
		p.Limit = 50
	}
	var rows []row
	q := s.db.NewSelect().Model(&rows).Where("workspace = ? AND deleted = 0", p.Workspace).OrderExpr("updated DESC, id DESC").Limit(int64(p.Limit) + 1)
	if p.Search != "" {
		q.Where("LOWER(name) LIKE LOWER(?) ESCAPE '\\'", "%"+likeEscaper.Replace(p.Search)+"%")
	}
	if p.After != "" {
		var updated, id int64
		if n, err := fmt.Sscanf(p.After, "%d.%d", &updated, &id); n != 2 || err != nil {
			return nil, "", invalid("after", "this is not the next of a page")
		}
		q.Where("(updated, id) < (?, ?)", updated, id)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", fmt.Errorf("list dashboards: %w", err)
	}
	next := ""
	if len(rows) > p.Limit {
		rows = rows[:p.Limit]
		last := rows[p.Limit-1]
		next = fmt.Sprintf("%d.%d", last.Updated, last.ID)
	}
	out := make([]Summary, len(rows))
	for i := range rows {
		d, err := rows[i].dashboard()
		if err != nil {
			return nil, "", err
		}
		out[i] = d.summary()
	}
	return out, next, nil
}

func (d *Dashboard) summary() Summary {
	s := Summary{ID: d.ID, Name: d.Name, Description: d.Description, Owner: d.Owner, UpdatedBy: d.UpdatedBy, Updated: d.Updated, Cards: []Outline{}}
	for i := range d.Cards {
		c := &d.Cards[i]
		s.Cards = append(s.Cards, Outline{Kind: c.Kind, Form: c.Form, Title: c.Title, Place: c.Place})
	}
	return s
}

// Use is a dashboard that shows a saved question.
type Use struct {
	ID   int64
	Name string
}

// Uses lists the dashboards that show a saved question, by name.
func (s *Store) Uses(ctx context.Context, workspace uint32, insight int64) ([]Use, error) {
	var rows []row
	// The text narrows it down; the cards themselves decide.
	err := s.db.NewSelect().Model(&rows).Where("workspace = ? AND deleted = 0 AND cards LIKE ?", workspace, fmt.Sprintf(`%%"insight":%d%%`, insight)).
		OrderExpr("name, id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("find dashboards with insight %d: %w", insight, err)
	}
	var out []Use
	for i := range rows {
		d, err := rows[i].dashboard()
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(d.Cards, func(c Card) bool { return c.Insight == insight }) {
			out = append(out, Use{ID: d.ID, Name: d.Name})
		}
	}
	return out, nil
}
