package schedule

import (
	"html"
	"regexp"
	"strings"
)

// text is the letter without pictures, for who reads without HTML.
func (l *letter) text() string {
	var b strings.Builder
	line := func(parts ...string) {
		if text := strings.Join(nonEmpty(parts...), "  "); text != "" {
			b.WriteString(text + "\n")
		}
	}
	line(l.Name)
	line(l.Lead)
	line(l.Late)
	for _, g := range l.Groups {
		b.WriteString("\n")
		for _, row := range g.Numbers {
			for _, s := range row {
				line(s.Title+":", s.Figure, s.Change, s.Before)
			}
		}
		for i := range g.Sections {
			g.Sections[i].text(line)
		}
	}
	b.WriteString("\n")
	if l.Link != "" {
		line(l.Open + ": " + l.Link)
	}
	if l.StopLink != "" {
		line(l.Stop + ": " + l.StopLink)
	}
	line(l.Foot)
	return b.String()
}

func (s *section) text(line func(...string)) {
	line("# "+s.Title, s.Alt[min(len(s.Alt), len(s.Title)):])
	line(s.Problem)
	line(plain(string(s.HTML)))
	for _, st := range s.Steps {
		line(st.Name, st.People, st.Share)
	}
	for _, r := range s.Rows {
		cells := []string{r.Name}
		for _, c := range r.Cells {
			cells = append(cells, c.Text)
		}
		line(cells...)
	}
	line(s.Foot)
}

var tags = regexp.MustCompile(`<[^>]*>`)

// plain takes the tags out of a text card.
func plain(s string) string {
	return strings.TrimSpace(html.UnescapeString(tags.ReplaceAllString(s, "")))
}
