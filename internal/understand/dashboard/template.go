package dashboard

import (
	"slices"
	"strings"

	"kith/internal/kith"
	"kith/internal/understand/insight"
)

// Words are the same thing said in each language.
type Words = insight.Definition

// Slot is a name that a template needs and a workspace gives: of an event or a
// property.
type Slot struct {
	Key    string `json:"key"`
	Kind   string `json:"kind" enum:"event,property"`
	Label  Words  `json:"label"`
	Needed bool   `json:"needed" doc:"Without it there is nothing to make; without the others some cards are left out"`
	Found  string `json:"found,omitempty" doc:"The name seen in the workspace that most likely is it; absent when none does"`
	// usual names, the likeliest first.
	usual []string
}

// recipe is a card of a template. It is left out unless all slots it needs are
// filled.
type recipe struct {
	title  Words
	needs  []string
	width  int // share of its row's twelve columns
	form   string
	figure string
	unit   Words
	falls  bool
	range_ string // its own range, when it does not follow
	text   Words
	ask    func(f *filled) insight.Question
}

// filled are a template's slots, with names of the workspace.
type filled struct {
	names    map[string]string
	template *Template
	zh       bool
}

// say picks a language.
func (f *filled) say(w Words) string {
	if f.zh {
		return w.Zh
	}
	return w.En
}

// event selects a slot's events under the slot's own name, so that answers
// speak of payments and not of order_paid.
func (f *filled) event(key string) insight.Selector {
	s := insight.Selector{Event: f.names[key]}
	for _, slot := range f.template.slots {
		if slot.Key == key {
			s.Label = f.say(slot.Label)
		}
	}
	return s
}

// Template is a page that is made from what a workspace really has.
type Template struct {
	key         string
	name        Words
	description Words
	slots       []Slot
	last        string // the range
	rows        [][]recipe
}

// TemplateView is a template as it would be made in a workspace.
type TemplateView struct {
	Key         string        `json:"key" enum:"core,acquisition,retention,content,commerce"`
	Name        Words         `json:"name"`
	Description Words         `json:"description"`
	Slots       []Slot        `json:"slots"`
	Cards       []TemplateRow `json:"cards"`
}

// TemplateRow is a card that the template can make.
type TemplateRow struct {
	Title Words    `json:"title"`
	Form  string   `json:"form,omitempty"`
	Needs []string `json:"needs" doc:"Keys of slots"`
	Place Place    `json:"place" doc:"With all slots filled"`
}

// Seen are the names that a workspace has events and properties of.
type Seen struct{ Events, Properties []string }

// Templates lists all templates with what they find in a workspace.
func Templates(seen Seen) []TemplateView {
	out := []TemplateView{}
	for _, t := range templates() {
		v := TemplateView{Key: t.key, Name: t.name, Description: t.description, Slots: []Slot{}, Cards: []TemplateRow{}}
		for _, s := range t.slots {
			s.Found = s.find(seen)
			v.Slots = append(v.Slots, s)
		}
		y := 0
		for _, row := range t.rows {
			places, height := layRow(row, y)
			for i, r := range row {
				v.Cards = append(v.Cards, TemplateRow{Title: r.title, Form: r.form, Needs: append([]string{}, r.needs...), Place: places[i]})
			}
			y += height
		}
		out = append(out, v)
	}
	return out
}

func (s *Slot) find(seen Seen) string {
	names := seen.Events
	if s.Kind == "property" {
		names = seen.Properties
	}
	for _, usual := range s.usual {
		for _, name := range names {
			if strings.EqualFold(plainName(name), plainName(usual)) {
				return name
			}
		}
	}
	return ""
}

// plainName makes Order Completed, order-completed and $order_completed one.
func plainName(s string) string {
	return strings.NewReplacer(" ", "", "_", "", "-", "", "$", "").Replace(s)
}

// Making says which template to make, and with which names.
type Making struct {
	Template string
	Zh       bool
	Name     string            // the template's own when empty
	Names    map[string]string // by slot; what is absent is as found
	Seen     Seen
}

// Make writes a template's page. Cards whose slots are empty are left out.
func Make(m Making) (Content, error) {
	all := templates()
	i := slices.IndexFunc(all, func(t Template) bool { return t.key == m.Template })
	if i < 0 {
		return Content{}, &kith.Error{Code: kith.NotFound, Message: "there is no such template", Hint: "list them to see which there are"}
	}
	t := &all[i]
	f := &filled{names: map[string]string{}, template: t, zh: m.Zh}
	for key := range m.Names {
		if !slices.ContainsFunc(t.slots, func(s Slot) bool { return s.Key == key }) {
			return Content{}, invalid("names", "the template has nothing called %q", key)
		}
	}
	for _, s := range t.slots {
		name, told := m.Names[s.Key]
		if !told {
			name = s.find(m.Seen)
		}
		if name == "" && s.Needed {
			return Content{}, &kith.Error{Code: kith.Invalid, Field: "names." + s.Key, Message: "the template cannot do without this", Hint: "say which of your events it is"}
		}
		if name != "" {
			f.names[s.Key] = name
		}
	}
	c := Content{Name: m.Name, Description: f.say(t.description), Shared: Shared{Range: insight.Range{Last: t.last}, Compare: true}}
	if c.Name == "" {
		c.Name = f.say(t.name)
	}
	c.Cards = f.cards()
	return c, c.Check()
}

func (f *filled) cards() []Card {
	cards, y := []Card{}, 0
	for _, row := range f.template.rows {
		row = slices.DeleteFunc(slices.Clone(row), func(r recipe) bool {
			return slices.ContainsFunc(r.needs, func(key string) bool { return f.names[key] == "" })
		})
		places, height := layRow(row, y)
		for i := range row {
			cards = append(cards, f.card(&row[i], places[i]))
		}
		y += height
	}
	return cards
}

func (f *filled) card(r *recipe, at Place) Card {
	c := Card{Kind: "question", Title: f.say(r.title), Place: at, Form: r.form, Figure: r.figure, Unit: f.say(r.unit), Falls: r.falls}
	if r.ask == nil {
		return Card{Kind: "text", Title: c.Title, Place: at, Text: f.say(r.text)}
	}
	q := r.ask(f)
	q.Range = insight.Range{Last: f.template.last}
	if r.range_ != "" {
		c.Range = &insight.Range{Last: r.range_}
		q.Range = *c.Range
	}
	c.Question = &q
	return c
}

// layRow spreads a row's cards over all columns, by their widths.
func layRow(row []recipe, y int) ([]Place, int) {
	total, height := 0, 0
	for _, r := range row {
		total += r.width
		h := 5
		if r.form == "number" {
			h = 2
		}
		height = max(height, h)
	}
	places, done, x := make([]Place, len(row)), 0, 0
	for i, r := range row {
		done += r.width
		end := done * Columns / total
		places[i] = Place{X: x, Y: y, W: end - x, H: height}
		x = end
	}
	return places, height
}
