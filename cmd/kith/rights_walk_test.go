package main

import (
	"encoding/json"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"kith/internal/platform/auth"
)

const rolePassword = "walks through every door"

// add makes an operator by the command line, beside the running server.
func (s *server) add(email string, flags ...string) result {
	s.t.Helper()
	c := exec.Command(program, append([]string{"operator", "add", email, "--data", s.dir}, flags...)...)
	c.Stdin = strings.NewReader(rolePassword + "\n")
	text, _ := c.CombinedOutput()
	return result{c.ProcessState.ExitCode(), "", string(text)}
}

// signIn returns the Cookie header of a session.
func (s *server) signIn(email string) string {
	s.t.Helper()
	res, err := http.Post(s.address+"/api/session", "application/json", strings.NewReader(`{"email":"`+email+`","password":"`+rolePassword+`"}`))
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		s.t.Fatalf("%s signs in: %d", email, res.StatusCode)
	}
	return res.Header.Get("Set-Cookie")
}

var pathParameter = regexp.MustCompile(`\{[^}]+\}`)

// Every operation, asked by every role, is refused exactly when the role lacks
// the right that the document names. The parameter that no operation knows
// keeps those that may from doing anything: it is refused after the right.
func TestEveryRoleAtEveryOperation(t *testing.T) {
	s := serve(t, filepath.Join(t.TempDir(), "data"))
	if r := s.add("first@example.com", "--role", "viewer"); r.code == 0 || !strings.Contains(r.errors, "last owner") {
		t.Errorf("a workspace without an owner: %d %s", r.code, r.errors)
	}
	cookies := map[auth.Role]string{"": ""}
	for _, role := range auth.Roles {
		if r := s.add(string(role)+"@example.com", "--role", string(role)); r.code != 0 {
			t.Fatal(r.errors)
		}
		cookies[role] = s.signIn(string(role) + "@example.com")
	}
	var token struct{ Secret string }
	s.api("POST", "/api/workspaces/1/tokens", `{"name":"walker","role":"admin"}`, &token)

	var doc document
	if err := json.Unmarshal([]byte(s.do("GET", "/api/openapi.json", "").body), &doc); err != nil {
		t.Fatal(err)
	}
	asked := 0
	for path, methods := range doc.Paths {
		for method, op := range methods {
			at := pathParameter.ReplaceAllString(path, "1") + "?unknown-to-all=1"
			for role, cookie := range cookies {
				r := s.do(strings.ToUpper(method), at, "{}", "Cookie", cookie, "Content-Type", "application/json")
				if want := refusal(role, op.Right); !fits(r.status, want) {
					t.Errorf("%s %s (%s, needs %s) as %q: %d, want %d", method, path, op.OperationID, op.Right, role, r.status, want)
				} else if want == http.StatusForbidden && (!strings.Contains(r.body, string(role)) || !strings.Contains(r.body, `"hint"`)) {
					t.Errorf("%s as %s is refused without a reason: %s", op.OperationID, role, r.body)
				}
				asked++
			}
			want := refusal(auth.Admin, op.Right)
			if op.Right == auth.Manage {
				want = http.StatusForbidden
			}
			if r := s.do(strings.ToUpper(method), at, "{}", "Authorization", "Bearer "+token.Secret, "Content-Type", "application/json"); !fits(r.status, want) {
				t.Errorf("%s %s as a token: %d, want %d", method, path, r.status, want)
			}
		}
	}
	t.Logf("asked %d times", asked)
}

// refusal is the status that a role is to get; 0 for any but 401 and 403.
func refusal(role auth.Role, right auth.Right) int {
	switch {
	case right == auth.Anyone:
		return 0
	case role == "":
		return http.StatusUnauthorized
	case right == auth.Self || role.May(right):
		return 0
	}
	return http.StatusForbidden
}

func fits(status, want int) bool {
	if want == 0 {
		return status != http.StatusUnauthorized && status != http.StatusForbidden
	}
	return status == want
}

// An operator of one workspace sees nothing of another, by whatever name.
func TestOneWorkspaceOnly(t *testing.T) {
	s := serve(t, filepath.Join(t.TempDir(), "data"))
	if r := s.add("owner@example.com"); r.code != 0 {
		t.Fatal(r.errors)
	}
	var shop, source struct{ ID uint32 }
	s.api("POST", "/api/workspaces", `{"slug":"shop","name":"Shop","zone":"UTC"}`, &shop)
	s.api("POST", "/api/workspaces/2/sources", `{"name":"app","kind":"app"}`, &source)
	if r := s.add("lin@example.com", "--role", "admin", "--workspace", "main"); r.code != 0 {
		t.Fatal(r.errors)
	}
	lin, owner := s.signIn("lin@example.com"), s.signIn("owner@example.com")
	for _, c := range []struct {
		method, path, slug string
		status             int
	}{
		{"GET", "/api/v1/names", "", 200}, {"GET", "/api/v1/names", "main", 200}, {"GET", "/api/v1/names", "shop", 403},
		{"GET", "/api/v1/quarantine", "shop", 403}, {"GET", "/api/workspaces/2/operators", "", 403}, {"GET", "/api/workspaces/9/operators", "", 403},
		{"POST", "/api/sources/2/disable", "", 404}, {"POST", "/api/workspaces", "", 403}, {"GET", "/api/v1/names", "attic", 404},
	} {
		if r := s.do(c.method, c.path, "", "Cookie", lin, "X-Kith-Workspace", c.slug); r.status != c.status {
			t.Errorf("%s %s in %q: %d %s", c.method, c.path, c.slug, r.status, r.body)
		}
	}
	for _, path := range []string{"/api/workspaces", "/api/v1/status", "/api/session"} {
		if r := s.do("GET", path, "", "Cookie", lin); r.status != 200 || strings.Contains(strings.ToLower(r.body), "shop") {
			t.Errorf("%s: %d %s", path, r.status, r.body)
		}
		if r := s.do("GET", path, "", "Cookie", owner); r.status != 200 || !strings.Contains(strings.ToLower(r.body), "shop") {
			t.Errorf("the owner of the first workspace lacks the one that the machine made, at %s: %d %s", path, r.status, r.body)
		}
	}
	if r := s.do("POST", "/api/workspaces", `{"slug":"tea","name":"Tea","zone":"Asia/Shanghai"}`, "Cookie", owner, "Content-Type", "application/json"); r.status != 200 || !strings.Contains(r.body, `"currency":"CNY"`) {
		t.Errorf("an owner makes a workspace: %d %s", r.status, r.body)
	}
	if r := s.do("GET", "/api/v1/names", "", "Cookie", owner, "X-Kith-Workspace", "tea"); r.status != 200 {
		t.Errorf("and owns it: %d %s", r.status, r.body)
	}
}
