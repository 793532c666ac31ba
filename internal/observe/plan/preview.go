package plan

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
	"kith/internal/observe/timeline"
)

// PreviewDays is how far back a preview looks.
const PreviewDays = 7

// Preview is what rules would have done to the last days' events.
type Preview struct {
	Days   int    `json:"days"`
	Events uint64 `json:"events" doc:"Of that name that happened in these days"`
	Hit    uint64 `json:"hit" doc:"That would have broken a rule"`
	Held   uint64 `json:"held" doc:"Of those, that would have gone to quarantine"`
	Rules  []Hit  `json:"rules" doc:"By rule, the most frequent first; an event may break several"`
}

// Hit is how often one rule would have been broken.
type Hit struct {
	Reason   string `json:"reason"`
	Property string `json:"property,omitempty"`
	Events   uint64 `json:"events"`
	Examples []any  `json:"examples" doc:"Up to 5 values at fault"`
}

// Space is the workspace that a request is about.
type Space struct {
	ID       int64
	Names    *timeline.Names
	Snapshot func(ctx context.Context, props []string) (timeline.Snapshot, error)
	// Seen are the properties that an event carried, the fullest first.
	Seen func(ctx context.Context, event string) ([]Seen, error)
}

// Seen is a property and what was seen of it on one event.
type Seen struct {
	Name  string
	Share float64          // of the event's
	Kinds map[Type]float64 // share of the values by type; lists and objects are told apart
	// Values are the different ones, if they are few; nil otherwise.
	Values []any
	Min    *float64 // of numbers, where they are known
	Max    *float64
	Times  bool // every text that was looked at is a time
}

// looked is one property of a preview: which of its values break which rule.
type looked struct {
	hit  []int // by dictionary code, index into hits; -1: none
	held bool
}

// Preview counts what rules would have hit. Values are judged once each, by
// dictionary, and events only compared.
func (s *Space) Preview(ctx context.Context, event string, r *Rules, now time.Time) (*Preview, error) {
	out := &Preview{Days: PreviewDays, Rules: []Hit{}}
	code, ok := s.Names.Events.Find(event)
	if !ok {
		return out, nil
	}
	judge := *r
	judge.Status = Locked
	compiled := compileRules(&judge)
	props, err := s.properties(ctx, event, r)
	if err != nil {
		return nil, err
	}
	snap, err := s.Snapshot(ctx, props)
	if err != nil {
		return nil, err
	}
	defer snap.Close()
	hits, cols := []Hit{}, make([]looked, len(props))
	for i, name := range props {
		cols[i] = look(compiled, r, name, snap.Dict(i).Values(), &hits)
	}
	from, upto := uint32(max(now.AddDate(0, 0, -PreviewDays).Unix(), 0)), uint32(now.Unix())
	type part struct {
		events, hit, held uint64
		hits              []uint64
	}
	var mu sync.Mutex
	var parts []*part
	err = snap.Scan(ctx, func() func(*timeline.View) {
		p := &part{hits: make([]uint64, len(hits))}
		mu.Lock()
		parts = append(parts, p)
		mu.Unlock()
		return func(v *timeline.View) {
			at, _ := slices.BinarySearch(v.Secs, from)
			for ; at < len(v.Secs) && v.Secs[at] <= upto; at++ {
				if uint32(v.Codes[at]) != code {
					continue
				}
				p.events++
				hit, held := false, false
				for i := range cols {
					value := v.Cols[i].At(at)
					if int(value) >= len(cols[i].hit) {
						continue
					}
					if h := cols[i].hit[value]; h >= 0 {
						p.hits[h]++
						hit, held = true, held || cols[i].held
					}
				}
				if hit {
					p.hit++
				}
				if held {
					p.held++
				}
			}
		}
	})
	if err != nil {
		return nil, err
	}
	for _, p := range parts {
		out.Events, out.Hit, out.Held = out.Events+p.events, out.Hit+p.hit, out.Held+p.held
		for i, n := range p.hits {
			hits[i].Events += n
		}
	}
	for _, h := range hits {
		if h.Events > 0 {
			out.Rules = append(out.Rules, h)
		}
	}
	slices.SortStableFunc(out.Rules, func(a, b Hit) int { return int(min(b.Events, 1<<40)) - int(min(a.Events, 1<<40)) })
	if r.Status == Deprecated {
		out.Hit, out.Rules = out.Events, []Hit{}
		if out.Events > 0 {
			out.Rules = []Hit{{Reason: string(wire.RuleUnexpectedEvent), Events: out.Events, Examples: []any{}}}
		}
		if r.OnViolation == Quarantine {
			out.Held = out.Hit
		}
	}
	return out, nil
}

// maxUnexpected bounds the columns that are read to see what has no rule.
const maxUnexpected = 40

// properties are those that the rules speak of and, where others are not
// allowed, those that were seen besides.
func (s *Space) properties(ctx context.Context, event string, r *Rules) ([]string, error) {
	var props []string
	for i := range r.Properties {
		props = append(props, r.Properties[i].Name)
	}
	if r.Others == Allow {
		return props, nil
	}
	seen, err := s.Seen(ctx, event)
	if err != nil {
		return nil, err
	}
	others := 0
	for _, p := range seen {
		if others < maxUnexpected && !passing(p.Name) && !slices.Contains(props, p.Name) {
			props = append(props, p.Name)
			others++
		}
	}
	return props, nil
}

// look judges every value that a property ever had.
func look(e *compiledEvent, r *Rules, name string, values []kith.Value, hits *[]Hit) looked {
	out := looked{hit: make([]int, len(values))}
	at, known := e.properties[name]
	by := map[string]int{}
	note := func(reason wire.Reason, v kith.Value) int {
		h, ok := by[string(reason)]
		if !ok {
			h = len(*hits)
			by[string(reason)] = h
			*hits = append(*hits, Hit{Reason: string(reason), Property: name, Examples: []any{}})
		}
		if hit := &(*hits)[h]; v.Kind != kith.None && len(hit.Examples) < 5 {
			hit.Examples = append(hit.Examples, wire.Shorten(v.Text(), 80))
		}
		return h
	}
	for code, v := range values {
		out.hit[code] = -1
		switch {
		case !known:
			if v.Kind != kith.None {
				out.hit[code] = note(wire.RuleUnexpectedProperty, v)
			}
		case v.Kind == kith.None:
			if e.rules[at].Required {
				out.hit[code] = note(wire.RuleMissing, v)
			}
		default:
			if flaw := e.rules[at].flaw(v); flaw != nil {
				out.hit[code] = note(flaw.Reason, v)
			}
		}
	}
	out.held = !known && r.Others == Quarantine || known && e.rules[at].act == Quarantine
	return out
}

// fewValues is up to how many different texts are proposed as all there are.
const fewValues = 20

// Infer proposes rules from what was seen, as a draft.
func Infer(seen []Seen) Rules {
	r := Rules{Status: Draft, OnViolation: Flag, Others: Allow, Properties: []PropertyRule{}}
	for _, p := range seen {
		if passing(p.Name) || len(r.Properties) == kith.MaxProperties {
			continue
		}
		rule := PropertyRule{Name: p.Name, Required: p.Share >= 0.995}
		for t, share := range p.Kinds {
			if share >= 0.99 {
				rule.Type = t
			}
		}
		switch {
		case rule.Type == Text && p.Times:
			rule.Type = Time
		case rule.Type == Text && len(p.Values) > 0 && len(p.Values) <= fewValues:
			rule.Values = p.Values
		case rule.Type == Number && p.Min != nil && *p.Min >= 0:
			zero := 0.0
			rule.Min = &zero
		}
		r.Properties = append(r.Properties, rule)
	}
	slices.SortStableFunc(r.Properties, func(a, b PropertyRule) int {
		if a.Required != b.Required {
			if a.Required {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	return r
}
