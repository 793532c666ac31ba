package importer

import (
	"slices"
	"strings"

	"kith/internal/kith"
)

// Rule is a condition on one column. gt, gte, lt and lte compare numbers when
// both sides are, else texts (so dates that begin with the year are right).
type Rule struct {
	Column string `yaml:"column" json:"column"`
	Op     string `yaml:"op" json:"op"` // eq ne gt gte lt lte starts_with not_starts_with set not_set
	Value  string `yaml:"value" json:"value,omitempty"`
}

var ruleOps = []string{"eq", "ne", "gt", "gte", "lt", "lte", "starts_with", "not_starts_with", "set", "not_set"}

func (r *Rule) check(field string) error {
	switch {
	case r.Column == "":
		return invalid(field+".column", "the rule names no column", "")
	case !slices.Contains(ruleOps, r.Op):
		return invalid(field+".op", "there is no rule "+r.Op, strings.Join(ruleOps, ", "))
	}
	return nil
}

// condition is a rule bound to a place in the row.
type condition struct {
	at    int // -1: no row has the column
	op    string
	value string
	num   float64
	isNum bool
}

func (r *Rule) bind(at int) condition {
	c := condition{at: at, op: r.Op, value: r.Value}
	c.num, c.isNum = plainNumber(strings.TrimSpace(r.Value))
	return c
}

func (c *condition) holds(cells []kith.Value) bool {
	v := cell(cells, c.at)
	switch c.op {
	case "set":
		return !blank(v)
	case "not_set":
		return blank(v)
	case "starts_with":
		return strings.HasPrefix(v.Text(), c.value)
	case "not_starts_with":
		return !strings.HasPrefix(v.Text(), c.value)
	case "ne":
		return c.compare(v) != 0
	}
	if blank(v) {
		return false
	}
	switch order := c.compare(v); c.op {
	case "eq":
		return order == 0
	case "gt":
		return order == 1
	case "gte":
		return order == 1 || order == 0
	case "lt":
		return order == -1
	case "lte":
		return order == -1 || order == 0
	}
	return false
}

const incomparable = 2

// compare returns -1, 0 or 1, or incomparable for text against a number.
func (c *condition) compare(v kith.Value) int {
	if !c.isNum {
		return strings.Compare(v.Text(), c.value)
	}
	num, ok := v.Num, v.Kind == kith.Number
	if v.Kind == kith.String {
		num, ok = plainNumber(strings.TrimSpace(v.Str))
	}
	switch {
	case !ok && v.Text() == c.value:
		return 0
	case !ok:
		return incomparable
	case num < c.num:
		return -1
	case num > c.num:
		return 1
	}
	return 0
}

func blank(v kith.Value) bool {
	return v.Kind == kith.None || v.Kind == kith.String && strings.TrimSpace(v.Str) == ""
}

// cell is a row's cell, None where the row has none.
func cell(cells []kith.Value, at int) kith.Value {
	if at < 0 || at >= len(cells) {
		return kith.Value{}
	}
	return cells[at]
}
