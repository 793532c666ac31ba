package dashboard

import (
	"testing"

	"kith/internal/kith"
	"kith/internal/understand/dashboard/dashboardtest"
	"kith/internal/understand/insight"
)

func seenOn(s *dashboardtest.Stage) Seen {
	return Seen{Events: s.Names.Events.All(), Properties: s.Names.Properties.All()}
}

func TestEveryTemplateAnswersOnARealWorkspace(t *testing.T) {
	s := dashboardtest.Set(t)
	r, _, a, _ := stage(t)
	for _, v := range Templates(seenOn(s)) {
		for _, zh := range []bool{true, false} {
			c, err := Make(Making{Template: v.Key, Zh: zh, Seen: seenOn(s)})
			if err != nil {
				t.Fatalf("%s: %v", v.Key, err)
			}
			a.Shared, a.Cards = c.Shared, c.Cards
			got, err := r.All(t.Context(), a)
			if err != nil {
				t.Fatal(err)
			}
			for i, card := range got {
				if card.Error != nil || card.Answer == nil || len(card.Answer.Warnings) > 0 {
					t.Errorf("%s, %s: %+v %v", v.Key, c.Cards[i].Title, card.Error, card.Answer)
				} else if c.Cards[i].Form == "number" && (card.Headline.Value == nil || *card.Headline.Value == 0) {
					t.Errorf("%s, %s has no figure: %+v", v.Key, c.Cards[i].Title, card.Headline)
				}
			}
		}
	}
}

func TestATemplateNeedsWhatItNeeds(t *testing.T) {
	none := Seen{Events: []string{"Order Completed", "x"}, Properties: []string{"Revenue"}}
	if _, err := Make(Making{Template: "content", Seen: none}); kith.CodeOf(err) != kith.Invalid {
		t.Errorf("content without anything to read: %v", err)
	}
	if _, err := Make(Making{Template: "weather", Seen: none}); kith.CodeOf(err) != kith.NotFound {
		t.Error(err)
	}
	if _, err := Make(Making{Template: "content", Seen: none, Names: map[string]string{"view": "x", "nope": "x"}}); kith.CodeOf(err) != kith.Invalid {
		t.Error(err)
	}
	c, err := Make(Making{Template: "content", Seen: none, Names: map[string]string{"view": "x"}})
	if err != nil || len(c.Cards) != 2 {
		t.Errorf("content with only views: %d cards, %v", len(c.Cards), err)
	}
	c, err = Make(Making{Template: "commerce", Seen: none})
	if err != nil {
		t.Fatal(err)
	}
	if s := c.Cards[0].Question.Trend.Series[0]; s.Event != "Order Completed" || s.Property != "Revenue" {
		t.Errorf("revenue is of %+v", s)
	}
	width := 0
	for _, card := range c.Cards {
		if card.Y == 0 {
			width += card.W
		}
	}
	if width != Columns {
		t.Errorf("the first row is %d wide", width)
	}
}

func TestTemplatesAreSoundInBothLanguages(t *testing.T) {
	for _, tmpl := range templates() {
		all := map[string]string{}
		for _, s := range tmpl.slots {
			all[s.Key] = "name"
			if s.Label.En == "" || s.Label.Zh == "" || len(s.usual) == 0 {
				t.Errorf("%s, slot %s: %+v", tmpl.key, s.Key, s)
			}
		}
		for _, row := range tmpl.rows {
			for _, r := range row {
				if r.title.En == "" || r.title.Zh == "" {
					t.Errorf("%s: a card without a title", tmpl.key)
				}
				for _, need := range r.needs {
					if all[need] == "" {
						t.Errorf("%s, %s needs %q, which is no slot", tmpl.key, r.title.En, need)
					}
				}
				f := &filled{names: all, template: &tmpl}
				q := r.ask(f)
				q.Range = insight.Range{Last: "30d"}
				if err := q.Check(); err != nil {
					t.Errorf("%s, %s: %v", tmpl.key, r.title.En, err)
				}
			}
		}
	}
}
