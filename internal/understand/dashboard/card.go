package dashboard

import (
	"encoding/json"
	"regexp"

	"kith/internal/kith"
	"kith/internal/understand/insight"
)

// Card is one thing on a dashboard: a saved question, a question of its own, or
// a text.
type Card struct {
	ID    string `json:"id,omitempty" maxLength:"40" doc:"Its name within the dashboard; given when left out"`
	Kind  string `json:"kind" enum:"insight,question,text"`
	Title string `json:"title,omitempty" maxLength:"80" doc:"The saved question's name when absent"`
	Place

	Insight  int64             `json:"insight,omitempty" doc:"For insight: the number of the saved question"`
	Question *insight.Question `json:"question,omitempty" doc:"For question"`
	Text     string            `json:"text,omitempty" maxLength:"20000" doc:"For text: Markdown"`
	HTML     string            `json:"html,omitempty" readOnly:"true" doc:"The text as HTML that is safe to show; not kept when sent"`

	Form string `json:"form,omitempty" enum:"auto,number,line,stacked,bar,funnel,heat,table" doc:"How to draw it; auto when absent, and where the form does not suit the question"`
	// Figure says which number stands for a trend.
	Figure string `json:"figure,omitempty" enum:"total,average,latest" doc:"For form number of a trend: the measure over the whole range, the average of the finished units, or the last finished unit; total when absent"`
	Unit   string `json:"unit,omitempty" maxLength:"8" doc:"Stands by the number: ¥, 人, %"`
	Falls  bool   `json:"falls,omitempty" doc:"A falling number is good news"`

	Range    *insight.Range `json:"range,omitempty" doc:"Its own, instead of the dashboard's"`
	Unfilter bool           `json:"unfilter,omitempty" doc:"The dashboard's filters do not apply"`
	Compare  *bool          `json:"compare,omitempty" doc:"Its own, instead of the dashboard's"`
}

// Place is where a card lies, in columns and rows from the top left. A card
// without a size is put below the others.
type Place struct {
	X int `json:"x" minimum:"0" maximum:"11"`
	Y int `json:"y" minimum:"0" maximum:"2000"`
	W int `json:"w" minimum:"0" maximum:"12"`
	H int `json:"h" minimum:"0" maximum:"24"`
}

// Columns is how wide a dashboard is.
const Columns = 12

var cardID = regexp.MustCompile(`^[A-Za-z0-9_-]{0,40}$`)

func (c *Card) check(path string) error {
	var err error
	if c.Title, err = checkName(path+".title", c.Title, 80, false); err != nil {
		return err
	}
	if c.Unit, err = checkName(path+".unit", c.Unit, 8, false); err != nil {
		return err
	}
	c.HTML = ""
	switch {
	case !cardID.MatchString(c.ID):
		return invalid(path+".id", "%q cannot be an id: use letters, digits, - and _", c.ID)
	case c.Kind == "insight" && c.Insight <= 0:
		return &kith.Error{Code: kith.Invalid, Field: path + ".insight", Message: "says no saved question", Hint: "name one by its number"}
	case c.Kind == "question" && c.Question == nil:
		return &kith.Error{Code: kith.Invalid, Field: path + ".question", Message: "is missing", Hint: "a card of the kind question carries its question"}
	case c.Kind != "insight" && c.Insight != 0, c.Kind != "question" && c.Question != nil, c.Kind != "text" && c.Text != "":
		return invalid(path+".kind", "a card has one thing only; its kind is %s", c.Kind)
	}
	if c.Question != nil {
		q := *c.Question
		if q, err = clone(q); err != nil {
			return err
		}
		if err := q.Check(); err != nil {
			return within(path+".question", err)
		}
	}
	if c.Range != nil {
		own := Shared{Range: *c.Range}
		return own.check(path)
	}
	return nil
}

// clone is a copy that shares nothing: checking a question fills it in.
func clone(q insight.Question) (insight.Question, error) {
	var out insight.Question
	text, err := json.Marshal(q)
	if err == nil {
		err = json.Unmarshal(text, &out)
	}
	return out, err
}

// arrange puts cards without a size below the others and refuses places that
// are not on the grid or taken.
func arrange(cards []Card) error {
	bottom := 0
	for i := range cards {
		if c := &cards[i]; c.W > 0 && c.H > 0 {
			bottom = max(bottom, c.Y+c.H)
		}
	}
	for i := range cards {
		c := &cards[i]
		if c.W > 0 && c.H > 0 {
			continue
		}
		size := usualSize(c)
		c.Place = Place{X: 0, Y: bottom, W: size.W, H: size.H}
		bottom += size.H
	}
	for i := range cards {
		a := &cards[i]
		if a.X < 0 || a.Y < 0 || a.X+a.W > Columns || a.H > 24 || a.Y > 2000 {
			return invalid("cards", "card %q lies outside of the %d columns", a.ID, Columns)
		}
		for j := range i {
			if b := &cards[j]; a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H {
				return invalid("cards", "card %q lies over card %q", a.ID, b.ID)
			}
		}
	}
	return nil
}

func usualSize(c *Card) Place {
	switch {
	case c.Form == "number":
		return Place{W: 3, H: 2}
	case c.Kind == "text":
		return Place{W: 4, H: 4}
	}
	return Place{W: 6, H: 5}
}
