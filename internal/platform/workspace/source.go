package workspace

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"time"

	"kith/internal/kith"
)

// Source is something that sends events: a site, an app, a server. Its write
// key is no secret, for browsers hold it: it only says where events belong.
type Source struct {
	ID        uint32    `json:"id"`
	Workspace uint32    `json:"workspace"`
	Name      string    `json:"name"`
	Kind      string    `json:"kind" enum:"web,app,mini,server,import,link,table"`
	WriteKey  string    `json:"write_key"`
	Created   time.Time `json:"created"`
	// DisabledAt is zero while it may send.
	DisabledAt time.Time `json:"disabled_at,omitzero"`
	// PreviousUntil is when the key before the last rotation stops working;
	// zero when there is none that works.
	PreviousUntil time.Time `json:"previous_until,omitzero" doc:"Until when the key before the last rotation is still good"`

	previousKey string
}

// MaxGrace is how long an old key may go on working.
const MaxGrace = 7 * 24 * time.Hour

// Masked is the source as those see it who may not know its write key.
func (s Source) Masked() Source {
	if n := len(s.WriteKey); n > 12 {
		s.WriteKey = s.WriteKey[:6] + "…" + s.WriteKey[n-3:]
	}
	return s
}

// Enabled reports whether the source may send.
func (s Source) Enabled() bool { return s.DisabledAt.IsZero() }

// NewSource is what CreateSource takes.
type NewSource struct {
	Workspace uint32
	Name      string
	Kind      string // one of Kinds
}

// Kinds are what sources can be: a site, an app for phones, a WeChat mini
// program, a server, a file that was imported, links that were followed,
// tables of the business.
var Kinds = []string{"web", "app", "mini", "server", "import", "link", "table"}

func checkKind(kind string) error {
	if slices.Contains(Kinds, kind) {
		return nil
	}
	return &kith.Error{Code: kith.Invalid, Field: "kind", Message: fmt.Sprintf("there is no kind of source %q", short(kind)),
		Hint: "use one of " + strings.Join(Kinds, ", ")}
}

// newWriteKey has 130 random bits.
func newWriteKey() string { return "wk_" + strings.ToLower(rand.Text()) }
