package bench

import (
	"fmt"
	"strings"

	"kith/internal/understand/insight"
)

// anything is any activity.
var anything = insight.Selector{Event: "*"}

func named(event string) insight.Selector { return insight.Selector{Event: event} }

func sequence(events ...string) []insight.Selector {
	out := make([]insight.Selector, len(events))
	for i, e := range events {
		out[i] = named(e)
	}
	return out
}

// list is an SQL list of an expression for 0 to n-1.
func list(n int, format string) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = fmt.Sprintf(format, i)
	}
	return "[" + strings.Join(parts, ", ") + "]"
}
