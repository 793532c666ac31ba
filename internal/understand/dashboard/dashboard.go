package dashboard

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"kith/internal/kith"
	"kith/internal/understand/insight"
)

// Dashboard is a page of cards.
type Dashboard struct {
	ID int64 `json:"id"`
	Content
	Version   int64     `json:"version" doc:"Counts changes; send it along with a change"`
	Owner     Operator  `json:"owner"`
	UpdatedBy Operator  `json:"updated_by"`
	Created   time.Time `json:"created"`
	Updated   time.Time `json:"updated"`
}

// Content is what people write of a dashboard.
type Content struct {
	Name        string `json:"name" maxLength:"80"`
	Description string `json:"description,omitempty" maxLength:"500"`
	Shared      Shared `json:"shared"`
	Cards       []Card `json:"cards" maxItems:"40"`
}

// Shared is what all cards follow that do not say otherwise.
type Shared struct {
	Range   insight.Range    `json:"range"`
	Where   []insight.Filter `json:"where,omitempty" doc:"Only events that pass all of these"`
	Compare bool             `json:"compare,omitempty" doc:"Also show the period of the same length before"`
}

// Operator is who made or changed something; 0 when it was not a person.
type Operator struct {
	ID   uint32 `json:"id"`
	Name string `json:"name"`
}

// MaxCards bounds the cards of a dashboard.
const MaxCards = 40

// Check refuses what cannot be kept, and completes what may be left out: ids of
// cards, and the places of those that have none.
func (c *Content) Check() error {
	var err error
	if c.Name, err = checkName("name", c.Name, 80, true); err != nil {
		return err
	}
	if c.Description, err = checkName("description", c.Description, 500, false); err != nil {
		return err
	}
	if err := c.Shared.check("shared"); err != nil {
		return err
	}
	if len(c.Cards) > MaxCards {
		return invalid("cards", "%d cards; at most %d are possible", len(c.Cards), MaxCards)
	}
	if c.Cards == nil {
		c.Cards = []Card{}
	}
	ids := map[string]bool{}
	for i := range c.Cards {
		card, path := &c.Cards[i], fmt.Sprintf("cards[%d]", i)
		if err := card.check(path); err != nil {
			return err
		}
		if ids[card.ID] {
			return invalid(path+".id", "two cards have the id %q", card.ID)
		}
		ids[card.ID] = card.ID != ""
	}
	for i := range c.Cards {
		for n := len(c.Cards); c.Cards[i].ID == ""; n++ {
			if id := fmt.Sprintf("c%d", n); !ids[id] {
				c.Cards[i].ID, ids[id] = id, true
			}
		}
	}
	return arrange(c.Cards)
}

func (s *Shared) check(path string) error {
	// Any question with this range and these filters tells whether they can be.
	q := insight.Question{Range: s.Range, Where: s.Where, Lifecycle: &insight.Lifecycle{Selector: insight.Selector{Event: "*"}}}
	return within(path, q.Check())
}

// within puts path in front of the field that an error names.
func within(path string, err error) error {
	if e, ok := err.(*kith.Error); ok {
		moved := *e
		moved.Field = strings.Trim(path+"."+e.Field, ".")
		return &moved
	}
	return err
}

func checkName(field, text string, most int, needed bool) (string, error) {
	text = strings.TrimSpace(text)
	switch n := utf8.RuneCountInString(text); {
	case n == 0 && needed:
		return "", &kith.Error{Code: kith.Invalid, Field: field, Message: "is empty", Hint: "give it a name that people will recognise"}
	case n > most:
		return "", invalid(field, "has %d characters; at most %d are possible", n, most)
	case !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }):
		return "", &kith.Error{Code: kith.Invalid, Field: field, Message: "has characters that cannot be shown", Hint: "use letters, digits, signs and spaces"}
	}
	return text, nil
}

func invalid(field, format string, args ...any) *kith.Error {
	return &kith.Error{Code: kith.Invalid, Field: field, Message: fmt.Sprintf(format, args...)}
}
