package people

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/kith"
	"kith/internal/observe/identity"
	"kith/internal/observe/ingest"
	"kith/internal/platform/auth"
)

// mergeRoutes registers who is who on the API: the merge log, suggestions, what
// operators join and take apart, and the rules.
func mergeRoutes(a huma.API, h handlers) {
	op := func(id, method, path, summary string, right auth.Right) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"identity"}, Extensions: auth.Needs(right), MaxBodyBytes: 256 << 10}
	}
	huma.Register(a, op("list-merges", http.MethodGet, "/api/v1/merges", "Read the merge log, the newest first", auth.View), h.merges)
	huma.Register(a, op("compare-persons", http.MethodGet, "/api/v1/merges/compare", "Put two persons side by side before merging them", auth.View), h.compare)
	huma.Register(a, op("get-merge-undo", http.MethodGet, "/api/v1/merges/{number}/undo", "Show what taking a merge back would make of its person", auth.View), h.undo)
	huma.Register(a, op("merge-persons", http.MethodPost, "/api/v1/merges", "Make one person of two", auth.Operate), h.mergePersons)
	huma.Register(a, op("undo-merge", http.MethodPost, "/api/v1/merges/{number}/undo", "Take a merge back: two persons as if it had not been", auth.Operate), h.unmerge)
	huma.Register(a, op("unbind-id", http.MethodPost, "/api/v1/persons/{person}/unbind", "Take an id from a person: what it says from now on is another's", auth.Operate), h.unbind)
	huma.Register(a, op("list-merge-suggestions", http.MethodGet, "/api/v1/merges/suggestions", "List pairs of persons that may be one", auth.View), h.suggestions)
	huma.Register(a, op("settle-merge-suggestion", http.MethodPost, "/api/v1/merges/suggestions/settle", "Dismiss a suggestion, or open it again", auth.Operate), h.settle)
	huma.Register(a, op("get-identity-rules", http.MethodGet, "/api/v1/identity/rules", "Read the rules that say who is who", auth.View), h.rules)
	huma.Register(a, op("set-identity-rules", http.MethodPut, "/api/v1/identity/rules", "Change the rules that say who is who, from now on", auth.Manage), h.setRules)
}

// Log is a page of the merge log.
type Log struct {
	Merges []MergeLine `json:"merges"`
	More   bool        `json:"more" doc:"There are older ones: ask for those before the last number"`
	Zone   string      `json:"zone"`
	Masked bool        `json:"masked"`
}

func (h handlers) merges(ctx context.Context, in *struct {
	InWorkspace
	Before int64  `query:"before" minimum:"0" doc:"Only numbers below"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Text   string `query:"text" maxLength:"200" doc:"An id, or # and a person's number: only merges of whoever that is"`
	Rule   string `query:"rule" enum:"event,alias,operator"`
	State  string `query:"state" enum:"holds,undone"`
}) (*struct{ Body Log }, error) {
	s, err := h.find(ctx, in.Workspace, auth.View)
	if err != nil {
		return nil, err
	}
	q := identity.LogQuery{Before: in.Before, Limit: in.Limit + 1}
	for _, rule := range []identity.Rule{identity.ByEvent, identity.ByAlias, identity.ByOperator} {
		if rule.String() == in.Rule {
			q.Rule = &rule
		}
	}
	if in.State != "" {
		undone := in.State == "undone"
		q.Undone = &undone
	}
	if text := strings.TrimSpace(in.Text); text != "" {
		q.Persons = h.room.named(s, text)
		if len(q.Persons) == 0 {
			return &struct{ Body Log }{Log{Merges: []MergeLine{}, Zone: s.Zone, Masked: s.Masked}}, nil
		}
	}
	found, err := s.Histories.Identity().Log(ctx, q)
	if err != nil {
		return nil, err
	}
	lines, err := h.room.lines(ctx, s, found[:min(len(found), in.Limit)])
	if err != nil {
		return nil, err
	}
	return &struct{ Body Log }{Log{Merges: lines, More: len(found) > in.Limit, Zone: s.Zone, Masked: s.Masked}}, nil
}

// named lists the raw numbers of whoever a text names.
func (r *Room) named(s *Space, text string) []uint32 {
	var out []uint32
	found := s.Histories.Identity().Named(text)
	if n, ok := strings.CutPrefix(text, "#"); ok {
		if n, err := strconv.ParseUint(n, 10, 32); err == nil {
			found = append(found, uint32(n))
		}
	}
	view := s.Histories.Overrides()
	for _, raw := range found {
		members := view.Members(view.Canonical(raw))
		for _, m := range append([]uint32{raw}, members...) {
			if !slices.Contains(out, m) {
				out = append(out, m)
			}
		}
	}
	return out
}

func (h handlers) compare(ctx context.Context, in *struct {
	InWorkspace
	From uint32 `query:"from" required:"true"`
	Into uint32 `query:"into" required:"true"`
}) (*struct{ Body Comparison }, error) {
	s, err := h.find(ctx, in.Workspace, auth.View)
	if err != nil {
		return nil, err
	}
	c, err := h.room.Compare(ctx, s, in.From, in.Into)
	if err != nil {
		return nil, err
	}
	return &struct{ Body Comparison }{*c}, nil
}

func (h handlers) undo(ctx context.Context, in *struct {
	InWorkspace
	Number int64 `path:"number" minimum:"1"`
}) (*struct{ Body Comparison }, error) {
	s, err := h.find(ctx, in.Workspace, auth.View)
	if err != nil {
		return nil, err
	}
	c, err := h.room.Undo(ctx, s, in.Number)
	if err != nil {
		return nil, err
	}
	return &struct{ Body Comparison }{*c}, nil
}

// Merged says whom numbers stand for after something was done.
type Merged struct {
	Persons []uint32 `json:"persons" doc:"Of the numbers that it was about"`
}

func (s *Space) by(ctx context.Context, why string) ingest.By {
	return ingest.By{Who: s.Caller(ctx), Why: strings.TrimSpace(why)}
}

func now(s *Space, raw ...uint32) *struct{ Body Merged } {
	view, out := s.Histories.Overrides(), &struct{ Body Merged }{}
	for _, p := range raw {
		out.Body.Persons = append(out.Body.Persons, view.Canonical(p))
	}
	return out
}

func (h handlers) mergePersons(ctx context.Context, in *struct {
	InWorkspace
	Body struct {
		From uint32 `json:"from" doc:"Any number of whom to join"`
		Into uint32 `json:"into" doc:"Any number of whom to keep"`
		Why  string `json:"why,omitempty" maxLength:"500"`
	}
}) (*struct{ Body Merged }, error) {
	s, err := h.find(ctx, in.Workspace, auth.Operate)
	if err != nil {
		return nil, err
	}
	// Both have to be there, and to be two: the same look as the page takes.
	c, err := h.room.Compare(ctx, s, in.Body.From, in.Body.Into)
	if err != nil {
		return nil, err
	}
	for i, name := range [2]string{"from", "into"} {
		if len(c.Sides[i].IDs) == 0 && c.Sides[i].Events == 0 {
			return nil, &kith.Error{Code: kith.NotFound, Field: name, Message: "nobody has this number"}
		}
	}
	if err := s.Histories.Merge(ctx, in.Body.From, in.Body.Into, s.by(ctx, in.Body.Why)); err != nil {
		return nil, err
	}
	return now(s, in.Body.From, in.Body.Into), nil
}

func (h handlers) unmerge(ctx context.Context, in *struct {
	InWorkspace
	Number int64 `path:"number" minimum:"1"`
	Body   struct {
		Again bool   `json:"again,omitempty" doc:"Events may join the two again; otherwise only an operator does"`
		Why   string `json:"why,omitempty" maxLength:"500"`
	}
}) (*struct{ Body Merged }, error) {
	s, err := h.find(ctx, in.Workspace, auth.Operate)
	if err != nil {
		return nil, err
	}
	_, m, err := h.room.merge(ctx, s, in.Number)
	if err != nil {
		return nil, err
	}
	if m.Undone != nil {
		return nil, &kith.Error{Code: kith.Conflict, Message: "this merge was taken back already"}
	}
	if err := s.Histories.Unmerge(ctx, m.Number, m.Into, in.Body.Again, s.by(ctx, in.Body.Why)); err != nil {
		return nil, err
	}
	return now(s, m.From, m.Into), nil
}

func (h handlers) unbind(ctx context.Context, in *struct {
	InWorkspace
	Person uint32 `path:"person"`
	Body   struct {
		Type string `json:"type" minLength:"1" maxLength:"40"`
		ID   string `json:"id" minLength:"1" maxLength:"800"`
		Why  string `json:"why,omitempty" maxLength:"500"`
	}
}) (*struct{ Body Merged }, error) {
	s, err := h.find(ctx, in.Workspace, auth.Operate)
	if err != nil {
		return nil, err
	}
	// Ids are shown masked to some; they are told apart by what is there.
	ids, err := s.Histories.IDsOf(ctx, []uint32{s.Histories.Overrides().Canonical(in.Person)})
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(ids[0], func(id identity.ID) bool {
		return s.Histories.Identity().TypeName(id.Kind) == in.Body.Type && id.ID == in.Body.ID
	})
	if at < 0 {
		return nil, &kith.Error{Code: kith.NotFound, Field: "id", Message: "this person has no such id"}
	}
	raw := ids[0][at].Person
	if err := s.Histories.Unbind(ctx, raw, kith.ID{Type: in.Body.Type, Value: in.Body.ID}, s.by(ctx, in.Body.Why)); err != nil {
		return nil, err
	}
	return now(s, raw), nil
}

// SuggestionLine is a pair of persons that may be one.
type SuggestionLine struct {
	Owner   uint32     `json:"owner" doc:"Number whose the id is"`
	Other   uint32     `json:"other" doc:"Number that came with it"`
	Type    string     `json:"type"`
	ID      string     `json:"id"`
	Why     string     `json:"why" enum:"two_users,too_many_ids,shared_id"`
	First   time.Time  `json:"first" doc:"Of the events that said so"`
	Last    time.Time  `json:"last"`
	Times   int64      `json:"times"`
	Others  int64      `json:"others" doc:"Different persons who came with that id"`
	Persons [2]Card    `json:"persons" doc:"Of owner and other, now"`
	Settled *time.Time `json:"settled,omitempty"`
	By      string     `json:"by,omitempty" doc:"Who dismissed it"`
}

// Suggestions are what operators are asked about.
type Suggestions struct {
	Suggestions []SuggestionLine `json:"suggestions"`
	Masked      bool             `json:"masked"`
}

func (h handlers) suggestions(ctx context.Context, in *struct {
	InWorkspace
	Dismissed bool `query:"dismissed" doc:"Those that somebody dismissed instead"`
	Limit     int  `query:"limit" minimum:"1" maximum:"500" default:"100"`
}) (*struct{ Body Suggestions }, error) {
	s, err := h.find(ctx, in.Workspace, auth.View)
	if err != nil {
		return nil, err
	}
	found, err := s.Histories.Identity().Suggestions(ctx, in.Dismissed, in.Limit)
	if err != nil {
		return nil, err
	}
	view := s.Histories.Overrides()
	found = slices.DeleteFunc(found, func(f identity.Suggestion) bool { return view.Canonical(f.Owner) == view.Canonical(f.Other) })
	var persons []uint32
	for _, f := range found {
		persons = append(persons, f.Owner, f.Other)
	}
	cards, err := h.room.cards(ctx, s, persons)
	if err != nil {
		return nil, err
	}
	loc, err := time.LoadLocation(s.Zone)
	if err != nil {
		return nil, err
	}
	out := &struct{ Body Suggestions }{Suggestions{Suggestions: make([]SuggestionLine, len(found)), Masked: s.Masked}}
	for i, f := range found {
		l := SuggestionLine{Owner: f.Owner, Other: f.Other, Type: s.Histories.Identity().TypeName(f.Kind), ID: maskID(f.ID, s.Masked), Why: f.Why.String(),
			First: time.UnixMicro(f.First).In(loc), Last: time.UnixMicro(f.Last).In(loc), Times: f.Times, Others: f.Sharers,
			Persons: [2]Card{cards[2*i], cards[2*i+1]}, By: f.SettledBy}
		if f.SettledAt > 0 {
			t := time.UnixMicro(f.SettledAt).In(loc)
			l.Settled = &t
		}
		out.Body.Suggestions[i] = l
	}
	return out, nil
}

func (h handlers) settle(ctx context.Context, in *struct {
	InWorkspace
	Body struct {
		Owner     uint32 `json:"owner"`
		Other     uint32 `json:"other"`
		Dismissed bool   `json:"dismissed"`
	}
}) (*struct{}, error) {
	s, err := h.find(ctx, in.Workspace, auth.Operate)
	if err != nil {
		return nil, err
	}
	return nil, s.Histories.Identity().Settle(ctx, in.Body.Owner, in.Body.Other, s.Caller(ctx), h.room.now(), in.Body.Dismissed)
}

// RulesNow are the rules that say who is who.
type RulesNow struct {
	identity.Rules
	Since  *time.Time     `json:"since,omitempty" doc:"Absent of the rules that every workspace begins with"`
	By     string         `json:"by,omitempty"`
	Counts map[string]int `json:"counts" doc:"Ids there are, by type"`
}

func (h handlers) rules(ctx context.Context, in *InWorkspace) (*struct{ Body RulesNow }, error) {
	s, err := h.find(ctx, in.Workspace, auth.View)
	if err != nil {
		return nil, err
	}
	return &struct{ Body RulesNow }{rulesNow(s)}, nil
}

func rulesNow(s *Space) RulesNow {
	d := s.Histories.Identity()
	rules, changed := d.Rules()
	out := RulesNow{Rules: rules, By: changed.By, Counts: map[string]int{}}
	if changed.At > 0 {
		t := time.UnixMicro(changed.At).UTC()
		out.Since = &t
	}
	for k, n := range d.Tally() {
		if n > 0 {
			out.Counts[d.TypeName(identity.Kind(k))] = n
		}
	}
	return out
}

func (h handlers) setRules(ctx context.Context, in *struct {
	InWorkspace
	Body identity.Rules
}) (*struct{ Body RulesNow }, error) {
	s, err := h.find(ctx, in.Workspace, auth.Manage)
	if err != nil {
		return nil, err
	}
	before, _ := s.Histories.Identity().Rules()
	next, err := before.Revise(in.Body)
	if err != nil {
		return nil, err
	}
	if err := s.Histories.ReviseRules(ctx, next, s.by(ctx, "")); err != nil {
		return nil, err
	}
	return &struct{ Body RulesNow }{rulesNow(s)}, nil
}
