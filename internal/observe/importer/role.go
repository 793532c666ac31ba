package importer

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"kith/internal/kith"
)

// Roles that a mapping gives to columns.
const (
	RoleEvent      = "event"
	RoleTime       = "time"
	RoleUser       = "user_id"
	RoleOrUser     = "or_user_id"
	RoleAnonymous  = "anonymous_id"
	RoleID         = "id"
	RoleGroup      = "group"
	RoleProperties = "properties_from"
	RoleProperty   = "property"
	RoleUnused     = "unused"
)

// How sure a guess is.
const (
	Sure   = "sure"
	Likely = "guessed"
	Doubt  = "look" // something about it should be seen by a person
	Chosen = "chosen"
)

// Reasons of guesses, for programs to say in words.
const (
	WhyNameAndValues = "name_and_values"
	WhySimilarName   = "similar_name"
	WhyTimeFormat    = "time_format"
	WhyDayOrMonth    = "day_or_month"
	WhyPhone         = "phone"
	WhyKnown         = "known_property" // the workspace has a property of this name
	WhyType          = "type"           // all values are of one type
	WhyMoney         = "money"          // numbers once a sign is taken off
	WhyMostly        = "mostly_numbers" // the rest are words such as "none yet"
	WhyMixed         = "mixed"          // numbers, and codes that are none: text
	WhyFewFilled     = "few_filled"
	WhyEmpty         = "empty"
	WhyRecipe        = "recipe"
	WhyChosen        = "chosen"
)

// roleGuess is a column's role and why it was given.
type roleGuess struct {
	role, sure, why, detail string
}

const hardlyFilled = 0.02 // of rows: such a column is not worth taking

// propose is Guess for a mapping that names every column, with what is seen in
// the values: money is a number, a phone tells who it is where the id is
// missing, what is hardly filled is left out. known tells which properties the
// workspace has.
func (s *sample) propose(g *guesser, known func(string) bool) (Mapping, map[string]roleGuess) {
	m, roles := g.out.Mapping, map[string]roleGuess{}
	for _, w := range g.out.Why {
		if w.Column == "" {
			continue
		}
		r := roleGuess{role: w.Part, sure: Sure, why: WhyNameAndValues}
		if w.Part == "event_column" {
			r.role = RoleEvent
		}
		if !w.exact {
			r.sure, r.why = Likely, WhySimilarName
		}
		if w.Part == "time" {
			r.why, r.detail = WhyTimeFormat, m.TimeFormat
			if m.TimeFormat == "" {
				r.sure, r.why = Doubt, WhyDayOrMonth
			}
		}
		roles[w.Column] = r
	}
	s.proposeUser(g, &m, roles)
	m.Properties, m.Types = map[string]string{}, map[string]string{}
	for at, c := range g.columns {
		if _, taken := roles[c.Name]; taken {
			continue
		}
		r := s.property(at, &c, known)
		roles[c.Name] = r
		if r.role == RoleUnused {
			continue
		}
		name := start(c.Name, kith.MaxPropertyName)
		m.Properties[name] = c.Name
		switch r.why {
		case WhyMoney, WhyMostly:
			m.Types[name] = number
		case WhyMixed, WhyPhone:
			m.Types[name] = text
		}
	}
	return m, roles
}

// proposeUser lets another id stand in where the first is empty.
func (s *sample) proposeUser(g *guesser, m *Mapping, roles map[string]roleGuess) {
	if m.UserID == "" || g.columns[slices.Index(s.columns, m.UserID)].Filled == 1 {
		return
	}
	if m.OrUserID = g.find(RoleOrUser, userNames, nil, g.filled); m.OrUserID != "" {
		r := roleGuess{role: RoleOrUser, sure: Likely, why: WhyNameAndValues}
		if at := slices.Index(s.columns, m.OrUserID); phones(s.column(at)) {
			r.sure, r.why = Sure, WhyPhone
		}
		roles[m.OrUserID] = r
	}
}

// property looks at a column that nothing else claims.
func (s *sample) property(at int, c *Column, known func(string) bool) roleGuess {
	switch {
	case c.Filled == 0:
		return roleGuess{RoleUnused, Sure, WhyEmpty, ""}
	case c.Filled < hardlyFilled:
		return roleGuess{RoleUnused, Likely, WhyFewFilled, ""}
	case !s.typed && phones(s.column(at)):
		return roleGuess{RoleProperty, Sure, WhyPhone, ""}
	case c.Type == text && !s.typed:
		if sign, share := money(s.column(at)); share == 1 && sign != "" {
			return roleGuess{RoleProperty, Sure, WhyMoney, sign}
		} else if share >= 0.9 && sign != "" {
			return roleGuess{RoleProperty, Doubt, WhyMoney, sign}
		} else if share >= 0.5 {
			if codes(s.column(at)) {
				return roleGuess{RoleProperty, Likely, WhyMixed, ""}
			}
			return roleGuess{RoleProperty, Doubt, WhyMostly, ""}
		}
	}
	if known != nil && known(c.Name) {
		return roleGuess{RoleProperty, Sure, WhyKnown, c.Type}
	}
	return roleGuess{RoleProperty, Sure, WhyType, c.Type}
}

// money tells which sign amounts carry, and how many values are numbers.
func money(values []kith.Value) (sign string, share float64) {
	if len(values) == 0 {
		return "", 0
	}
	good := 0
	for _, v := range values {
		if _, reason := asNumber(v); reason != "" {
			continue
		}
		good++
		text := strings.TrimSpace(v.Text())
		for _, s := range []string{"¥", "￥", "$", "€", "£", ","} {
			if sign == "" && strings.Contains(text, s) {
				sign = s
			}
		}
	}
	return sign, float64(good) / float64(len(values))
}

// codes reports whether what is no number has digits in it all the same: C536379
// among invoice numbers, and not a word for what is missing.
func codes(values []kith.Value) bool {
	for _, v := range values {
		if _, reason := asNumber(v); reason != "" && strings.ContainsAny(v.Text(), "0123456789") {
			return true
		}
	}
	return false
}

var phone = regexp.MustCompile(`^(\+?86)?1[3-9]\d{9}$`)

func phones(values []kith.Value) bool {
	good := 0
	for _, v := range values {
		if phone.MatchString(strings.NewReplacer(" ", "", "-", "").Replace(v.Text())) {
			good++
		}
	}
	return good*10 >= len(values)*9 && good > 0
}

// roles says what the mapping makes of each column: what was guessed keeps its
// reason, the rest was chosen.
func (s *sample) roles(m *Mapping, guessed map[string]roleGuess) map[string]roleGuess {
	out := map[string]roleGuess{}
	give := func(column, role string) {
		if column == "" {
			return
		}
		if g, ok := guessed[column]; ok && g.role == role {
			out[column] = g
		} else if _, taken := out[column]; !taken {
			out[column] = roleGuess{role, Chosen, WhyChosen, ""}
		}
	}
	give(m.EventColumn, RoleEvent)
	give(m.Time, RoleTime)
	give(m.UserID, RoleUser)
	give(m.OrUserID, RoleOrUser)
	give(m.AnonymousID, RoleAnonymous)
	give(m.PropertiesFrom, RoleProperties)
	for _, c := range m.propertyColumns(s.columns) {
		give(c, RoleProperty)
	}
	for _, c := range m.ID {
		if _, taken := out[c]; !taken {
			give(c, RoleID)
		}
	}
	for _, c := range m.Group {
		if r, taken := out[c]; !taken || r.role == RoleProperty {
			out[c] = roleGuess{RoleGroup, Chosen, WhyChosen, ""}
		}
	}
	for _, c := range s.columns {
		if _, taken := out[c]; !taken {
			give(c, RoleUnused)
		}
	}
	return out
}

// readable is how many of the sampled rows have something in the column that
// can be read as its role asks.
func (s *sample) readable(at int, role string, m *Mapping, now time.Time) float64 {
	if len(s.rows) == 0 || role == RoleUnused {
		return s.filled(at)
	}
	good, as := 0, ""
	for name, column := range m.propertyColumns(s.columns) {
		if column == s.columns[at] {
			as = m.Types[name]
		}
	}
	c, err := newClock(m.TimeFormat, m.Zone)
	for _, v := range s.column(at) {
		switch {
		case role == RoleTime && err == nil:
			if t, ok := c.micros(v); ok && t >= kith.MinTime && t <= now.UnixMicro()+kith.MaxAhead {
				good++
			}
		case role == RoleProperty && as != "":
			if _, reason := typed(v, as, &(&decoder{}).doc); reason == "" {
				good++
			}
		default:
			good++
		}
	}
	return float64(good) / float64(len(s.rows))
}

func (s *sample) filled(at int) float64 {
	if len(s.rows) == 0 {
		return 0
	}
	return float64(len(s.column(at))) / float64(len(s.rows))
}
