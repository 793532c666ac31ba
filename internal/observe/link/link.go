package link

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

// Link leads from /l/<code> to its target.
type Link struct {
	ID       int64     `json:"id"`
	Code     string    `json:"code" doc:"Of its address: /l/<code>"`
	Kind     string    `json:"kind" enum:"link,partner,kol,staff,offline" doc:"Whose it is: nobody's in particular, a partner's, a KOL's, a colleague's, or printed somewhere"`
	Name     string    `json:"name"`
	Partner  string    `json:"partner" doc:"Who it was given to, or where it hangs"`
	Target   string    `json:"target"`
	Campaign Campaign  `json:"campaign"`
	Leads    string    `json:"leads" doc:"The target with the campaign, without the id of a click"`
	Note     string    `json:"note"`
	Owner    int64     `json:"owner" doc:"The operator who made it; 0: a program"`
	Version  int64     `json:"version" doc:"Send it with a change: another's change in between is refused, not lost"`
	Created  time.Time `json:"created"`
	Changed  time.Time `json:"changed"`
	Ends     time.Time `json:"ends,omitzero" doc:"From when on it leads nowhere; never when absent"`
	Archived time.Time `json:"archived,omitzero" doc:"Since when it is put aside and leads nowhere; it is in use when absent"`
	Robots   int64     `json:"robots" doc:"Visits by robots and previews, which are no events"`
}

// Campaign becomes the utm parameters of the target.
type Campaign struct {
	Source  string `json:"source,omitempty" maxLength:"200"`
	Medium  string `json:"medium,omitempty" maxLength:"200"`
	Name    string `json:"name,omitempty" maxLength:"200"`
	Content string `json:"content,omitempty" maxLength:"200"`
	Term    string `json:"term,omitempty" maxLength:"200"`
}

// each calls fn for every parameter that is set, as it stands in addresses.
func (c Campaign) each(fn func(parameter, value string)) {
	for _, p := range [...]struct{ name, value string }{
		{"utm_source", c.Source}, {"utm_medium", c.Medium}, {"utm_campaign", c.Name}, {"utm_content", c.Content}, {"utm_term", c.Term},
	} {
		if p.value != "" {
			fn(p.name, p.value)
		}
	}
}

// Draft is what a new link is made of.
type Draft struct {
	Code     string    `json:"code,omitempty" doc:"3 to 40 letters, digits and hyphens; one is made when it is left out"`
	Kind     string    `json:"kind,omitempty" enum:"link,partner,kol,staff,offline" default:"link"`
	Name     string    `json:"name"`
	Partner  string    `json:"partner,omitempty"`
	Target   string    `json:"target" doc:"http or https"`
	Campaign Campaign  `json:"campaign,omitempty"`
	Note     string    `json:"note,omitempty"`
	Ends     time.Time `json:"ends,omitzero"`
}

// Change names what Update sets; nil fields stay. The code never changes: it
// may be printed.
type Change struct {
	Version  int64      `json:"version" doc:"The one that was read"`
	Kind     *string    `json:"kind,omitempty" enum:"link,partner,kol,staff,offline"`
	Name     *string    `json:"name,omitempty"`
	Partner  *string    `json:"partner,omitempty"`
	Target   *string    `json:"target,omitempty"`
	Campaign *Campaign  `json:"campaign,omitempty"`
	Note     *string    `json:"note,omitempty"`
	Ends     *time.Time `json:"ends,omitempty" doc:"The zero time: never"`
	Archived *bool      `json:"archived,omitempty"`
}

const (
	maxName   = 120
	maxNote   = 2000
	maxTarget = 2000
)

type row struct {
	bun.BaseModel `bun:"table:links"`
	ID            int64 `bun:",pk,autoincrement"`
	Workspace     int64
	Code          string
	Kind          string
	Name          string
	Partner       string
	Target        string
	Campaign      string
	Note          string
	Folded        string
	Owner         int64
	Version       int64
	Created       int64
	Changed       int64
	Ends          int64
	Archived      int64
	Robots        int64
}

func (r *row) campaign() (c Campaign) {
	_ = json.Unmarshal([]byte(r.Campaign), &c) // written by set
	return c
}

func (r *row) link() Link {
	return Link{
		ID: r.ID, Code: r.Code, Kind: r.Kind, Name: r.Name, Partner: r.Partner, Target: r.Target, Campaign: r.campaign(), Leads: r.leads(""),
		Note: r.Note, Owner: r.Owner, Version: r.Version, Created: db.Time(r.Created), Changed: db.Time(r.Changed), Ends: db.Time(r.Ends), Archived: db.Time(r.Archived), Robots: r.Robots,
	}
}

// leads is where the link leads: its target with the campaign, and the click's
// id when there is one. What the target says itself is replaced.
func (r *row) leads(click string) string {
	u, err := url.Parse(r.Target)
	if err != nil {
		return r.Target // checked when it was set
	}
	var added []string
	r.campaign().each(func(name, value string) { added = append(added, name, value) })
	if click != "" {
		added = append(added, kith.ClickParameter, click)
	}
	if len(added) == 0 {
		return r.Target
	}
	// The target's own parameters keep their order and spelling.
	var query strings.Builder
	for part := range strings.SplitSeq(u.RawQuery, "&") {
		name, _, _ := strings.Cut(part, "=")
		replaced := part == ""
		for i := 0; i < len(added); i += 2 {
			replaced = replaced || name == added[i]
		}
		if !replaced {
			query.WriteString("&" + part)
		}
	}
	for i := 0; i < len(added); i += 2 {
		query.WriteString("&" + added[i] + "=" + url.QueryEscape(added[i+1]))
	}
	u.RawQuery = query.String()[1:]
	return u.String()
}

// live reports whether the link leads anywhere at a moment.
func (r *row) live(micros int64) bool { return r.Archived == 0 && (r.Ends == 0 || micros < r.Ends) }

var codeShape = regexp.MustCompile(`^[a-z0-9](-?[a-z0-9]){2,39}$`)

func (r *row) setCode(code string) error {
	code = strings.ToLower(strings.TrimSpace(code))
	if code == "" {
		// 8 of 32 letters and digits: 40 bits, so that nobody finds links by trying.
		r.Code = strings.ToLower(rand.Text()[:8])
		return nil
	}
	if !codeShape.MatchString(code) || len(code) > 40 {
		return &kith.Error{Code: kith.Invalid, Field: "code", Message: fmt.Sprintf("%.60q cannot be the end of an address", code), Hint: "use 3 to 40 letters a to z, digits and single hyphens"}
	}
	r.Code = code
	return nil
}

// Kinds are what links can be.
var Kinds = []string{"link", "partner", "kol", "staff", "offline"}

func (r *row) setKind(kind string) error {
	if kind == "" {
		kind = Kinds[0]
	}
	for _, k := range Kinds {
		if k == kind {
			r.Kind = kind
			return nil
		}
	}
	return &kith.Error{Code: kith.Invalid, Field: "kind", Message: fmt.Sprintf("there is no kind of link %.40q", kind), Hint: "use one of " + strings.Join(Kinds, ", ")}
}

func (r *row) setName(name string) error {
	name = strings.TrimSpace(name)
	if name == "" {
		return &kith.Error{Code: kith.Invalid, Field: "name", Message: "is empty", Hint: "give it a name that colleagues will recognise"}
	}
	return line("name", name, maxName, &r.Name)
}

func (r *row) setPartner(partner string) error {
	return line("partner", strings.TrimSpace(partner), maxName, &r.Partner)
}

// line checks a text of one line.
func line(field, text string, most int, to *string) error {
	if utf8.RuneCountInString(text) > most || !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
		return &kith.Error{Code: kith.Invalid, Field: field, Message: "is too long or has characters that cannot be shown", Hint: fmt.Sprintf("use one line of at most %d characters", most)}
	}
	*to = text
	return nil
}

func (r *row) setNote(note string) error {
	note = strings.TrimSpace(note)
	if utf8.RuneCountInString(note) > maxNote || !utf8.ValidString(note) || strings.ContainsRune(note, 0) {
		return &kith.Error{Code: kith.Invalid, Field: "note", Message: "is too long or is not text", Hint: fmt.Sprintf("use at most %d characters", maxNote)}
	}
	r.Note = note
	return nil
}

// setTarget takes addresses of the web only: a link must not run anything.
func (r *row) setTarget(target string) error {
	target = strings.TrimSpace(target)
	u, err := url.Parse(target)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || len(target) > maxTarget || strings.ContainsFunc(target, unicode.IsSpace) {
		return &kith.Error{Code: kith.Invalid, Field: "target", Message: fmt.Sprintf("%.80q is not an address that a browser can open", target),
			Hint: fmt.Sprintf("use a whole address, such as https://example.com/spring, of at most %d characters and without a password", maxTarget), Err: err}
	}
	r.Target = target
	return nil
}

func (r *row) setCampaign(c Campaign) error {
	for _, p := range [...]struct {
		name  string
		value *string
	}{{"source", &c.Source}, {"medium", &c.Medium}, {"name", &c.Name}, {"content", &c.Content}, {"term", &c.Term}} {
		if err := line("campaign."+p.name, strings.TrimSpace(*p.value), 200, p.value); err != nil {
			return err
		}
	}
	text, err := json.Marshal(c)
	r.Campaign = string(text)
	return err
}

// fold notes what the link is searched by.
func (r *row) fold() {
	c := r.campaign()
	r.Folded = strings.ToLower(strings.Join([]string{r.Name, r.Partner, r.Code, r.Target, c.Source, c.Medium, c.Name}, "\n"))
}
