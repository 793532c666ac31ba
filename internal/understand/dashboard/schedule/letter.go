package schedule

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"kith/internal/platform/mail"
	"kith/internal/understand/dashboard"
)

// letter is a dashboard as a mail says it, the same for all recipients but for
// the link to stop it.
type letter struct {
	Language string
	Subject  string
	Name     string
	Lead     string // the sentence on top
	Late     string
	Groups   []group
	Open     string // words of the link
	Link     string
	Stop     string
	StopLink string
	Foot     string

	pictures []mail.Picture
}

// group is a row of number cards, or one other card.
type group struct {
	Numbers  [][]section // in rows
	Sections []section
}

// numbersInRow is how many figures stand side by side.
const numbersInRow = 3

// page is what a letter is made of.
type page struct {
	Dashboard dashboard.Dashboard
	Answers   []dashboard.CardAnswer
	Language  string
	Zone      string
	Now       time.Time
	Space     string // the workspace's name
	Link      string
	Late      *Occurrence // that it was due at, when long ago
	Test      bool
}

// write makes the letter.
func write(p page) (*letter, error) {
	w := wordsOf(p.Language)
	loc, err := time.LoadLocation(p.Zone)
	if err != nil {
		return nil, fmt.Errorf("write mail: %w", err)
	}
	now := p.Now.In(loc)
	l := &letter{Language: p.Language, Name: p.Dashboard.Name, Open: w.open, Link: p.Link, Stop: w.unsubscribe, Subject: p.Dashboard.Name + " · " + w.day(now)}
	if p.Test {
		l.Subject = w.test + l.Subject
	}
	if p.Late != nil {
		l.Late = fmt.Sprintf(w.late, w.moment(p.Late.Due.In(loc)))
	}
	l.Lead = lead(&p, w)
	l.Foot = strings.Join(nonEmpty(p.Space, p.Zone, w.moment(now)), " · ")
	for _, i := range readingOrder(p.Dashboard.Cards) {
		s, err := sectionOf(&p.Dashboard.Cards[i], &p.Answers[i], w, loc)
		if err != nil {
			return nil, fmt.Errorf("draw card %s: %w", p.Dashboard.Cards[i].ID, err)
		}
		l.attach(&s, p.Dashboard.Cards[i].ID)
		l.place(s)
	}
	for i := range l.Groups {
		l.Groups[i].balance()
	}
	return l, nil
}

// balance makes two rows of two out of three and one.
func (g *group) balance() {
	n := len(g.Numbers)
	if n < 2 || len(g.Numbers[n-1]) != 1 || len(g.Numbers[n-2]) != numbersInRow {
		return
	}
	last := &g.Numbers[n-2]
	moved := (*last)[numbersInRow-1]
	*last = (*last)[:numbersInRow-1]
	g.Numbers[n-1] = append([]section{moved}, g.Numbers[n-1]...)
}

// readingOrder is from the top, and from the left within a row.
func readingOrder(cards []dashboard.Card) []int {
	order := make([]int, len(cards))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(cards[a].Y, cards[b].Y), cmp.Compare(cards[a].X, cards[b].X))
	})
	return order
}

// attach gives the section's pictures names that the HTML can call them by.
func (l *letter) attach(s *section, card string) {
	add := func(png []byte, name string) string {
		l.pictures = append(l.pictures, mail.Picture{CID: name, PNG: png})
		return name
	}
	if s.png != nil {
		s.CID = add(s.png, card)
	}
	for i := range s.Steps {
		s.Steps[i].CID = add(s.Steps[i].png, fmt.Sprintf("%s-%d", card, i+1))
	}
}

func (l *letter) place(s section) {
	if s.Figure == "" {
		l.Groups = append(l.Groups, group{Sections: []section{s}})
		return
	}
	if n := len(l.Groups); n == 0 || l.Groups[n-1].Numbers == nil {
		l.Groups = append(l.Groups, group{})
	}
	g := &l.Groups[len(l.Groups)-1]
	if n := len(g.Numbers); n == 0 || len(g.Numbers[n-1]) == numbersInRow {
		g.Numbers = append(g.Numbers, nil)
	}
	last := &g.Numbers[len(g.Numbers)-1]
	*last = append(*last, s)
}

// lead says which time the mail is about, and what it is held against.
func lead(p *page, w *words) string {
	for i := range p.Answers {
		a := p.Answers[i].Answer
		if a == nil || p.Dashboard.Cards[i].Range != nil {
			continue
		}
		text := w.period(a.From, a.To)
		if a.Previous != nil {
			with := ", " + fmt.Sprintf(w.compared, w.period(a.Previous.From, a.Previous.To))
			if w.chinese {
				with = "，" + strings.ReplaceAll(fmt.Sprintf(w.compared, w.period(a.Previous.From, a.Previous.To)), "对比 ", "对比")
			}
			text += with
		}
		if w.chinese {
			return text + "。"
		}
		return text + "."
	}
	return p.Dashboard.Description
}

func nonEmpty(texts ...string) []string {
	return slices.DeleteFunc(texts, func(s string) bool { return s == "" })
}

//go:embed letter.html
var letterHTML string

var htmlTemplate = template.Must(template.New("letter").Funcs(template.FuncMap{
	"width": func(row []section) int { return 100 / max(1, len(row)) },
	"css":   func(s string) template.CSS { return template.CSS(s) },          //nolint:gosec // colours of our own
	"cid":   func(s string) template.URL { return template.URL("cid:" + s) }, //nolint:gosec // ids of cards: letters, digits, - and _
}).Parse(letterHTML))

// message addresses the letter to somebody.
func (l *letter) message(to Recipient, id, stop string, now time.Time) (*mail.Message, error) {
	mine := *l
	mine.StopLink = stop
	var html bytes.Buffer
	if err := htmlTemplate.Execute(&html, &mine); err != nil {
		return nil, fmt.Errorf("write mail: %w", err)
	}
	m := &mail.Message{Subject: l.Subject, HTML: html.String(), Text: mine.text(), ID: id, Date: now, Inline: l.pictures}
	m.To.Name, m.To.Address = to.Name, to.Address
	if stop != "" {
		m.Headers = []mail.Header{{Name: "List-Unsubscribe", Value: "<" + stop + ">"}, {Name: "List-Unsubscribe-Post", Value: "List-Unsubscribe=One-Click"}}
	}
	return m, nil
}
