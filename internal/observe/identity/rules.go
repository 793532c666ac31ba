package identity

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"kith/internal/kith"
)

// Rules are how a workspace recognises persons. They change by an event in the
// log, from that event on: what was decided before stays as it was decided.
type Rules struct {
	Types []Type `json:"types" maxItems:"40"`
	// Blocked ids stand for nobody, beside the placeholders that never do.
	Blocked []string `json:"blocked" maxItems:"1000"`
	// Traits whose text is an id as well.
	Traits []TraitID `json:"traits" maxItems:"20"`
	MaxIDs int       `json:"max_ids" minimum:"2" maximum:"10000" doc:"Ids that a person may come to have by itself"`
}

// Use is what ids of a type are for.
type Use string

const (
	Joins  Use = "joins"  // it is one person's: whoever has it is that person
	Shared Use = "shared" // several may have it: it joins nobody and decides nothing
	Off    Use = "off"    // it is not looked at
)

// Form is what is made of an id before it is compared.
type Form string

const (
	Exact  Form = "exact"
	Lower  Form = "lower"  // lower case, without space around it
	Digits Form = "digits" // the digits, and a + before them
)

// Type is a type of ids.
type Type struct {
	Name  string `json:"name" minLength:"1" maxLength:"40" doc:"As clients send it"`
	Kind  Kind   `json:"kind,omitempty" doc:"Its number, given by the program"`
	Use   Use    `json:"use" enum:"joins,shared,off"`
	Limit int    `json:"limit" minimum:"0" maximum:"200" doc:"Of this type a person may come to have by itself; 0: no limit but that of all ids"`
	Form  Form   `json:"form" enum:"exact,lower,digits"`
}

// TraitID makes the text of a trait an id.
type TraitID struct {
	Trait string `json:"trait" minLength:"1" maxLength:"200"`
	Type  string `json:"type" minLength:"1" maxLength:"40"`
}

// DefaultRules are those of a workspace that has not changed them. The order of
// types is by which an event's person is decided when it names several.
func DefaultRules() Rules {
	return Rules{
		Types: []Type{
			{Name: "user", Kind: User, Use: Joins, Form: Exact},
			{Name: "unionid", Kind: UnionID, Use: Joins, Limit: 1, Form: Exact},
			{Name: "openid", Kind: OpenID, Use: Joins, Limit: 20, Form: Exact},
			{Name: "phone", Kind: Phone, Use: Joins, Limit: 3, Form: Digits},
			{Name: "email", Kind: Email, Use: Joins, Limit: 3, Form: Lower},
			{Name: "anonymous", Kind: Anonymous, Use: Joins, Form: Exact},
			{Name: "device", Kind: Device, Use: Joins, Form: Exact},
			{Name: kith.ClickID, Kind: Click, Use: Joins, Limit: 100, Form: Exact},
		},
		Blocked: []string{}, Traits: []TraitID{}, MaxIDs: DefaultMaxIDs,
	}
}

var typeName = regexp.MustCompile(`^[\p{L}_$][\p{L}\p{N}_$.-]{0,39}$`)

// Revise checks rules that an operator wrote, and numbers types that are new.
// Types of earlier rules stay known: whoever leaves one out turns it off.
func (r Rules) Revise(next Rules) (Rules, error) {
	invalid := func(field, format string, args ...any) (Rules, error) {
		return Rules{}, &kith.Error{Code: kith.Invalid, Field: field, Message: fmt.Sprintf(format, args...)}
	}
	numbers, highest := map[string]Kind{}, firstOwn-1
	for _, t := range r.Types {
		numbers[t.Name] = t.Kind
		highest = max(highest, t.Kind)
	}
	out := Rules{MaxIDs: next.MaxIDs, Types: []Type{}, Blocked: []string{}, Traits: []TraitID{}}
	seen := map[string]bool{}
	for i, t := range next.Types {
		field := fmt.Sprintf("types[%d]", i)
		t.Name = strings.TrimSpace(t.Name)
		switch {
		case !typeName.MatchString(t.Name):
			return invalid(field+".name", "%q cannot name a type of ids", t.Name)
		case seen[t.Name]:
			return invalid(field+".name", "%s is there twice", t.Name)
		case t.Use != Joins && t.Use != Shared && t.Use != Off:
			return invalid(field+".use", "an id joins, is shared or is off")
		case t.Form != Exact && t.Form != Lower && t.Form != Digits:
			return invalid(field+".form", "an id is compared exact, lower or digits")
		case t.Limit < 0 || t.Limit > 200:
			return invalid(field+".limit", "a limit is 0 to 200")
		case (t.Name == "user" || t.Name == "anonymous") && (t.Use != Joins || t.Form != Exact || t.Limit != 0):
			return invalid(field, "%s ids are what persons begin with: they stay as they are", t.Name)
		case (t.Name == "device" || t.Name == kith.ClickID) && t.Use == Shared:
			return invalid(field+".use", "%s ids are shared by nature: they join their past to the first person named with them, or are off", t.Name)
		}
		seen[t.Name] = true
		if known, ok := numbers[t.Name]; ok {
			t.Kind = known
		} else {
			if highest++; highest >= kinds {
				return invalid(field+".name", "%d own types are possible; this would be one more", kinds-firstOwn)
			}
			t.Kind = highest
		}
		out.Types = append(out.Types, t)
	}
	for _, t := range r.Types {
		if seen[t.Name] {
			continue
		}
		if t.Kind <= User {
			return invalid("types", "%s ids cannot be left out", t.Name)
		}
		t.Use = Off
		out.Types = append(out.Types, t)
		seen[t.Name] = true
	}
	if out.MaxIDs < 2 || out.MaxIDs > 10_000 {
		return invalid("max_ids", "a person cannot be bounded to %d ids; choose 2 to 10000, 200 suits most", out.MaxIDs)
	}
	for i, b := range next.Blocked {
		b = strings.ToLower(strings.TrimSpace(b))
		switch {
		case b == "" || slices.Contains(out.Blocked, b):
			continue
		case !usable(b):
			if _, placeholder := placeholders[b]; !placeholder {
				return invalid(fmt.Sprintf("blocked[%d]", i), "%.40q is no id that could come", b)
			}
			continue
		}
		out.Blocked = append(out.Blocked, b)
	}
	slices.Sort(out.Blocked)
	for i, t := range next.Traits {
		field := fmt.Sprintf("traits[%d]", i)
		at := slices.IndexFunc(out.Types, func(o Type) bool { return o.Name == t.Type })
		switch {
		case strings.TrimSpace(t.Trait) == "":
			return invalid(field+".trait", "which trait?")
		case at < 0 || out.Types[at].Kind <= User:
			return invalid(field+".type", "%q is no type that a trait can be of", t.Type)
		}
		out.Traits = append(out.Traits, t)
	}
	// Who a person is comes before which machine it was.
	slices.SortStableFunc(out.Types, func(a, b Type) int { return cmp.Compare(tier(a.Kind), tier(b.Kind)) })
	return out, nil
}

func tier(k Kind) int {
	switch {
	case k == User:
		return 0
	case k.Weak():
		return 2
	}
	return 1
}

// rulebook is rules made ready for use.
type rulebook struct {
	Rules
	text    string // as they were written, "" for the default
	types   map[string]int
	of      [kinds]int // by kind: 1 + place in Types
	blocked map[string]struct{}
	changed Changed
}

// Changed says since when rules hold, and by whom.
type Changed struct {
	LogSeq uint64
	Nth    int   // of the entry's events
	At     int64 // µs UTC
	By     string
}

func (c Changed) place() place { return place{c.LogSeq, c.Nth} }

func newRulebook(r Rules, text string, c Changed) *rulebook {
	b := &rulebook{Rules: r, text: text, changed: c, types: map[string]int{}, blocked: map[string]struct{}{}}
	for i, t := range r.Types {
		b.types[t.Name] = i
		if t.Kind < kinds {
			b.of[t.Kind] = i + 1
		}
	}
	for _, id := range r.Blocked {
		b.blocked[id] = struct{}{}
	}
	return b
}

func readRulebook(text string, c Changed) (*rulebook, error) {
	var r Rules
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return nil, fmt.Errorf("read the rules of identity: %w", err)
	}
	for _, t := range r.Types {
		if t.Kind >= kinds {
			return nil, fmt.Errorf("read the rules of identity: type %q has number %d", t.Name, t.Kind)
		}
	}
	return newRulebook(r, text, c), nil
}

// joins tells whether ids of a kind join persons.
func (b *rulebook) joins(k Kind) bool {
	at := b.of[k]
	return at > 0 && b.Types[at-1].Use == Joins
}

func (b *rulebook) limit(k Kind) int {
	if at := b.of[k]; at > 0 {
		return b.Types[at-1].Limit
	}
	return 0
}

// blocks tells whether the workspace wants the id to stand for nobody.
func (b *rulebook) blocks(id string) bool {
	if len(b.blocked) == 0 {
		return false
	}
	_, is := b.blocked[strings.ToLower(strings.TrimSpace(id))]
	return is
}

// apply gives an id its form.
func (f Form) apply(id string) string {
	switch f {
	case Lower:
		return strings.ToLower(strings.TrimSpace(id))
	case Digits:
		return digits(id)
	}
	return id
}

// digits keeps the digits, and a + before them; 00 before a number is a +. What
// has no digits stays as it is.
func digits(id string) string {
	out := make([]byte, 0, len(id))
	for i := range len(id) {
		if c := id[i]; c >= '0' && c <= '9' || c == '+' && len(out) == 0 {
			out = append(out, c)
		}
	}
	switch s := string(out); {
	case strings.Trim(s, "+") == "":
		return id
	case strings.HasPrefix(s, "00"):
		return "+" + s[2:]
	default:
		return s
	}
}
