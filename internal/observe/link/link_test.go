package link

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/platform/db"
	"kith/internal/platform/db/dbtest"
)

var (
	noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	me   = Who{Workspace: 1, Operator: 7}
)

type scene struct {
	*testing.T
	store   *Store
	now     time.Time
	clicked []*kith.Batch
	full    bool
	follow  *Follow
}

func newScene(t *testing.T, d *db.DB) *scene {
	t.Helper()
	if err := d.Migrate(t.Context(), "link", Migrations); err != nil {
		t.Fatal(err)
	}
	s := &scene{T: t, now: noon}
	s.store = New(d, func() time.Time { return s.now })
	s.follow = &Follow{Store: s.store, Log: s, Logger: slog.New(slog.DiscardHandler), Origin: func(_ context.Context, w int64) (string, uint32, error) {
		return fmt.Sprintf("shop%d", w), 5, nil
	}}
	return s
}

func (s *scene) Append(_ context.Context, workspace string, payload []byte) (uint64, error) {
	if s.full {
		return 0, errors.New("the disk is full")
	}
	if workspace != "shop1" {
		s.Errorf("a click went to %s", workspace)
	}
	b, err := kith.DecodeBatch(payload)
	s.clicked = append(s.clicked, b)
	return 1, err
}

func (s *scene) make(d Draft) Link {
	s.Helper()
	made, err := s.store.Create(s.Context(), me, []Draft{d})
	if err != nil {
		s.Fatal(err)
	}
	return made[0]
}

const browser = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36"

// open opens an address as a browser does, but for what edit changes.
func (s *scene) open(address string, edit func(*http.Request)) *http.Response {
	s.Helper()
	mux := http.NewServeMux()
	mux.Handle("/l/{code}", s.follow)
	r := httptest.NewRequestWithContext(s.Context(), "GET", address, nil)
	r.Header.Set("User-Agent", browser)
	if edit != nil {
		edit(r)
	}
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, r)
	return w.Result()
}

func TestLinks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newScene(t, d)
		l := s.make(Draft{Name: " 春季海报 ", Kind: "offline", Partner: "东门店", Target: "https://shop.example/new?b=2&utm_source=old&a=%41#top", Campaign: Campaign{Source: "poster", Medium: "offline", Name: "spring sale"}})
		if l.Name != "春季海报" || len(l.Code) != 8 || l.Owner != 7 || !l.Ends.IsZero() {
			t.Errorf("%+v", l)
		}
		if want := "https://shop.example/new?b=2&a=%41&utm_source=poster&utm_medium=offline&utm_campaign=spring+sale#top"; l.Leads != want {
			t.Errorf("it leads to\n%s, not\n%s", l.Leads, want)
		}

		answer := s.open("/l/"+strings.ToUpper(l.Code)+"?q", func(r *http.Request) { r.Header.Set("Referer", "https://Blog.example:8443/x") })
		to, err := url.Parse(answer.Header.Get("Location"))
		click := to.Query().Get("kclid")
		if err != nil || answer.StatusCode != http.StatusFound || len(click) != 20 || answer.Header.Get("Cache-Control") != "no-store" {
			t.Fatalf("%d %v", answer.StatusCode, answer.Header)
		}
		if len(s.clicked) != 1 || s.clicked[0].Source != 5 || len(s.clicked[0].Events) != 1 {
			t.Fatalf("%+v", s.clicked)
		}
		e := s.clicked[0].Events[0]
		said := map[string]string{}
		for _, p := range e.Props {
			said[p.Name] = p.Value.Text()
		}
		for name, want := range map[string]string{
			"$link": l.Code, "$link_name": "春季海报", "$link_kind": "offline", "$link_partner": "东门店", "$link_scanned": "true", "utm_source": "poster", "utm_medium": "offline",
			"utm_campaign": "spring sale", "$referring_domain": "blog.example", "$raw_user_agent": browser,
		} {
			if said[name] != want {
				t.Errorf("%s is %q, not %q", name, said[name], want)
			}
		}
		if e.Name != kith.EventClicked || e.Time != noon.UnixMicro() || len(e.IDs) != 1 || e.IDs[0] != (kith.ID{Type: "click", Value: click}) || e.MessageID != "click-"+click {
			t.Errorf("%+v", e)
		}

		s.full = true // whoever clicked is led on all the same
		if to := s.open("/l/"+l.Code, nil).Header.Get("Location"); to != l.Leads {
			t.Errorf("with a full disk it leads to %s", to)
		}
		s.full = false

		two, err := s.store.Update(t.Context(), me, l.ID, Change{Version: 1, Ends: new(noon.Add(time.Hour)), Name: new("海报")})
		if err != nil || two.Version != 2 || two.Name != "海报" || two.Partner != "东门店" {
			t.Fatalf("%+v, %v", two, err)
		}
		if _, err := s.store.Update(t.Context(), me, l.ID, Change{Version: 1}); kith.CodeOf(err) != kith.Conflict {
			t.Errorf("an old version: %v", err)
		}
		if _, err := s.store.Update(t.Context(), Who{Workspace: 2}, l.ID, Change{Version: 2}); kith.CodeOf(err) != kith.NotFound {
			t.Errorf("from another workspace: %v", err)
		}
		s.now = noon.Add(time.Hour)
		if r := s.open("/l/"+l.Code, nil); r.StatusCode != http.StatusGone || r.Header.Get("Location") != "" {
			t.Errorf("after its end: %d", r.StatusCode)
		}
		if _, err = s.store.Update(t.Context(), me, l.ID, Change{Version: 2, Ends: &time.Time{}, Archived: new(true)}); err != nil {
			t.Fatal(err)
		}
		if r := s.open("/l/"+l.Code, nil); r.StatusCode != http.StatusGone {
			t.Errorf("put aside: %d", r.StatusCode)
		}
		if r := s.open("/l/nothing", nil); r.StatusCode != http.StatusNotFound {
			t.Errorf("a code that does not exist: %d", r.StatusCode)
		}
	})
}

func TestRobotsAreNoClicks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newScene(t, d)
		l := s.make(Draft{Name: "a", Target: "https://shop.example/"})
		for what, edit := range map[string]func(*http.Request){
			"a head":        func(r *http.Request) { r.Method = http.MethodHead },
			"no name":       func(r *http.Request) { r.Header.Set("User-Agent", "") },
			"a crawler":     func(r *http.Request) { r.Header.Set("User-Agent", "Mozilla/5.0 (compatible; Googlebot/2.1)") },
			"a preview":     func(r *http.Request) { r.Header.Set("User-Agent", "facebookexternalhit/1.1") },
			"a program":     func(r *http.Request) { r.Header.Set("User-Agent", "Go-http-client/2.0") },
			"looking ahead": func(r *http.Request) { r.Header.Set("Sec-Purpose", "prefetch;prerender") },
		} {
			if r := s.open("/l/"+l.Code, edit); r.StatusCode != http.StatusFound || r.Header.Get("Location") != l.Target {
				t.Errorf("%s: %d to %s", what, r.StatusCode, r.Header.Get("Location"))
			}
		}
		for _, agent := range []string{browser, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50(0x18003233) NetType/WIFI Language/zh_CN"} {
			s.open("/l/"+l.Code, func(r *http.Request) { r.Header.Set("User-Agent", agent) })
		}
		if len(s.clicked) != 2 {
			t.Errorf("%d clicks, not 2", len(s.clicked))
		}
		if err := s.store.writeRobots(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got, err := s.store.Get(t.Context(), me, l.ID); err != nil || got.Robots != 6 {
			t.Errorf("%d robots, not 6: %v", got.Robots, err)
		}
	})
}

func TestPace(t *testing.T) {
	var p pace
	a, b := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	for range perMinute {
		if !p.allows(a, noon) {
			t.Fatal("held back too early")
		}
	}
	if p.allows(a, noon) || !p.allows(b, noon) || !p.allows(a, noon.Add(time.Minute)) {
		t.Error("one address, one minute")
	}
}

func TestManyAtOnceAndList(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newScene(t, d)
		drafts := make([]Draft, 30)
		for i := range drafts {
			drafts[i] = Draft{Kind: "kol", Name: fmt.Sprintf("KOL %02d", i), Partner: "100%_sure!", Code: fmt.Sprintf("kol-%02d", i), Target: "https://shop.example/"}
		}
		if _, err := s.store.Create(t.Context(), me, drafts); err != nil {
			t.Fatal(err)
		}
		s.make(Draft{Name: "plain", Target: "https://shop.example/"})
		again := append([]Draft{{Name: "new", Target: "https://shop.example/"}}, drafts[3])
		var e *kith.Error
		if _, err := s.store.Create(t.Context(), me, again); !errors.As(err, &e) || e.Code != kith.Conflict || e.Field != "links[1].code" {
			t.Errorf("a code twice: %v", err)
		}
		seen, after := map[string]bool{}, ""
		for pages := 0; ; pages++ {
			list, next, err := s.store.List(t.Context(), me, Query{Search: "100%_SURE!", After: after, Limit: 7})
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range list {
				if seen[l.Code] {
					t.Errorf("%s twice", l.Code)
				}
				seen[l.Code] = true
			}
			if after = next; next == "" {
				break
			}
		}
		if len(seen) != 30 {
			t.Errorf("%d found, not 30: what was refused may have been kept", len(seen))
		}
		if list, _, err := s.store.List(t.Context(), me, Query{Kind: "link", Limit: 7}); err != nil || len(list) != 1 || list[0].Name != "plain" {
			t.Errorf("by kind: %+v, %v", list, err)
		}
		if list, _, err := s.store.List(t.Context(), Who{Workspace: 2}, Query{Limit: 7}); err != nil || len(list) != 0 {
			t.Errorf("elsewhere: %+v, %v", list, err)
		}
		if _, _, err := s.store.List(t.Context(), me, Query{After: "x", Limit: 7}); kith.CodeOf(err) != kith.Invalid {
			t.Errorf("a page that never was: %v", err)
		}
	})
}

func TestBadDrafts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newScene(t, d)
		good := Draft{Name: "n", Target: "https://shop.example/"}
		for field, edit := range map[string]func(*Draft){
			"name":            func(d *Draft) { d.Name = " " },
			"partner":         func(d *Draft) { d.Partner = "a\nb" },
			"note":            func(d *Draft) { d.Note = strings.Repeat("字", maxNote+1) },
			"kind":            func(d *Draft) { d.Kind = "poster" },
			"campaign.medium": func(d *Draft) { d.Campaign.Medium = "\x00" },
		} {
			bad := good
			edit(&bad)
			var e *kith.Error
			if _, err := s.store.Create(t.Context(), me, []Draft{bad}); !errors.As(err, &e) || e.Code != kith.Invalid || e.Field != field || e.Hint == "" {
				t.Errorf("%s: %v", field, err)
			}
		}
		for _, target := range []string{"", "shop.example", "/new", "javascript:alert(1)", "ftp://shop.example/", "https://", "https://user:secret@shop.example/", "https://a b.example/", "https://shop.example/" + strings.Repeat("a", maxTarget)} {
			bad := good
			bad.Target = target
			if _, err := s.store.Create(t.Context(), me, []Draft{bad}); kith.CodeOf(err) != kith.Invalid {
				t.Errorf("target %.40q: %v", target, err)
			}
		}
		for _, code := range []string{"a", "a--b", "-ab", "ab-", "a b", "字字字", "a/b", strings.Repeat("a", 41)} {
			bad := good
			bad.Code = code
			if _, err := s.store.Create(t.Context(), me, []Draft{bad}); kith.CodeOf(err) != kith.Invalid {
				t.Errorf("code %q: %v", code, err)
			}
		}
	})
}

func TestQR(t *testing.T) {
	m, err := newModules("https://kith.example/l/abcd2345?q", "M")
	if err != nil {
		t.Fatal(err)
	}
	svg := string(m.svg())
	if !strings.HasPrefix(svg, "<svg ") || strings.Contains(svg, "script") || len(svg) > 12_000 {
		t.Errorf("%d bytes: %.80s", len(svg), svg)
	}
	data, err := m.png(1024)
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	n := m.size() + 2*quiet
	scale := drawn.Bounds().Dx() / n
	if drawn.Bounds().Dx() > 1024 || scale < 20 {
		t.Fatalf("%v for %d modules", drawn.Bounds(), n)
	}
	for y := range n {
		for x := range n {
			inside := x >= quiet && y >= quiet && x < n-quiet && y < n-quiet
			r, _, _, _ := drawn.At(x*scale+scale/2, y*scale+scale/2).RGBA()
			if want := inside && m.dark(x-quiet, y-quiet); want != (r == 0) {
				t.Fatalf("module %d, %d is drawn wrongly", x, y)
			}
		}
	}
	// The three finders of ISO/IEC 18004 stand in their corners.
	for _, corner := range [][2]int{{0, 0}, {m.size() - 7, 0}, {0, m.size() - 7}} {
		for i := range 7 {
			if !m.dark(corner[0]+i, corner[1]) || !m.dark(corner[0], corner[1]+i) || i > 0 && i < 6 && m.dark(corner[0]+1, corner[1]+i) {
				t.Fatalf("no finder at %v", corner)
			}
		}
	}
	if _, err := newModules("x", "Z"); kith.CodeOf(err) != kith.Invalid {
		t.Errorf("level Z: %v", err)
	}
}

// FuzzTarget: whatever is taken as a target leads to its own host.
func FuzzTarget(f *testing.F) {
	for _, s := range []string{"https://shop.example/a?b=c&utm_source=x#f", "http://[::1]:8080/?&&=", "https://例子.example/字?a=%zz", "https://a.example?x;y"} {
		f.Add(s, "s p&=#")
	}
	f.Fuzz(func(t *testing.T, target, source string) {
		r := &row{}
		if r.setTarget(target) != nil || r.setCampaign(Campaign{Source: source}) != nil {
			return
		}
		from, err := url.Parse(r.Target)
		if err != nil {
			t.Fatal(err)
		}
		to, err := url.Parse(r.leads("click"))
		if err != nil {
			t.Fatalf("%q leads to %q: %v", target, r.leads("click"), err)
		}
		if to.Host != from.Host || to.Scheme != from.Scheme || to.Path != from.Path || to.Fragment != from.Fragment {
			t.Fatalf("%q leads to %q", target, to)
		}
		if got := to.Query().Get("kclid"); got != "click" {
			t.Fatalf("the click of %q is %q", to, got)
		}
	})
}
