package posthog

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

var received = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC).UnixMicro()

func decode(t *testing.T, body string, c wire.Call) *kith.Batch {
	t.Helper()
	b, err := try(t, body, c)
	if err != nil {
		t.Fatalf("%.80s: %v", body, err)
	}
	return b
}

func try(t *testing.T, body string, c wire.Call) (*kith.Batch, error) {
	t.Helper()
	doc := &wire.Doc{}
	if err := doc.Scan(body); err != nil {
		t.Fatalf("%.80s: %v", body, err)
	}
	if c.Received == 0 {
		c.Received = received
	}
	b, _, err := NewDecoder().Decode(doc.Root(), c)
	return b, err
}

// show writes an event in a line: name, user/device/previous, properties.
func show(e kith.Event) string {
	s := fmt.Sprintf("%s %s/%s/%s", e.Name, e.UserID, e.AnonymousID, e.PreviousID)
	for _, p := range e.Props {
		s += " " + p.Name + "=" + p.Value.Text()
	}
	return s
}

func shown(b *kith.Batch) string {
	var all []string
	for _, e := range b.Events {
		all = append(all, show(e))
	}
	for _, r := range b.Rejected {
		all = append(all, "! "+r.Reason)
	}
	return strings.Join(all, " | ")
}

func TestEvents(t *testing.T) {
	for what, c := range map[string]struct{ body, want string }{
		"a batch":               {`{"api_key":"wk","batch":[{"event":"a","distinct_id":"u"},{"event":"b","distinct_id":"u"}]}`, "a /u/ | b /u/"},
		"a list":                {`[{"event":"a","distinct_id":"u","token":"wk"}]`, "a /u/"},
		"one":                   {`{"event":"a","distinct_id":"u","token":"wk"}`, "a /u/"},
		"properties":            {`{"event":"a","distinct_id":"u","properties":{"x":1,"y":null,"z":[1, 2],"$os":"Linux","token":"wk","distinct_id":"other"}}`, `a /u/ x=1 z=[1,2] $os=Linux`},
		"a page":                {`{"event":"$pageview","distinct_id":"u","properties":{"title":"T"}}`, "$pageview /u/ title=T"},
		"set beside":            {`{"event":"a","distinct_id":"u","$set":{"plan":"pro","gone":null},"$set_once":{"first":1}}`, "a /u/ | $set /u/ plan=pro | $set_once /u/ first=1"},
		"set within":            {`{"event":"a","distinct_id":"u","properties":{"x":1,"$set":{"plan":"pro"},"$unset":["old",""]},"$set":{"plan":"lower","n":1}}`, "! bad_property_name"},
		"set within and beside": {`{"event":"a","distinct_id":"u","properties":{"x":1,"$set":{"plan":"pro"},"$unset":["old"]},"$set":{"plan":"lower","n":1}}`, "a /u/ x=1 | $set /u/ plan=pro n=1 | $unset /u/ old=true"},
		"nothing to set":        {`{"event":"a","distinct_id":"u","$set":{},"$set_once":{"a":null},"$unset":[]}`, "a /u/"},
		"set alone":             {`{"event":"$set","distinct_id":"u","properties":{"$set":{"plan":"pro"},"$set_once":{"a":1},"$current_url":"x"}}`, "$set /u/ plan=pro | $set_once /u/ a=1"},
		"once alone":            {`{"event":"$set","distinct_id":"u","properties":{"$set_once":{"a":1}}}`, "$set_once /u/ a=1"},
		"unset alone":           {`{"event":"$set","distinct_id":"u","properties":{"$unset":["a","b"]}}`, "$unset /u/ a=true b=true"},
		"unset as a map":        {`{"event":"$unset","distinct_id":"u","$unset":{"a":""}}`, "$unset /u/ a=true"},
		"set nothing at all":    {`{"event":"$set","distinct_id":"u","properties":{"$set":{}}}`, "$set /u/"},
		"engage":                {`{"token":"wk","$distinct_id":"u","$set":{"plan":"pro"}}`, "$set /u/ plan=pro"},
		"set is no map":         {`{"event":"a","distinct_id":"u","$set":"x"}`, "! bad_properties"},
		"PHP's empty map":       {`{"event":"a","distinct_id":"u","$set":[],"properties":[]}`, "a /u/"},
		"identify":              {`{"event":"$identify","distinct_id":"u","properties":{"$anon_distinct_id":"d","$os":"Linux","plan":"no trait","title":"T","$set":{"a":1}},"$set":{"plan":"pro","$os":"theirs"},"$set_once":{"first":1}}`, "$identify u/d/ a=1 plan=pro $os=theirs | $set_once u/u/ first=1"},
		"identify itself":       {`{"event":"$identify","distinct_id":"u","properties":{"$anon_distinct_id":"u"}}`, "$identify u/u/"},
		"alias":                 {`{"event":"$create_alias","distinct_id":"u","properties":{"distinct_id":"u","alias":"old","$os":"x"}}`, "$alias u//old | $alias old//u"},
		"alias of posthog-go":   {`{"type":"alias","event":"$create_alias","properties":{"distinct_id":"u","alias":"old"}}`, "$alias u//old | $alias old//u"},
		"alias of a device":     {`{"event":"$create_alias","properties":{"distinct_id":"d","alias":"u","$is_identified":false}}`, "$alias u//d"},
		"alias to a device":     {`{"event":"$create_alias","properties":{"distinct_id":"u","alias":"01a21522-c233-7bf8-9cf3-a8a7871427ed"}}`, "$alias u//01a21522-c233-7bf8-9cf3-a8a7871427ed"},
		"merge dangerously":     {`{"event":"$merge_dangerously","distinct_id":"u","properties":{"alias":"u2"}}`, "$alias u//u2 | $alias u2//u"},
		"alias without":         {`{"event":"$create_alias","distinct_id":"u"}`, "! no_previous_id"},
		"group":                 {`{"event":"$groupidentify","distinct_id":"u","properties":{"$group_type":"company","$group_key":"acme","$group_set":{"name":"Acme","x":null},"$os":"x"}}`, "$group /u/ $group_id=acme $group_type=company name=Acme"},
		"group of nobody":       {`{"event":"$groupidentify","distinct_id":"$company_acme","properties":{"$group_type":"company","$group_key":"acme"}}`, "$group /$company_acme/ $group_id=acme $group_type=company"},
		"group without key":     {`{"event":"$groupidentify","distinct_id":"u","properties":{"$group_type":"company"}}`, "! no_group_id"},
		"no name":               {`{"distinct_id":"u"}`, "! no_event_name"},
		"reserved":              {`[{"event":"$merge","distinct_id":"u"},{"event":"$consent","distinct_id":"u"},{"event":"ok","distinct_id":"u"}]`, "ok /u/ | ! reserved_event_name | ! reserved_event_name"},
		"no event":              {`[7,{"event":"ok","distinct_id":"u"}]`, "ok /u/ | ! not_an_object"},
		"properties no map":     {`{"event":"a","distinct_id":"u","properties":"x"}`, "! bad_properties"},
	} {
		if got := shown(decode(t, c.body, wire.Call{})); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", what, got, c.want)
		}
	}
}

func TestBodiesThatAreNoEvents(t *testing.T) {
	for body, want := range map[string]string{
		`[]`: "empty batch", `{"api_key":"wk","batch":[]}`: "empty batch", `"x"`: "neither", `{"batch":{}}`: "neither", `7`: "neither",
	} {
		if _, err := try(t, body, wire.Call{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestWhereTheKeyStands(t *testing.T) {
	for body, want := range map[string]string{
		`{"api_key":"k","batch":[{"properties":{"token":"other"}}]}`:    "k",
		`{"token":"k","event":"a"}`:                                     "k",
		`{"$token":"k","$set":{}}`:                                      "k",
		`{"properties":{"token":"k"},"event":"a"}`:                      "k",
		`{"token":"k","api_key":"later","properties":{"token":"last"}}`: "k",
		`{"batch":[{"properties":{"token":"k"}},{"token":"k"},{}]}`:     "k",
		`[{"properties":{"token":"k"}},{"api_key":"k"}]`:                "k",
		`[{"properties":{"token":"k"}},{"api_key":"another"}]`:          "k another",
		`{"event":"a"}`:               "",
		`{"token":7,"properties":[]}`: "",
		`"k"`:                         "",
	} {
		doc := &wire.Doc{}
		if err := doc.Scan(body); err != nil {
			t.Fatal(err)
		}
		if got := NewDecoder().Key(doc.Root()); got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
}

// TestWhichIDItIs is the list of the package's comment.
func TestWhichIDItIs(t *testing.T) {
	const uuid4, uuid7, five = "f47ac10b-58cc-4372-a567-0e02b2c3d479", "01a21522-c233-7bf8-9cf3-a8a7871427ed", "17c1e1a8e9d1a2-0c9d2e4a8a8a8a-1f3a6253-1fa400-17c1e1a8e9e5c8"
	for _, c := range []struct{ id, properties, want string }{
		{"u", `"$is_identified":true,"$device_id":"d"`, "u/u"},
		{uuid7, `"$is_identified":true,"$device_id":"d"`, uuid7 + "/" + uuid7},
		{"d", `"$is_identified":false,"$device_id":"another"`, "/d"},
		{"u", `"$is_identified":false,"$user_id":"u"`, "/u"},
		{uuid7, `"$user_id":"` + uuid7 + `","$device_id":"d"`, uuid7 + "/" + uuid7},
		{"7", `"$user_id":7,"$device_id":"d"`, "7/7"},
		{"x", `"$device_id":"d","$user_id":null`, "/x"},
		{"d", `"$device_id":"d"`, "/d"},
		{"u", `"$is_server":true`, "/u"},
		{"ada@shop.example", `"$lib":"posthog-go"`, "/ada@shop.example"},
	} {
		b := decode(t, `{"event":"e","distinct_id":"`+c.id+`","properties":{`+c.properties+`}}`, wire.Call{})
		if e := b.Events[0]; e.UserID+"/"+e.AnonymousID != c.want {
			t.Errorf("%s of %s: %s/%s", c.id, c.properties, e.UserID, e.AnonymousID)
		}
	}
	if madeUp(uuid4) || madeUp(uuid7[:35]) || madeUp("01a21522-c233-7bf8-ccf3-a8a7871427ed") || madeUp(strings.Replace(five, "17c1e1a8e9e5c8", "99c1e1a8e9e5c8", 1)) || madeUp("-----------------------------------------------") {
		t.Error("too much counts as made up")
	}
}

func TestDistinctIDs(t *testing.T) {
	long := strings.Repeat("é", 201)
	for members, want := range map[string]string{
		`"distinct_id":"a","$distinct_id":"b","properties":{"distinct_id":"c"}`: "a",
		`"$distinct_id":"b","properties":{"distinct_id":"c"}`:                   "b",
		`"properties":{"distinct_id":"c"}`:                                      "c",
		`"distinct_id":"","properties":{"distinct_id":"c"}`:                     "c",
		`"distinct_id":null,"properties":{"distinct_id":"c"}`:                   "c",
		`"distinct_id":42`:                    "42",
		`"distinct_id":12345678901234567890`:  "12345678901234567890",
		`"distinct_id":true`:                  "true",
		`"distinct_id":{"a": 1}`:              `{"a":1}`,
		`"distinct_id":["a"]`:                 `["a"]`,
		`"distinct_id":"` + long + `"`:        strings.Repeat("é", 200),
		`"distinct_id":" "`:                   "! no_identity",
		`"x":1`:                               "! no_identity",
		`"distinct_id":"$posthog_cookieless"`: "! no_identity",
		`"distinct_id":"a\u0000b"`:            "! bad_id",
		`"distinct_id":{"a":"\u0000"}`:        "! bad_id",
	} {
		b := decode(t, `{"event":"e",`+members+`}`, wire.Call{})
		got := ""
		if len(b.Rejected) > 0 {
			got = "! " + b.Rejected[0].Reason
		} else {
			got = b.Events[0].AnonymousID
		}
		if got != want {
			t.Errorf("%s: %s", members, got)
		}
	}
}

func TestMessageIDs(t *testing.T) {
	ids := func(body string, c wire.Call) string {
		var all []string
		for _, e := range decode(t, body, c).Events {
			all = append(all, e.MessageID)
		}
		return strings.Join(all, " ")
	}
	for body, want := range map[string]string{
		`{"event":"e","distinct_id":"u","uuid":"id1","properties":{"$insert_id":"i"},"$set":{"a":1},"$set_once":{"a":1},"$unset":["a"]}`: "id1 id1/$set id1/$set_once id1/$unset",
		`{"event":"e","distinct_id":"u","uuid":"","properties":{"$insert_id":"i"}}`:                                                      "i",
		`{"event":"e","distinct_id":"u","messageId":"m"}`:                                                                                "m",
		`{"event":"$set","distinct_id":"u","uuid":"id1","$set":{"a":1},"$set_once":{"a":1}}`:                                             "id1 id1/$set_once",
		`{"event":"$set","distinct_id":"u","uuid":"id1","$set_once":{"a":1},"$unset":["b"]}`:                                             "id1 id1/$unset",
		`{"event":"$set","distinct_id":"u","uuid":"id1"}`:                                                                                "id1",
	} {
		if got := ids(body, wire.Call{}); got != want {
			t.Errorf("%s: %s", body, got)
		}
	}
	// posthog-go: no uuid, but nanoseconds.
	fine := `{"event":"e","distinct_id":"u","uuid":"","timestamp":"2026-01-02T11:00:00.123456789Z","properties":{"n":%d}}`
	if a, b, c := ids(fmt.Sprintf(fine, 1), wire.Call{}), ids(fmt.Sprintf(fine, 1), wire.Call{}), ids(fmt.Sprintf(fine, 2), wire.Call{}); a != b || a == c || a == "" {
		t.Errorf("%s %s %s", a, b, c)
	}
	coarse := `{"event":"e","distinct_id":"u","timestamp":"2026-01-02T11:00:00.123Z"}`
	if a, b := ids(coarse, wire.Call{}), ids(coarse, wire.Call{}); a == b || a == "" {
		t.Errorf("two events that only look alike are one: %s", a)
	}
	ends := `{"event":"e","distinct_id":"u","timestamp":"2026-01-02T11:00:00.12Z","library":"posthog-go"}` // in zeros
	if a, b := ids(ends, wire.Call{}), ids(ends, wire.Call{}); a != b {
		t.Errorf("%s %s", a, b)
	}
	long := strings.Repeat("x", 199)
	if got := ids(`{"event":"e","distinct_id":"u","uuid":"`+long+`","$set":{"a":1}}`, wire.Call{}); !strings.HasPrefix(got, long+" ") || !strings.HasSuffix(got, "/$set") || len(got) > 199+1+70 {
		t.Error(got)
	}
	if got := ids(`[{"event":"e","distinct_id":"u","uuid":"x","$set":{"a":1}}]`, wire.Call{MessageID: "again"}); got != "again again/$set" {
		t.Error(got)
	}
}

func TestTimes(t *testing.T) {
	at := func(s string) int64 {
		m, ok := wire.Micros(s)
		if !ok {
			t.Fatal(s)
		}
		return m
	}
	for _, c := range []struct{ event, around, want string }{
		{`"timestamp":"2026-01-02T11:00:00Z"`, ``, "2026-01-02T11:00:00Z"},
		{`"timestamp":"2026-01-02T10:59:00Z"`, `"sent_at":"2026-01-02T11:00:00Z"`, "2026-01-02T11:59:00Z"}, // an hour behind
		{`"timestamp":"2026-01-02T10:59:00Z"`, `"sent_at":1767351600000`, "2026-01-02T11:59:00Z"},
		{`"timestamp":"2026-01-02T11:59:30Z"`, `"sent_at":"2026-01-02T11:59:31Z"`, "2026-01-02T11:59:30Z"}, // 29 s of trying
		{`"timestamp":"2026-01-02T10:59:00Z","properties":{"$ignore_sent_at":true}`, `"sent_at":"2026-01-02T11:00:00Z"`, "2026-01-02T10:59:00Z"},
		{`"offset":90000`, `"sent_at":"2020-01-01T00:00:00Z"`, "2026-01-02T11:58:30Z"},
		{`"properties":{"$time":1767351540}`, `"sent_at":"2026-01-02T11:00:00Z"`, "2026-01-02T11:59:00Z"},
		{`"x":1`, ``, "2026-01-02T12:00:00Z"},
		{`"timestamp":"yesterday"`, ``, "! bad_timestamp"},
		{`"timestamp":"2026-01-04T00:00:00Z"`, ``, "! time_out_of_range"},
	} {
		around := c.around
		if around != "" {
			around += ","
		}
		b := decode(t, `{`+around+`"batch":[{"event":"e","distinct_id":"u",`+c.event+`}]}`, wire.Call{})
		if len(b.Rejected) > 0 {
			if got := "! " + b.Rejected[0].Reason; got != c.want {
				t.Errorf("%s: %s", c.event, got)
			}
			continue
		}
		if got := b.Events[0].Time; got != at(c.want) {
			t.Errorf("%s %s: %s, want %s", c.event, c.around, time.UnixMicro(got).UTC(), c.want)
		}
	}
	// A list tells it with each event, an old client in the address.
	b := decode(t, `[{"event":"e","distinct_id":"u","timestamp":"2026-01-02T10:59:00Z","sent_at":"2026-01-02T11:00:00Z"}]`, wire.Call{})
	c := decode(t, `[{"event":"e","distinct_id":"u","timestamp":"2026-01-02T10:59:00Z"}]`, wire.Call{SentAt: "1767351600000"})
	if want := received - 60e6; b.Events[0].Time != want || c.Events[0].Time != want {
		t.Errorf("%d %d", b.Events[0].Time, c.Events[0].Time)
	}
}

func TestServersAndAddresses(t *testing.T) {
	for members, want := range map[string]string{
		`"properties":{"$lib":"web"}`:                             "false e /u/ $lib=web $ip=198.51.100.7",
		`"properties":{"$lib":"posthog-go"}`:                      "true e /u/ $lib=posthog-go",
		`"library":"posthog-python","library_version":"3"`:        "true e /u/ $lib=posthog-python $lib_version=3",
		`"properties":{"$is_server":true}`:                        "true e /u/",
		`"properties":{"$lib":"posthog-node","$is_server":false}`: "false e /u/ $lib=posthog-node $ip=198.51.100.7",
		`"properties":{"$lib":"node"}`:                            "false e /u/ $lib=node $ip=198.51.100.7",
		`"properties":{"$ip":"203.0.113.1","$lib":"posthog-ios"}`: "false e /u/ $ip=203.0.113.1 $lib=posthog-ios",
	} {
		e := decode(t, `{"event":"e","distinct_id":"u",`+members+`}`, wire.Call{Address: "198.51.100.7"}).Events[0]
		if got := fmt.Sprint(e.Server, " ", show(e)); got != want {
			t.Errorf("%s: %s", members, got)
		}
	}
	if e := decode(t, `{"event":"$identify","distinct_id":"u","properties":{"$anon_distinct_id":"d","$lib":"posthog-node"}}`, wire.Call{}).Events[0]; e.Server {
		t.Error("a device that a server names on purpose joins nothing")
	}
}

func TestTooMuch(t *testing.T) {
	many := func(n int) string {
		var s []string
		for i := range n {
			s = append(s, fmt.Sprintf(`"p%d":1`, i))
		}
		return "{" + strings.Join(s, ",") + "}"
	}
	for what, body := range map[string]string{
		"! too_many_properties": `{"event":"e","distinct_id":"u","properties":` + many(256) + `}`,
		"! too_deep":            `{"event":"e","distinct_id":"u","properties":{"x":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}}`,
		"! event_too_large":     `{"event":"e","distinct_id":"u","properties":{"x":"` + strings.Repeat("x", 1<<20) + `"}}`,
		"! bad_property_name":   `{"event":"e","distinct_id":"u","properties":{"":1}}`,
		"! event_name_too_long": `{"event":"` + strings.Repeat("x", 201) + `","distinct_id":"u"}`,
	} {
		if got := shown(decode(t, body, wire.Call{})); got != what {
			t.Errorf("%s: %.200s", what, got)
		}
	}
	// What is wrong beside an event takes the event with it.
	if got := shown(decode(t, `[{"event":"e","distinct_id":"u","$set":`+many(256)+`},{"event":"f","distinct_id":"u"}]`, wire.Call{})); got != "f /u/ | ! too_many_properties" {
		t.Error(got)
	}
}
