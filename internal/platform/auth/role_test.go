package auth

import (
	"os"
	"strings"
	"testing"
)

// The table that people read is the one that the program follows.
func TestRolesAreDocumented(t *testing.T) {
	text, err := os.ReadFile("../../../docs/operate.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string][]string{}
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(line, "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if len(cells) == 9 {
			rows[strings.Trim(cells[1], "`")] = cells[3:8]
		}
	}
	heads := rows["right"]
	for _, right := range Rights {
		cells := rows[string(right)]
		if len(cells) != len(Roles) {
			t.Fatalf("no row of %s", right)
		}
		for i, cell := range cells {
			if role := Role(heads[i]); role.May(right) != (cell == "✓") {
				t.Errorf("%s: documented for %s as %q, the program says %v", right, role, cell, role.May(right))
			}
		}
	}
}

func TestWithin(t *testing.T) {
	for _, c := range []struct {
		role, other Role
		want        bool
	}{{Viewer, Viewer, true}, {Analyst, RoleOperator, false}, {RoleOperator, Analyst, false}, {Analyst, Admin, true}, {Owner, Admin, false}, {Admin, Owner, true}} {
		if got := c.role.within(c.other); got != c.want {
			t.Errorf("%s within %s: %v", c.role, c.other, got)
		}
	}
}
