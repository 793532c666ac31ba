package insight

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// WriteCSV writes the answer's table as CSV that spreadsheets open as it is:
// UTF-8 with its mark, first what was asked, of when and in which zone, then
// an empty line, then the table. Shares are fractions.
func (a *Answer) WriteCSV(w io.Writer, language string) error {
	say := saying(language)
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	about := [][]string{
		{say("Definition", "定义"), safe(say(a.Definition.En, a.Definition.Zh))},
		{say("Range", "范围"), a.From.Format(time.RFC3339) + " – " + a.To.Format(time.RFC3339)},
		{say("Zone", "时区"), a.Zone},
		{say("As of", "数据截至"), a.AsOf.Format(time.RFC3339)},
	}
	if p := a.Previous; p != nil {
		about = append(about, []string{say("Previous period", "上期"), p.From.Format(time.RFC3339) + " – " + p.To.Format(time.RFC3339)})
	}
	for _, warning := range a.Warnings {
		about = append(about, []string{say("Mind", "注意"), safe(warning)})
	}
	if err := out.WriteAll(append(about, nil)); err != nil {
		return err
	}
	table := a.Table(language)
	line := make([]string, 0, len(table.Head))
	for _, name := range table.Head {
		line = append(line, safe(name))
	}
	if err := out.Write(line); err != nil {
		return err
	}
	for row := range table.Rows {
		line = line[:0]
		for _, cell := range row {
			line = append(line, cellText(cell))
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func cellText(cell any) string {
	switch v := cell.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case string:
		return safe(v)
	}
	return fmt.Sprint(cell)
}

// safe keeps a spreadsheet from taking a text for a formula: names and values
// come from whoever sends events.
func safe(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
