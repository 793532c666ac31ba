package catalogue

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

// Kind is what a note is about.
type Kind string

const (
	OfEvent    Kind = "event"
	OfProperty Kind = "property"
)

// Note is what operators know of an event or a property. The zero Note says
// that they said nothing.
type Note struct {
	Title       string    `json:"title,omitempty" doc:"What people call it"`
	Description string    `json:"description,omitempty"`
	Owner       string    `json:"owner,omitempty" doc:"Who answers for it, as text"`
	Hidden      bool      `json:"hidden,omitempty" doc:"Left out of lists unless asked for"`
	Verified    time.Time `json:"verified,omitzero" doc:"When an operator said that it is right; absent: not"`
	Changed     time.Time `json:"changed,omitzero"`
	ChangedBy   uint32    `json:"changed_by,omitempty" doc:"Operator"`
}

// NoteChange names what is set; what is absent stays.
type NoteChange struct {
	Title       *string `json:"title,omitempty" doc:"At most 80 characters"`
	Description *string `json:"description,omitempty" doc:"At most 1,000 characters"`
	Owner       *string `json:"owner,omitempty" doc:"At most 80 characters"`
	Hidden      *bool   `json:"hidden,omitempty"`
	Verified    *bool   `json:"verified,omitempty"`
}

// Apply changes the note, or says what is wrong.
func (n *Note) Apply(c NoteChange, now time.Time) error {
	for _, f := range []struct {
		field string
		from  *string
		to    *string
		most  int
	}{
		{"title", c.Title, &n.Title, 80},
		{"description", c.Description, &n.Description, 1000},
		{"owner", c.Owner, &n.Owner, 80},
	} {
		if f.from == nil {
			continue
		}
		text := strings.TrimSpace(*f.from)
		if count := utf8.RuneCountInString(text); count > f.most {
			return &kith.Error{Code: kith.Invalid, Field: f.field, Message: fmt.Sprintf("has %d characters", count), Hint: fmt.Sprintf("use at most %d", f.most)}
		}
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			return &kith.Error{Code: kith.Invalid, Field: f.field, Message: "has characters that cannot be kept", Hint: "use letters, digits, signs and spaces"}
		}
		*f.to = text
	}
	if c.Hidden != nil {
		n.Hidden = *c.Hidden
	}
	if c.Verified != nil {
		switch {
		case !*c.Verified:
			n.Verified = time.Time{}
		case n.Verified.IsZero():
			n.Verified = now
		}
	}
	n.Changed = now
	return nil
}

type noteRow struct {
	bun.BaseModel `bun:"table:catalogue_notes"`
	Workspace     int64  `bun:",pk"`
	Kind          Kind   `bun:",pk"`
	Name          string `bun:",pk"`
	Title         string
	Description   string
	Owner         string
	Hidden        bool
	Verified      int64
	Changed       int64
	ChangedBy     int64
}

func (r *noteRow) note() Note {
	return Note{
		Title: r.Title, Description: r.Description, Owner: r.Owner, Hidden: r.Hidden,
		Verified: db.Time(r.Verified), Changed: db.Time(r.Changed), ChangedBy: uint32(r.ChangedBy),
	}
}

func (r *noteRow) set(n Note) {
	r.Title, r.Description, r.Owner, r.Hidden = n.Title, n.Description, n.Owner, n.Hidden
	r.Verified, r.Changed, r.ChangedBy = db.Micros(n.Verified), db.Micros(n.Changed), int64(n.ChangedBy)
}
