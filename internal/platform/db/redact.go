package db

import (
	"context"
	"fmt"
	"strings"
)

// Erased is what stands where a person's text was.
const Erased = "erased"

// Redact puts Erased where texts are in the columns of a workspace's rows, and
// returns how many rows changed. A text that could as well be a part of a word
// or a number is only replaced where quotes are around it.
func (d *DB) Redact(ctx context.Context, table string, workspace int64, columns, texts []string) (rows int64, err error) {
	for _, text := range texts {
		finds := []string{`"` + text + `"`, `'` + text + `'`}
		puts := []string{`"` + Erased + `"`, `'` + Erased + `'`}
		if len(text) >= 6 && strings.Trim(text, "0123456789.") != "" {
			finds, puts = append(finds, text), append(puts, Erased)
		}
		for i, find := range finds {
			var set, where []string
			var sets, wheres []any
			for _, c := range columns {
				set, sets = append(set, c+" = replace("+c+", ?, ?)"), append(sets, find, puts[i])
				where, wheres = append(where, "replace("+c+", ?, '') <> "+c), append(wheres, find)
			}
			args := append(append(sets, workspace), wheres...)
			n, err := d.Exec(ctx, "UPDATE "+table+" SET "+strings.Join(set, ", ")+" WHERE workspace = ? AND ("+strings.Join(where, " OR ")+")", args...)
			if err != nil {
				return rows, fmt.Errorf("redact %s: %w", table, err)
			}
			rows += n
		}
	}
	return rows, nil
}
