package saved

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
	"kith/internal/understand/insight"
)

// Insight is a question worth keeping.
type Insight struct {
	ID          int64            `json:"id"`
	Name        string           `json:"name"`
	Description string           `json:"description"`
	Kind        string           `json:"kind" enum:"trend,funnel,retention,paths,stickiness,lifecycle,sessions,rfm"`
	Question    insight.Question `json:"question"`
	View        map[string]any   `json:"view" doc:"How the answer is shown; the console's own"`
	Owner       int64            `json:"owner" doc:"The operator who made it; 0: a program"`
	ChangedBy   int64            `json:"changed_by"`
	Version     int64            `json:"version" doc:"Send it with a change: another's change in between is refused, not lost"`
	Created     time.Time        `json:"created"`
	Changed     time.Time        `json:"changed"`
	Favourite   bool             `json:"favourite" doc:"Of the caller"`
	Viewed      time.Time        `json:"viewed,omitzero" doc:"When the caller last opened it"`
}

// Draft is what a new insight is made of.
type Draft struct {
	Name        string           `json:"name"`
	Description string           `json:"description,omitempty"`
	Question    insight.Question `json:"question"`
	View        map[string]any   `json:"view,omitempty"`
}

// Change names what Update sets; nil fields stay.
type Change struct {
	Version     int64             `json:"version" doc:"The one that was read"`
	Name        *string           `json:"name,omitempty"`
	Description *string           `json:"description,omitempty"`
	Question    *insight.Question `json:"question,omitempty"`
	View        *map[string]any   `json:"view,omitempty"`
}

const (
	maxName        = 120
	maxDescription = 2000
	maxView        = 16 << 10
)

type row struct {
	bun.BaseModel `bun:"table:insights"`
	ID            int64 `bun:",pk,autoincrement"`
	Workspace     int64
	Name          string
	Folded        string
	Description   string
	Kind          string
	Question      string
	View          string
	Owner         int64
	ChangedBy     int64
	Version       int64
	Created       int64
	Changed       int64
	Deleted       int64
	// Of the caller's mark.
	Favourite bool  `bun:",scanonly"`
	Viewed    int64 `bun:",scanonly"`
}

func (r *row) insight() (Insight, error) {
	i := Insight{
		ID: r.ID, Name: r.Name, Description: r.Description, Kind: r.Kind, Owner: r.Owner, ChangedBy: r.ChangedBy, Version: r.Version,
		Created: db.Time(r.Created), Changed: db.Time(r.Changed), Favourite: r.Favourite, Viewed: db.Time(r.Viewed),
	}
	if err := json.Unmarshal([]byte(r.Question), &i.Question); err != nil {
		return i, fmt.Errorf("read the question of insight %d: %w", r.ID, err)
	}
	if err := json.Unmarshal([]byte(r.View), &i.View); err != nil {
		return i, fmt.Errorf("read the view of insight %d: %w", r.ID, err)
	}
	return i, nil
}

func (r *row) setName(name string) error {
	name = strings.TrimSpace(name)
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		return &kith.Error{Code: kith.Invalid, Field: "name", Message: "is empty", Hint: "give it a name that colleagues will recognise"}
	case n > maxName || !clean(name) || strings.ContainsRune(name, '\n'):
		return &kith.Error{Code: kith.Invalid, Field: "name", Message: "is too long or has characters that cannot be shown", Hint: fmt.Sprintf("use one line of at most %d characters", maxName)}
	}
	r.Name = name
	return nil
}

func (r *row) setDescription(text string) error {
	text = strings.TrimSpace(text)
	if utf8.RuneCountInString(text) > maxDescription || !clean(text) {
		return &kith.Error{Code: kith.Invalid, Field: "description", Message: "is too long or has characters that cannot be shown", Hint: fmt.Sprintf("use at most %d characters", maxDescription)}
	}
	r.Description = text
	return nil
}

func clean(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(c rune) bool { return unicode.IsControl(c) && c != '\n' })
}

// setQuestion keeps the question as it was asked; checking fills in defaults,
// so a copy is checked.
func (r *row) setQuestion(q *insight.Question) error {
	text, err := json.Marshal(q)
	if err != nil {
		return &kith.Error{Code: kith.Invalid, Field: "question", Message: "cannot be written down", Err: err}
	}
	checked, err := insight.Parse(text)
	if err != nil {
		return within("question", err)
	}
	if checked.Channels != nil {
		return &kith.Error{Code: kith.Invalid, Field: "question.channels", Message: "this kind of question cannot be kept yet", Hint: "ask it on the page Channels, or by the API"}
	}
	r.Question, r.Kind = string(text), checked.Kind()
	return nil
}

// within puts the path of an error's field below another field.
func within(field string, err error) error {
	e, ok := err.(*kith.Error)
	if !ok {
		return err
	}
	out := *e
	out.Field = strings.TrimSuffix(field+"."+e.Field, ".")
	return &out
}

func (r *row) setView(view map[string]any) error {
	if view == nil {
		view = map[string]any{}
	}
	text, err := json.Marshal(view)
	if err != nil || len(text) > maxView {
		return &kith.Error{Code: kith.Invalid, Field: "view", Message: fmt.Sprintf("is %d bytes of JSON", len(text)), Hint: fmt.Sprintf("at most %d are kept", maxView), Err: err}
	}
	r.View = string(text)
	return nil
}

func (r *row) fold() { r.Folded = strings.ToLower(r.Name + "\n" + r.Description) }
