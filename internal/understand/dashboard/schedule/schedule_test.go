package schedule

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"kith/internal/kith"
	"kith/internal/platform/db"
	"kith/internal/platform/db/dbtest"
	kmail "kith/internal/platform/mail"
	"kith/internal/platform/mail/mailtest"
	"kith/internal/understand/dashboard"
	"kith/internal/understand/dashboard/dashboardtest"
	"kith/internal/understand/insight"
)

// world is a workspace with a dashboard, a mail server and a clock.
type world struct {
	*testing.T
	db     *db.DB
	stage  *dashboardtest.Stage
	server *mailtest.Server
	now    time.Time
	room   *Room
	board  dashboard.Dashboard
}

var shanghai = func() *time.Location {
	loc, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		panic(err)
	}
	return loc
}()

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, shanghai)
	if err != nil {
		panic(err)
	}
	return t
}

func newWorld(t *testing.T, d *db.DB, o mailtest.Options) *world {
	t.Helper()
	for name, files := range map[string]struct{ migrate func() error }{
		"dashboard": {func() error { return d.Migrate(t.Context(), "dashboard", dashboard.Migrations) }},
		"schedule":  {func() error { return d.Migrate(t.Context(), "schedule", Migrations) }},
	} {
		if err := files.migrate(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	w := &world{T: t, db: d, stage: dashboardtest.Set(t), server: mailtest.Start(t, o), now: at("2026-11-17 14:00")}
	w.restart()
	orders := insight.Question{Range: insight.Range{Last: "7d"}, Trend: &insight.Trend{Series: []insight.Series{{Selector: insight.Selector{Event: "order_paid"}}}}}
	w.board = w.make(dashboard.Content{Name: "订单", Shared: dashboard.Shared{Range: insight.Range{Last: "7d"}}, Cards: []dashboard.Card{{ID: "a", Kind: "question", Title: "订单", Question: &orders, Form: "number"}}})
	return w
}

func (w *world) make(c dashboard.Content) dashboard.Dashboard {
	w.Helper()
	d, err := w.room.Dashboards.Create(w.Context(), dashboard.NewDashboard{Workspace: 1, Operator: 7, Content: c})
	if err != nil {
		w.Fatal(err)
	}
	return d
}

// restart is what a process does that begins after another ended.
func (w *world) restart() {
	w.Helper()
	clock := func() time.Time { return w.now }
	store, err := Open(w.Context(), w.db, clock)
	if err != nil {
		w.Fatal(err)
	}
	sender := kmail.New(kmail.Server{Host: w.server.Host, Port: w.server.Port, Security: kmail.Plain, From: mail.Address{Name: "Kith", Address: "kith@example.com"}},
		kmail.Options{Connect: 5 * time.Second, Transfer: 5 * time.Second, Pauses: []time.Duration{}})
	w.room = New(Options{
		Store: store, Dashboards: dashboard.New(w.db, clock), Answerer: dashboard.NewAnswerer(nil, clock), Sender: sender,
		Space: func(context.Context, uint32) (Space, error) {
			return Space{Slug: "demo", Name: "青禾书房", Zone: "Asia/Shanghai", Asker: insight.Asker{Store: w.stage, Zone: "Asia/Shanghai", Now: func() time.Time { return dashboardtest.Now }}}, nil
		},
		Operators: func(context.Context, uint32) ([]Operator, error) {
			return []Operator{{7, "周屿", "zhou@example.com"}, {8, "林夏", "Lin@example.com"}}, nil
		},
		URL: func() string { return "https://kith.example.com" }, Now: clock, Logger: slog.New(slog.DiscardHandler),
	})
}

func (w *world) schedule(p Plan) Schedule {
	w.Helper()
	if p.Zone == "" {
		p.Zone = "Asia/Shanghai"
	}
	if p.Language == "" {
		p.Language = "zh"
	}
	s, err := w.room.Store.Create(w.Context(), NewSchedule{Workspace: 1, Dashboard: w.board.ID, Operator: 7, Plan: p})
	if err != nil {
		w.Fatal(err)
	}
	return s
}

// tick moves the clock and lets the room do what is due.
func (w *world) tick(moment string) {
	w.Helper()
	w.now = at(moment)
	if err := w.room.Tick(w.Context()); err != nil {
		w.Fatal(err)
	}
}

func (w *world) sent(want int) {
	w.Helper()
	if got := len(w.server.Mails()); got != want {
		w.Errorf("at %s: %d mails, want %d", w.now.In(shanghai).Format("Jan 2 15:04"), got, want)
	}
}

func (w *world) states(id int64) string {
	w.Helper()
	_, deliveries, err := w.room.Store.runs(w.Context(), id, 1)
	if err != nil {
		w.Fatal(err)
	}
	var states []string
	for _, d := range deliveries {
		states = append(states, d.Address+" "+d.State)
	}
	return strings.Join(states, ", ")
}

var daily = Plan{Every: "daily", Hour: 9, Operators: []uint32{7}}

func TestADashboardIsMailedOncePerOccurrence(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, mailtest.Options{})
		plan := daily
		plan.Operators, plan.Addresses = []uint32{8, 7, 99}, []string{"Boss@example.com", "zhou@example.com"}
		s := w.schedule(plan)
		w.tick("2026-11-17 14:01")
		w.sent(0) // nine was before it was made
		w.tick("2026-11-18 08:59")
		w.sent(0)
		w.tick("2026-11-18 09:00")
		w.sent(3) // zhou is an operator and was typed in as well: one mail
		w.tick("2026-11-18 09:00")
		w.restart()
		w.tick("2026-11-18 14:00")
		w.sent(3)
		if got := w.states(s.ID); got != "boss@example.com sent, lin@example.com sent, zhou@example.com sent" {
			t.Error(got)
		}
		w.tick("2026-11-19 09:00")
		w.sent(6)
	})
}

func TestOfMissedOccurrencesTheNewestIsMadeUpFor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, mailtest.Options{})
		w.schedule(daily)
		w.tick("2026-11-18 09:00")
		w.restart()
		w.tick("2026-11-22 13:00")
		w.sent(2)
		if text := w.server.Mails()[1].Parse(t).Text; !strings.Contains(text, "本该 11月22日 09:00 寄出") {
			t.Errorf("it does not say that it is late: %s", text)
		}
	})
}

func TestADeadProcessIsFollowedUpon(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, mailtest.Options{})
		s := w.schedule(daily)
		w.now = at("2026-11-18 09:00")
		if err := w.room.beginDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		// Killed between the claim and the last moment: nothing was sent.
		if claimed, err := w.room.Store.claim(t.Context(), 9); err != nil || len(claimed) != 1 {
			t.Fatal(len(claimed), err)
		}
		w.restart()
		w.tick("2026-11-18 09:01")
		w.sent(0) // the claim may still be somebody's
		w.tick("2026-11-18 09:04")
		w.sent(1)

		// Killed after the last moment: nobody knows, so it is not sent again.
		w.now = at("2026-11-19 09:00")
		if err := w.room.beginDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		claimed, err := w.room.Store.claim(t.Context(), 9)
		if err != nil || len(claimed) != 1 {
			t.Fatal(len(claimed), err)
		}
		if err := w.room.Store.handing(t.Context(), &claimed[0]); err != nil {
			t.Fatal(err)
		}
		w.restart()
		w.tick("2026-11-19 09:10")
		w.sent(1)
		if got := w.states(s.ID); got != "zhou@example.com unsure" {
			t.Error(got)
		}
		// By hand it can be.
		if found, err := w.room.Store.again(t.Context(), claimed[0]); err != nil || !found {
			t.Fatal(found, err)
		}
		w.tick("2026-11-19 09:11")
		w.sent(2)
		if again, err := w.room.Store.again(t.Context(), claimed[0]); err != nil || again {
			t.Errorf("what was sent can be sent again: %v, %v", again, err)
		}
		// A slow process whose claim ran out must not hand over any more.
		if err := w.room.Store.handing(t.Context(), &claimed[0]); !errors.As(err, new(errLost)) {
			t.Errorf("a lost claim: %v", err)
		}
	})
}

func TestTwoProcessesSendOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, mailtest.Options{})
		w.schedule(Plan{Every: "daily", Hour: 9, Operators: []uint32{7, 8}})
		one := w.room
		w.restart()
		two := w.room
		w.now = at("2026-11-18 09:00")
		errs := make(chan error, 8)
		for i := range 8 {
			go func() { errs <- []*Room{one, two}[i%2].Tick(context.Background()) }()
		}
		for range 8 {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		w.sent(2)
	})
}

func TestWhatFailsForTheMomentIsTriedAgainLater(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		busy := true
		w := newWorld(t, d, mailtest.Options{Recipient: func(to string) error {
			switch {
			case to == "lin@example.com":
				return &smtp.SMTPError{Code: 550, Message: "no such user"}
			case busy:
				return &smtp.SMTPError{Code: 451, Message: "try later"}
			}
			return nil
		}})
		s := w.schedule(Plan{Every: "daily", Hour: 9, Operators: []uint32{7, 8}})
		w.tick("2026-11-18 09:00")
		if got := w.states(s.ID); got != "lin@example.com failed, zhou@example.com waiting" {
			t.Error(got)
		}
		v, err := w.room.view(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		lin, zhou := v.Runs[0].Deliveries[0], v.Runs[0].Deliveries[1]
		if !strings.Contains(lin.Reason, "no such user") || !strings.Contains(zhou.Reason, "try later") || !zhou.Next.Equal(at("2026-11-18 09:01")) {
			t.Errorf("%+v %+v", lin, zhou)
		}
		busy = false
		w.tick("2026-11-18 09:00")
		w.sent(0)
		w.tick("2026-11-18 09:01")
		w.sent(1)
		if got := w.states(s.ID); got != "lin@example.com failed, zhou@example.com sent" {
			t.Error(got)
		}
		busy = true
		w.tick("2026-11-19 09:00")
		for range len(pauses) {
			w.now = w.now.Add(4 * time.Hour)
			if err := w.room.Tick(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if got := w.states(s.ID); got != "lin@example.com failed, zhou@example.com failed" {
			t.Error(got)
		}
	})
}

func TestAnAnswerThatNeverCameIsUnsure(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t), mailtest.Options{Data: func(string, []byte) error { return mailtest.ErrDrop }})
	s := w.schedule(daily)
	w.tick("2026-11-18 09:00")
	w.tick("2026-11-18 12:00")
	if got := w.states(s.ID); got != "zhou@example.com unsure" {
		t.Error(got)
	}
}

func TestWhoUnsubscribesGetsNoMore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, mailtest.Options{})
		s := w.schedule(Plan{Every: "daily", Hour: 9, Operators: []uint32{7}, Addresses: []string{"boss@example.com"}})
		w.tick("2026-11-18 09:00")
		m := w.server.Mails()[0].Parse(t)
		link := strings.Trim(m.Header.Get("List-Unsubscribe"), "<>")
		if !strings.Contains(m.HTML, link) || !strings.Contains(m.Text, link) || m.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" {
			t.Errorf("the link %s is not in the mail", link)
		}
		open := func(method, link string) (int, string) {
			answer := httptest.NewRecorder()
			w.room.Stop().ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), method, link, nil))
			return answer.Code, answer.Body.String()
		}
		if code, page := open(http.MethodGet, link); code != 200 || !strings.Contains(page, "<form method=\"post\"") {
			t.Errorf("%d %s", code, page)
		}
		if gone, _ := w.room.Store.unsubscribed(t.Context(), s.ID); len(gone) != 0 {
			t.Error("looking at the page unsubscribed")
		}
		if code, _ := open(http.MethodPost, link); code != 200 {
			t.Error(code)
		}
		for _, bad := range []string{link + "x", strings.Replace(link, "token=", "token=x", 1), "/unsubscribe", "/unsubscribe?token=."} {
			if code, _ := open(http.MethodPost, bad); code != 422 && code != 400 {
				t.Errorf("%s: %d", bad, code)
			}
		}
		w.tick("2026-11-19 09:00")
		w.sent(3)
		if got := w.states(s.ID); !strings.Contains(got, "skipped") {
			t.Error(got)
		}
		open(http.MethodPost, link+"&back=1")
		w.tick("2026-11-20 09:00")
		w.sent(5)
	})
}

func TestPausingChangingAndDeleting(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, mailtest.Options{})
		s := w.schedule(daily)
		key := Key{1, w.board.ID, s.ID}
		paused := s.Plan
		paused.Paused = true
		if _, err := w.room.Store.Replace(t.Context(), key, paused); err != nil {
			t.Fatal(err)
		}
		w.tick("2026-11-18 09:00")
		w.sent(0)
		w.now = at("2026-11-18 10:00")
		if _, err := w.room.Store.Replace(t.Context(), key, s.Plan); err != nil {
			t.Fatal(err)
		}
		w.tick("2026-11-18 10:01")
		w.sent(0) // what was due while it was paused is not made up for
		if err := w.room.Dashboards.Delete(t.Context(), dashboard.Key{Workspace: 1, ID: w.board.ID}); err != nil {
			t.Fatal(err)
		}
		w.tick("2026-11-19 09:00")
		w.sent(0)
		if _, err := w.room.Dashboards.Restore(t.Context(), dashboard.Key{Workspace: 1, ID: w.board.ID}); err != nil {
			t.Fatal(err)
		}
		w.tick("2026-11-19 09:30")
		w.sent(1)
		if err := w.room.Store.Delete(t.Context(), key); err != nil {
			t.Fatal(err)
		}
		w.tick("2026-11-20 09:00")
		w.sent(1)
		if _, err := w.room.Store.Get(t.Context(), key); kith.CodeOf(err) != kith.NotFound {
			t.Error(err)
		}
	})
}

func TestTheMailSaysWhatTheDashboardSays(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t), mailtest.Options{})
	w.now = dashboardtest.Now
	content, err := dashboard.Make(dashboard.Making{Template: "commerce", Zh: true, Name: "每日阅读与收入", Seen: dashboard.Seen{Events: w.stage.Names.Events.All(), Properties: w.stage.Names.Properties.All()}})
	if err != nil {
		t.Fatal(err)
	}
	content.Cards = append(content.Cards, dashboard.Card{ID: "how", Kind: "text", Title: "怎么读", Text: "先看**交易额**，再看[手册](https://example.com/a)。"})
	w.board = w.make(content)
	for _, language := range []string{"zh", "en"} {
		s := Schedule{Workspace: 1, Dashboard: w.board.ID, Plan: Plan{Language: language}}
		if err := w.room.Test(t.Context(), s, Recipient{Name: "周屿", Address: "zhou@example.com"}); err != nil {
			t.Fatal(err)
		}
		mails := w.server.Mails()
		m := mails[len(mails)-1].Parse(t)
		keep(t, "mail-"+language, m)
		for _, want := range []string{"每日阅读与收入", "交易额", "<strong>交易额</strong>", "https://kith.example.com/demo/dashboards/"} {
			if !strings.Contains(m.HTML, want) {
				t.Errorf("%s: %s is missing", language, want)
			}
		}
		if strings.Contains(m.HTML, "ZgotmplZ") || strings.Contains(m.HTML, "no value") {
			t.Errorf("the template stumbled: %s", m.HTML)
		}
		for id, data := range m.Pictures {
			img, err := png.Decode(bytes.NewReader(data))
			if err != nil || img.Bounds().Dx() < 100 {
				t.Errorf("picture %s: %v", id, err)
			}
			if !strings.Contains(m.HTML, `src="cid:`+id+`"`) {
				t.Errorf("picture %s is not shown", id)
			}
		}
		if n := strings.Count(m.HTML, `src="cid:`); n != len(m.Pictures) || n < 8 {
			t.Errorf("%s: %d pictures shown, %d sent", language, n, len(m.Pictures))
		}
		if !strings.Contains(m.Text, "交易额:  ¥") || strings.Contains(m.Text, "<") {
			t.Errorf("text: %s", m.Text)
		}
	}
}

// keep writes a mail as a page for who wants to look, into KITH_PICTURES.
func keep(t *testing.T, name string, m mailtest.Read) {
	t.Helper()
	dir := os.Getenv("KITH_PICTURES")
	if dir == "" {
		return
	}
	html := m.HTML
	for id, data := range m.Pictures {
		html = strings.ReplaceAll(html, "cid:"+id+`"`, name+"-"+id+`.png"`)
		if err := os.WriteFile(filepath.Join(dir, name+"-"+id+".png"), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, name+".html"), []byte(html), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestWhenAPlanIsDue(t *testing.T) {
	berlin := func(p Plan) Plan { p.Zone = "Europe/Berlin"; return p }
	for _, c := range []struct {
		plan         Plan
		now          string // UTC
		latest, next string
	}{
		{Plan{Every: "daily", Hour: 9, Zone: "Asia/Shanghai"}, "2026-11-18T00:59:00Z", "2026-11-17T09:00", "2026-11-18T01:00:00Z"},
		{Plan{Every: "daily", Hour: 9, Zone: "Asia/Shanghai"}, "2026-11-18T01:00:00Z", "2026-11-18T09:00", "2026-11-19T01:00:00Z"},
		{Plan{Every: "weekly", Weekday: 1, Hour: 9, Zone: "Asia/Shanghai"}, "2026-11-18T06:00:00Z", "2026-11-16T09:00", "2026-11-23T01:00:00Z"},
		{Plan{Every: "weekly", Weekday: 7, Hour: 23, Minute: 30, Zone: "Asia/Shanghai"}, "2026-11-18T06:00:00Z", "2026-11-15T23:30", "2026-11-22T15:30:00Z"},
		{Plan{Every: "monthly", Day: 31, Hour: 0, Zone: "UTC"}, "2026-03-01T00:00:00Z", "2026-02-28T00:00", "2026-03-31T00:00:00Z"},
		// The hour that the clock jumps over, and the one that it goes through twice.
		{berlin(Plan{Every: "daily", Hour: 2, Minute: 30}), "2026-03-29T04:00:00Z", "2026-03-29T02:30", "2026-03-30T00:30:00Z"},
		{berlin(Plan{Every: "daily", Hour: 2, Minute: 30}), "2026-10-25T01:45:00Z", "2026-10-25T02:30", "2026-10-26T01:30:00Z"},
	} {
		now, _ := time.Parse(time.RFC3339, c.now)
		latest, _ := c.plan.Latest(now)
		next, _ := c.plan.Next(now)
		if latest.Name != c.latest || next.Due.UTC().Format(time.RFC3339) != c.next || latest.Due.After(now) || !next.Due.After(now) {
			t.Errorf("%+v at %s: latest %s, next %s; want %s, %s", c.plan, c.now, latest.Name, next.Due.UTC().Format(time.RFC3339), c.latest, c.next)
		}
	}
}

func TestEveryDayOfAYearIsDueOnce(t *testing.T) {
	for _, zone := range []string{"Europe/Berlin", "America/Havana"} { // Havana's clock jumps at midnight
		for _, hour := range []int{0, 2, 12, 23} {
			p := Plan{Every: "daily", Hour: hour, Minute: 30, Zone: zone}
			seen := map[string]int{}
			last := ""
			for now := time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC); now.Year() == 2026; now = now.Add(time.Hour) {
				if o, ok := p.Latest(now); ok && o.Name != last {
					seen[o.Name]++
					last = o.Name
				}
			}
			for name, n := range seen {
				if n != 1 {
					t.Errorf("%s %d: %s was due %d times", zone, hour, name, n)
				}
			}
			if len(seen) < 363 || len(seen) > 366 {
				t.Errorf("%s %d: %d occurrences", zone, hour, len(seen))
			}
		}
	}
}

func TestPlansThatCannotBeAreRefused(t *testing.T) {
	for field, p := range map[string]Plan{
		"zone":         {Every: "daily", Zone: "Local", Operators: []uint32{1}},
		"weekday":      {Every: "weekly", Zone: "UTC", Operators: []uint32{1}},
		"day":          {Every: "monthly", Zone: "UTC", Operators: []uint32{1}},
		"operators":    {Every: "daily", Zone: "UTC"},
		"addresses[0]": {Every: "daily", Zone: "UTC", Addresses: []string{"a@b.example\r\nBcc: x@y.example"}},
	} {
		var e *kith.Error
		if err := p.check(); !errors.As(err, &e) || e.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func FuzzReadToken(f *testing.F) {
	s := &Store{key: []byte("k")}
	f.Add(s.token(1, "a@example.com"))
	f.Fuzz(func(t *testing.T, token string) {
		if id, address, err := s.readToken(token); err == nil && s.token(id, address) != token {
			t.Errorf("%q is read as %d %q", token, id, address)
		}
	})
}
