package workspace

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // so that zones are known on machines without them
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/currency"

	"kith/internal/kith"
)

// Workspace is one team's users, events and programmes.
type Workspace struct {
	ID   uint32 `json:"id"`
	Slug string `json:"slug" doc:"Its name in addresses"`
	Name string `json:"name"`
	Zone string `json:"zone" doc:"IANA time zone that its days are counted in" example:"Asia/Shanghai"`
	// Currency is what amounts are shown in when they say nothing else.
	Currency string    `json:"currency" doc:"ISO 4217" example:"CNY"`
	Language string    `json:"language" enum:"zh-CN,en" doc:"Of what is written for everybody, such as mails"`
	Created  time.Time `json:"created"`
}

// NewWorkspace is what Create takes. Currency and language may be left out.
type NewWorkspace struct {
	Slug     string `json:"slug"`
	Name     string `json:"name"`
	Zone     string `json:"zone"`
	Currency string `json:"currency,omitempty" doc:"ISO 4217; by the zone when absent" example:"CNY"`
	Language string `json:"language,omitempty" enum:"zh-CN,en" doc:"By the zone when absent"`
}

// Change names what Update sets; nil fields stay. The slug never changes:
// addresses that people shared hold it.
type Change struct {
	Name     *string `json:"name,omitempty"`
	Zone     *string `json:"zone,omitempty"`
	Currency *string `json:"currency,omitempty" doc:"ISO 4217"`
	Language *string `json:"language,omitempty" enum:"zh-CN,en"`
}

var slugShape = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$`)

func checkSlug(slug string) error {
	if isReserved(slug) {
		return &kith.Error{Code: kith.Invalid, Field: "slug", Message: fmt.Sprintf("%q is an address of the program's own", slug), Hint: "choose another, such as " + slug + "-shop"}
	}
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

// chinese are the zones of places where one pays in yuan and reads Chinese.
var chinese = []string{"Asia/Shanghai", "Asia/Chongqing", "Asia/Harbin", "Asia/Urumqi", "PRC"}

// standards are the currency and language of those who named none.
func standards(zone string) (code, language string) {
	if slices.Contains(chinese, zone) {
		return "CNY", "zh-CN"
	}
	return "USD", "en"
}

func checkCurrency(code string) error {
	unit, err := currency.ParseISO(code)
	if err == nil && unit.String() == code {
		return nil
	}
	return &kith.Error{Code: kith.Invalid, Field: "currency", Message: fmt.Sprintf("there is no currency %q", short(code)), Hint: "use three letters of ISO 4217, such as CNY, EUR or USD", Err: err}
}

// Languages are those that Kith speaks.
var Languages = []string{"zh-CN", "en"}

func checkLanguage(language string) error {
	if slices.Contains(Languages, language) {
		return nil
	}
	return &kith.Error{Code: kith.Invalid, Field: "language", Message: fmt.Sprintf("Kith does not speak %q", short(language)), Hint: "use zh-CN or en"}
}

func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
