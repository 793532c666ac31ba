package auth_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/platform/auth"
	"kith/internal/platform/db"
	"kith/internal/platform/db/dbtest"
)

// call makes a request and reads the answer into out, when it is a success.
func (s site) call(t *testing.T, cookie *http.Cookie, method, path, body string, out any) int {
	t.Helper()
	res, text := s.do(t, request{method: method, path: path, body: body, cookie: cookie})
	if res.StatusCode < 300 && out != nil {
		if err := json.Unmarshal([]byte(text), out); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	return res.StatusCode
}

// joins invites somebody and follows their link.
func (s site) joins(t *testing.T, by *http.Cookie, workspace int, email string, role auth.Role) (auth.Member, *http.Cookie) {
	t.Helper()
	var in auth.Invited
	if n := s.call(t, by, "POST", fmt.Sprintf("/api/workspaces/%d/operators", workspace), fmt.Sprintf(`{"email":%q,"role":%q}`, email, role), &in); n != 200 {
		t.Fatalf("invite %s: %d", email, n)
	}
	if in.Link == nil || in.Member.State != "invited" || in.Member.Role != role {
		t.Fatalf("%+v", in)
	}
	return in.Member, s.follows(t, *in.Link)
}

func (s site) follows(t *testing.T, link auth.Link) *http.Cookie {
	t.Helper()
	_, secret, _ := strings.Cut(link.Path, "#")
	res, text := s.do(t, request{method: "POST", path: "/api/links/use", body: fmt.Sprintf(`{"secret":%q,"password":"a password of my own"}`, secret)})
	if res.StatusCode != 200 || len(res.Cookies()) != 1 {
		t.Fatalf("use a link: %d %s", res.StatusCode, text)
	}
	return res.Cookies()[0]
}

// TestInvitation follows a colleague from being invited to being sent away.
func TestInvitation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		owner := s.signIn(t)
		var in auth.Invited
		if n := s.call(t, owner, "POST", "/api/workspaces/1/operators", `{"email":"Lin@Example.com","name":"Lin","role":"analyst"}`, &in); n != 200 {
			t.Fatal(n)
		}
		_, secret, _ := strings.Cut(in.Link.Path, "#")
		look := fmt.Sprintf(`{"secret":%q}`, secret)
		var whose auth.LinkOwner
		if n := s.call(t, nil, "POST", "/api/links/look", look, &whose); n != 200 || whose.Email != "lin@example.com" || !whose.Invited || whose.Expires.Sub(s.clock.now()) != 72*time.Hour {
			t.Errorf("%d %+v", n, whose)
		}
		if _, err := s.auth.SignIn(t.Context(), credentials("lin@example.com", "")); kith.CodeOf(err) != kith.Unauthorized {
			t.Errorf("signs in without a password: %v", err)
		}
		lin := s.follows(t, *in.Link)
		if n := s.call(t, nil, "POST", "/api/links/look", look, nil); n != 404 {
			t.Errorf("a link works twice: %d", n)
		}
		var me auth.Identity
		if n := s.call(t, lin, "GET", "/api/session", "", &me); n != 200 || len(me.Memberships) != 1 || me.Memberships[0].Slug != "tea" || me.Memberships[0].Role != auth.Analyst || me.Version != "1.2.3" {
			t.Errorf("%+v", me)
		}
		if n := s.call(t, lin, "POST", "/api/workspaces/1/operators", `{"email":"x@example.com"}`, nil); n != 403 {
			t.Errorf("an analyst invites: %d", n)
		}
		if n := s.call(t, lin, "GET", "/api/workspaces/2/operators", "", nil); n != 403 {
			t.Errorf("sees who is in another workspace: %d", n)
		}
		one := fmt.Sprintf("/api/workspaces/1/operators/%d", in.Member.Operator)
		var m auth.Member
		if n := s.call(t, owner, "PATCH", one, `{"role":"viewer"}`, &m); n != 200 || m.Role != auth.Viewer || m.State != "active" || m.LastSeen.IsZero() {
			t.Errorf("%+v", m)
		}
		if s.call(t, owner, "POST", "/api/workspaces/1/operators", `{"email":"lin@example.com"}`, nil) != 409 {
			t.Error("is invited twice")
		}
		in = auth.Invited{}
		if n := s.call(t, owner, "POST", "/api/workspaces/2/operators", `{"email":"lin@example.com","role":"viewer"}`, &in); n != 200 || in.Link != nil || in.Member.Others != 1 {
			t.Errorf("a second workspace: %d %+v", n, in)
		}
		if n := s.call(t, owner, "POST", one+"/disable", "", &m); n != 200 || m.State != "disabled" {
			t.Errorf("%d %+v", n, m)
		}
		if n := s.call(t, lin, "GET", "/api/workspaces/1/operators", "", nil); n != 401 {
			t.Errorf("a disabled operator's session: %d", n)
		}
		if _, err := s.auth.SignIn(t.Context(), credentials("lin@example.com", "a password of my own")); kith.CodeOf(err) != kith.Unauthorized {
			t.Errorf("a disabled operator signs in: %v", err)
		}
		if n := s.call(t, owner, "POST", one+"/link", "", nil); n != 409 {
			t.Errorf("a link for who is disabled: %d", n)
		}
		s.call(t, owner, "POST", one+"/enable", "", nil)
		if n := s.call(t, owner, "POST", one+"/link", "", &in); n != 200 || in.Link == nil {
			t.Fatalf("%d %+v", n, in)
		}
		s.clock.forward(73 * time.Hour)
		_, secret, _ = strings.Cut(in.Link.Path, "#")
		if n := s.call(t, nil, "POST", "/api/links/look", fmt.Sprintf(`{"secret":%q}`, secret), nil); n != 404 {
			t.Errorf("an old link works: %d", n)
		}
		owner = s.signIn(t)
		if n := s.call(t, owner, "DELETE", one, "", nil); n != 204 {
			t.Error(n)
		}
		var all []auth.Member
		if s.call(t, owner, "GET", "/api/workspaces/1/operators", "", &all); len(all) != 1 || all[0].Role != auth.Owner {
			t.Errorf("%+v", all)
		}
	})
}

// Nobody rises above their role, and no account opens a workspace to an admin
// of another.
func TestWhoAppointsWhom(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		owner := s.signIn(t)
		admin, adminCookie := s.joins(t, owner, 1, "admin@example.com", auth.Admin)
		viewer, _ := s.joins(t, adminCookie, 1, "viewer@example.com", auth.Viewer)
		both, _ := s.joins(t, owner, 1, "both@example.com", auth.Viewer)
		if n := s.call(t, owner, "POST", "/api/workspaces/2/operators", `{"email":"both@example.com","role":"viewer"}`, nil); n != 200 {
			t.Fatal(n)
		}
		of := func(m uint32, more string) string { return fmt.Sprintf("/api/workspaces/1/operators/%d%s", m, more) }
		for _, c := range []struct {
			says, method, path, body string
			status                   int
		}{
			{"an admin promotes themself", "PATCH", of(admin.Operator, ""), `{"role":"owner"}`, 403},
			{"an admin appoints an admin", "PATCH", of(viewer.Operator, ""), `{"role":"admin"}`, 403},
			{"an admin invites an owner", "POST", "/api/workspaces/1/operators", `{"email":"x@example.com","role":"owner"}`, 403},
			{"an admin demotes the owner", "PATCH", of(1, ""), `{"role":"viewer"}`, 403},
			{"an admin removes the owner", "DELETE", of(1, ""), "", 403},
			{"an admin disables the owner", "POST", of(1, "/disable"), "", 403},
			{"an admin gets a link of the owner's", "POST", of(1, "/link"), "", 403},
			{"an admin gets a link of their own", "POST", of(admin.Operator, "/link"), "", 403},
			{"an admin gets a link into another workspace", "POST", of(both.Operator, "/link"), "", 403},
			{"an admin disables somebody of another workspace", "POST", of(both.Operator, "/disable"), "", 403},
			{"an admin removes them here", "DELETE", of(both.Operator, ""), "", 204},
			{"an admin promotes a viewer", "PATCH", of(viewer.Operator, ""), `{"role":"operator"}`, 200},
			{"an admin disables them", "POST", of(viewer.Operator, "/disable"), "", 200},
			{"an admin makes an owner's token", "POST", "/api/workspaces/1/tokens", `{"name":"x","role":"owner"}`, 400},
			{"an admin makes an admin's token", "POST", "/api/workspaces/1/tokens", `{"name":"x","role":"admin"}`, 200},
			{"nobody is changed", "PATCH", of(99, ""), `{"role":"viewer"}`, 404},
			{"a role that is not", "PATCH", of(viewer.Operator, ""), `{"role":"king"}`, 400},
		} {
			res, text := s.do(t, request{method: c.method, path: c.path, body: c.body, cookie: adminCookie})
			if res.StatusCode != c.status {
				t.Errorf("%s: %d %s", c.says, res.StatusCode, text)
			}
			if res.StatusCode >= 400 && !strings.Contains(text, `"hint":"`) {
				t.Errorf("%s: no hint in %s", c.says, text)
			}
		}
		for _, c := range []struct{ method, path, body string }{
			{"PATCH", of(1, ""), `{"role":"admin"}`}, {"DELETE", of(1, ""), ""},
		} {
			if res, text := s.do(t, request{method: c.method, path: c.path, body: c.body, cookie: owner}); res.StatusCode != 409 || !strings.Contains(text, "last owner") {
				t.Errorf("the last owner goes: %d %s", res.StatusCode, text)
			}
		}
		var roles int
		if err := d.NewRaw("SELECT COUNT(*) FROM memberships WHERE role = 'owner' AND workspace_id = 1").Scan(t.Context(), &roles); err != nil || roles != 1 {
			t.Errorf("%d owners, %v", roles, err)
		}
	})
}

// Two owners who send each other away at once do not leave the workspace to nobody.
func TestOwnersDoNotVanishTogether(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		first := s.signIn(t)
		other, second := s.joins(t, first, 1, "second@example.com", auth.Owner)
		var group sync.WaitGroup
		status := make([]int, 2)
		for i, c := range []struct {
			by   *http.Cookie
			whom uint32
		}{{first, other.Operator}, {second, 1}} {
			group.Go(func() {
				res, _ := s.do(t, request{method: "DELETE", path: fmt.Sprintf("/api/workspaces/1/operators/%d", c.whom), cookie: c.by})
				status[i] = res.StatusCode
			})
		}
		group.Wait()
		list, err := s.auth.Members(t.Context(), 1)
		if err != nil || len(list) != 1 {
			t.Errorf("%v: %+v, %v", status, list, err)
		}
	})
}

// A token does what its role says, at most, and never manages.
func TestTokensHaveRoles(t *testing.T) {
	ctx := auth.With(t.Context(), auth.Caller{Kind: auth.ByToken, Workspace: 1, Role: auth.Admin})
	for right, want := range map[auth.Right]bool{auth.View: true, auth.Query: true, auth.Integrate: true, auth.Manage: false, auth.Own: false} {
		if err := auth.Allow(ctx, 1, right); (err == nil) != want {
			t.Errorf("%s: %v", right, err)
		}
	}
	if err := auth.Allow(ctx, 2, auth.View); kith.CodeOf(err) != kith.Forbidden {
		t.Errorf("%v", err)
	}
	err := auth.Allow(auth.With(t.Context(), auth.Caller{Kind: auth.ByOperator, Roles: map[uint32]auth.Role{1: auth.Viewer}}), 1, auth.Query)
	var e *kith.Error
	if !errors.As(err, &e) || e.Message != "your role here is viewer, which may not ask in SQL" ||
		e.Hint != "ask an owner or admin of the workspace for one of these roles: owner, admin, analyst; as viewer you can look at this workspace" {
		t.Errorf("%v", err)
	}
}

// An operator in whose name something is done later has the rights of then.
func TestAs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a, _, _ := open(t, d)
		o := withOperator(t, a)
		c, err := a.As(t.Context(), o.ID)
		if err != nil || auth.Allow(auth.With(t.Context(), c), 2, auth.Own) != nil {
			t.Errorf("%+v, %v", c, err)
		}
		if _, err := a.As(t.Context(), 9); kith.CodeOf(err) != kith.NotFound {
			t.Errorf("%v", err)
		}
	})
}
