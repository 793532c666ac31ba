package workspace

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	_ "time/tzdata" // so that zones are known on machines without them
	"unicode"
	"unicode/utf8"

	"kith/internal/kith"
)

// Workspace is one team's users, events and programmes.
type Workspace struct {
	ID      uint32    `json:"id"`
	Slug    string    `json:"slug" doc:"Its name in addresses"`
	Name    string    `json:"name"`
	Zone    string    `json:"zone" doc:"IANA time zone that its days are counted in" example:"Asia/Shanghai"`
	Created time.Time `json:"created"`
}

// NewWorkspace is what Create takes.
type NewWorkspace struct {
	Slug string `json:"slug"`
	Name string `json:"name"`
	Zone string `json:"zone"`
}

// Change names what Update sets; nil fields stay. The slug never changes:
// addresses that people shared hold it.
type Change struct {
	Name *string `json:"name,omitempty"`
	Zone *string `json:"zone,omitempty"`
}

var slugShape = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$`)

func checkSlug(slug string) error {
	if slugShape.MatchString(slug) {
		return nil
	}
	return &kith.Error{Code: kith.Invalid, Field: "slug", Message: fmt.Sprintf("%q cannot be part of an address", short(slug)),
		Hint: "use 1 to 40 lower-case letters, digits and hyphens, such as acme-shop"}
}

// checkName returns the name without surrounding space.
func checkName(name string) (string, error) {
	name = strings.TrimSpace(name)
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		return "", &kith.Error{Code: kith.Invalid, Field: "name", Message: "is empty", Hint: "give it a name that people will recognise"}
	case n > 80:
		return "", &kith.Error{Code: kith.Invalid, Field: "name", Message: fmt.Sprintf("has %d characters", n), Hint: "use at most 80"}
	case !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl):
		return "", &kith.Error{Code: kith.Invalid, Field: "name", Message: "has characters that cannot be shown", Hint: "use letters, digits, signs and spaces"}
	}
	return name, nil
}

// checkZone takes names of the IANA database only: "Local" would mean another
// zone on another machine, and an abbreviation such as CST means several.
func checkZone(zone string) error {
	_, err := time.LoadLocation(zone)
	if err == nil && (zone == "UTC" || strings.Contains(zone, "/")) {
		return nil
	}
	return &kith.Error{Code: kith.Invalid, Field: "zone", Message: fmt.Sprintf("there is no time zone %q", short(zone)),
		Hint: "use an IANA name such as Asia/Shanghai, Europe/Berlin or UTC", Err: err}
}

func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
