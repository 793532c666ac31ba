package link

import (
	"context"
	"crypto/rand"
	"embed"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"kith/internal/kith"
	"kith/internal/platform/api"
	"kith/internal/platform/db"
)

// Log is where clicks go. Append returns once payload, a kith.Batch in binary,
// is on disk in the workspace's log.
type Log interface {
	Append(ctx context.Context, workspace string, payload []byte) (seq uint64, err error)
}

// Origin is where clicks of a workspace come from: its slug, and the source
// that stands for its links.
type Origin func(ctx context.Context, workspace int64) (slug string, source uint32, err error)

// Follow leads whoever opens /l/<code> on to the link's target.
type Follow struct {
	Store  *Store
	Log    Log
	Origin Origin
	Logger *slog.Logger

	pace pace
}

// appendWithin bounds how long somebody waits for their click to be on disk:
// leading on matters more to them than being counted does to us.
const appendWithin = 2 * time.Second

func (f *Follow) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "links are opened with GET", http.StatusMethodNotAllowed)
		return
	}
	link, err := f.Store.byCode(r.Context(), strings.ToLower(r.PathValue("code")))
	if err != nil {
		f.Logger.Error("a link could not be looked up", "error", err)
		nowhere(w, r, http.StatusServiceUnavailable)
		return
	}
	if link == nil {
		nowhere(w, r, http.StatusNotFound)
		return
	}
	now := f.Store.now()
	if !link.live(db.Micros(now)) {
		nowhere(w, r, http.StatusGone)
		return
	}
	// What the target may know of where somebody comes from is the page with the
	// link, as without us in between.
	w.Header().Set("Referrer-Policy", "strict-origin-when-cross-origin")
	if robot(r) || !f.pace.allows(api.From(r.Context()).Address, now) {
		f.Store.robot(link.ID)
		http.Redirect(w, r, link.leads(""), http.StatusFound)
		return
	}
	click := strings.ToLower(rand.Text()[:20])
	if err := f.record(r, link, click, now); err != nil {
		f.Logger.Error("a click could not be recorded", "link", link.ID, "error", err)
		click = ""
	}
	http.Redirect(w, r, link.leads(click), http.StatusFound)
}

func (f *Follow) record(r *http.Request, link *row, click string, now time.Time) error {
	ctx, cancel := context.WithTimeout(r.Context(), appendWithin)
	defer cancel()
	slug, source, err := f.Origin(ctx, link.Workspace)
	if err != nil {
		return err
	}
	at := db.Micros(now)
	b := kith.Batch{Source: source, Received: at, Events: []kith.Event{{
		MessageID: "click-" + click, Name: kith.EventClicked, Time: at, IDs: []kith.ID{{Type: kith.ClickID, Value: click}}, Props: link.props(r),
	}}}
	_, err = f.Log.Append(ctx, slug, b.AppendBinary(nil))
	return err
}

// props is what a click says. The address of who clicks is not among it.
func (link *row) props(r *http.Request) []kith.Property {
	props := []kith.Property{
		{Name: "$link", Value: kith.StringValue(link.Code)},
		{Name: "$link_name", Value: kith.StringValue(link.Name)},
		{Name: "$link_kind", Value: kith.StringValue(link.Kind)},
		{Name: "$link_scanned", Value: kith.BoolValue(r.URL.Query().Has(scanParameter))},
	}
	add := func(name, value string) {
		if value = strings.ToValidUTF8(strings.ReplaceAll(value, "\x00", ""), ""); value != "" && len(value) <= 2000 {
			props = append(props, kith.Property{Name: name, Value: kith.StringValue(value)})
		}
	}
	add("$link_partner", link.Partner)
	link.campaign().each(add)
	add("$raw_user_agent", r.UserAgent())
	if from, err := url.Parse(r.Referer()); err == nil && from.Host != "" {
		add("$referrer", r.Referer())
		add("$referring_domain", strings.ToLower(from.Hostname()))
	}
	return props
}

// robots are parts of what robots, previews and programs call themselves, in
// small letters. People's browsers have none of them.
var robots = []string{
	"bot", "crawl", "spider", "slurp", "preview", "fetch", "scan", "monitor", "headless", "lighthouse", "validator",
	"facebookexternalhit", "whatsapp", "telegram", "skypeuripreview", "embedly", "vkshare", "quora link", "bitlybot", "pinterest/",
	"curl/", "wget/", "python", "go-http-client", "java/", "okhttp", "libwww", "httpclient", "axios", "node-fetch", "undici", "php/", "ruby", "perl",
	"bingpreview", "mediapartners", "archive.org", "urlcheck", "proofpoint", "barracuda", "mimecast",
}

// robot reports whether a request is not somebody following a link: by what it
// calls itself, or because it only looks ahead.
func robot(r *http.Request) bool {
	if r.Method == http.MethodHead || r.UserAgent() == "" {
		return true
	}
	for _, name := range [...]string{"Purpose", "Sec-Purpose", "X-Purpose", "X-Moz"} {
		if v := strings.ToLower(r.Header.Get(name)); strings.Contains(v, "prefetch") || strings.Contains(v, "preview") || strings.Contains(v, "prerender") {
			return true
		}
	}
	agent := strings.ToLower(r.UserAgent())
	for _, part := range robots {
		if strings.Contains(agent, part) {
			return true
		}
	}
	return false
}

// pace holds back floods: what one address opens more than perMinute times a
// minute is not people, however many share it.
type pace struct {
	mu     sync.Mutex
	minute int64
	opened map[netip.Addr]int
}

const (
	perMinute = 600
	addresses = 50_000 // that are told apart; further ones pass
)

func (p *pace) allows(a netip.Addr, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if m := now.Unix() / 60; m != p.minute || p.opened == nil {
		p.minute, p.opened = m, map[netip.Addr]int{}
	}
	n, known := p.opened[a]
	if !known && len(p.opened) >= addresses {
		return true
	}
	p.opened[a] = n + 1
	return n < perMinute
}

//go:embed nowhere.html
var pages embed.FS

// nowhere answers whoever opens a link that leads nowhere.
func nowhere(w http.ResponseWriter, _ *http.Request, status int) {
	page, err := pages.ReadFile("nowhere.html")
	if err != nil {
		http.Error(w, http.StatusText(status), status)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(page)
}
