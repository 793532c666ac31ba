package query

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

// Saved is a query that somebody kept.
type Saved struct {
	ID          int64           `json:"id"`
	Name        string          `json:"name"`
	Description string          `json:"description"`
	SQL         string          `json:"sql"`
	Chart       json.RawMessage `json:"chart,omitempty" doc:"How the console draws the answer; absent when it chooses"`
	Owner       uint32          `json:"owner,omitempty" doc:"Operator who made it; absent when a program did"`
	Revision    int64           `json:"revision"`
	Created     time.Time       `json:"created"`
	Updated     time.Time       `json:"updated"`
}

// Draft is what a saved query says.
type Draft struct {
	Name        string          `json:"name"`
	Description string          `json:"description,omitempty"`
	SQL         string          `json:"sql"`
	Chart       json.RawMessage `json:"chart,omitempty"`
}

type savedRow struct {
	bun.BaseModel `bun:"table:saved_queries"`
	ID            int64 `bun:",pk,autoincrement"`
	Workspace     int64
	Name          string
	Description   string
	SQLText       string
	Chart         string
	Owner         int64
	Revision      int64
	Created       int64
	Updated       int64
}

func (r *savedRow) saved() Saved {
	s := Saved{ID: r.ID, Name: r.Name, Description: r.Description, SQL: r.SQLText, Owner: uint32(r.Owner),
		Revision: r.Revision, Created: db.Time(r.Created), Updated: db.Time(r.Updated)}
	if r.Chart != "" {
		s.Chart = json.RawMessage(r.Chart)
	}
	return s
}

func (r *savedRow) say(d Draft) {
	r.Name, r.Description, r.SQLText, r.Chart = d.Name, d.Description, d.SQL, string(d.Chart)
}

const (
	maxName        = 80
	maxDescription = 2000
	maxChart       = 8 << 10
	maxSaved       = 2000 // of a workspace
)

// clean returns the draft without space around its words.
func (d Draft) clean() (Draft, error) {
	d.Name, d.Description = strings.TrimSpace(d.Name), strings.TrimSpace(d.Description)
	wrong := func(field, message, hint string) error {
		return &kith.Error{Code: kith.Invalid, Field: field, Message: message, Hint: hint}
	}
	unprintable := func(s string) bool {
		return !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) })
	}
	switch {
	case d.Name == "":
		return d, wrong("name", "is empty", "give it a name that people will recognise")
	case utf8.RuneCountInString(d.Name) > maxName:
		return d, wrong("name", fmt.Sprintf("has %d characters", utf8.RuneCountInString(d.Name)), fmt.Sprintf("use at most %d", maxName))
	case utf8.RuneCountInString(d.Description) > maxDescription:
		return d, wrong("description", "is too long", fmt.Sprintf("use at most %d characters", maxDescription))
	case strings.TrimSpace(d.SQL) == "":
		return d, wrong("sql", "is empty", "write the query first")
	case len(d.SQL) > MaxSQL:
		return d, wrong("sql", fmt.Sprintf("has %d bytes", len(d.SQL)), fmt.Sprintf("use at most %d", MaxSQL))
	case len(d.Chart) > maxChart || len(d.Chart) > 0 && !json.Valid(d.Chart):
		return d, wrong("chart", "is not JSON of at most 8 KB", "leave it out to have one chosen")
	case unprintable(d.Name):
		return d, wrong("name", "has characters that cannot be shown", "use letters, digits, signs and spaces")
	case unprintable(d.Description) || unprintable(d.SQL):
		return d, wrong("sql", "has characters that cannot be shown", "remove them")
	}
	if string(d.Chart) == "null" {
		d.Chart = nil
	}
	return d, nil
}
