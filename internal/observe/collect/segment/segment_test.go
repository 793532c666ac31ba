package segment

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

var received = time.Date(2026, 1, 2, 3, 5, 0, 0, time.UTC).UnixMicro()

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
	c.Received = received
	b, _, err := NewDecoder().Decode(doc.Root(), c)
	return b, err
}

// one decodes a single event that must be accepted.
func one(t *testing.T, event string) kith.Event {
	t.Helper()
	b := decode(t, event, wire.Call{Type: "track"})
	if len(b.Rejected) > 0 {
		t.Fatalf("%.200s: %s", event, b.Rejected[0].Detail)
	}
	return b.Events[0]
}

func show(e kith.Event) string {
	m := map[string]string{}
	for _, p := range e.Props {
		m[p.Name] = p.Value.Text()
	}
	var out []string
	for _, name := range slices.Sorted(maps.Keys(m)) {
		out = append(out, name+"="+m[name])
	}
	return strings.Join(out, " ")
}

func TestEveryTypeOfEvent(t *testing.T) {
	for _, c := range []struct{ event, name, ids, props string }{
		{`{"type":"track","event":"Bought","userId":"u1","anonymousId":"a1","properties":{"price":12.5,"tags":["x"],"gone":null}}`, "Bought", "u1/a1/", `price=12.5 tags=["x"]`},
		{`{"type":"set","anonymousId":"a1","traits":{"plan":"pro"}}`, "$set", "/a1/", `plan=pro`},
		{`{"type":"set_once","userId":"u1","anonymousId":"a1","traits":{"$initial_utm_source":"letter"}}`, "$set_once", "u1/a1/", `$initial_utm_source=letter`},
		{`{"type":"consent","anonymousId":"a1","properties":{"analytics":true,"marketing":false}}`, "$consent", "/a1/", `analytics=true marketing=false`},
		{`{"type":"page","name":"Home","category":"shop","anonymousId":"a1","properties":{"name":"mine","n":1}}`, "$pageview", "/a1/", `category=shop n=1 name=mine`},
		{`{"type":"screen","name":"Home","anonymousId":"a1"}`, "$screen", "/a1/", `name=Home`},
		{`{"type":"identify","userId":"u1","traits":{"email":"x@example.com","title":"Dr"},"context":{"traits":{"email":"old","plan":"pro"},"locale":"de","page":{"title":"Login","path":"/in"},"campaign":{"name":"c"}}}`,
			"$identify", "u1//", `$browser_language=de $pathname=/in email=x@example.com plan=pro title=Dr`},
		{`{"type":"group","userId":"u1","groupId":7,"traits":{"name":"Acme","$group_id":"no"}}`, "$group", "u1//", `$group_id=7 name=Acme`},
		{`{"type":"alias","userId":"u2","previousId":"u1","traits":{"x":1}}`, "$alias", "u2//u1", ``},
		{`{"event":"No type here","userId":12345678901234567890,"previousId":"dropped"}`, "No type here", "12345678901234567890//", ``},
		{`{"type":"track","event":"Empty ids","userId":"","anonymousId":"a1","properties":[]}`, "Empty ids", "/a1/", ``},
	} {
		e := one(t, c.event)
		if ids := e.UserID + "/" + e.AnonymousID + "/" + e.PreviousID; e.Name != c.name || ids != c.ids || show(e) != c.props {
			t.Errorf("%s\n%s %s %s", c.event, e.Name, ids, show(e))
		}
	}
}

func TestContextBecomesProperties(t *testing.T) {
	event := `{"type":"track","event":"e","anonymousId":"a","properties":{"$os":"mine","utm_source":null},"context":{
		"page":{"url":"https://x.example/a?b","path":"/a","referrer":"https://me:pw@Search.example:8080/?q","title":"T","search":"?b","other":1},
		"locale":"zh-CN","timezone":"Asia/Shanghai","ip":"203.0.113.9","userAgent":"UA","os":{"name":"iOS","version":"17"},"device":{"type":"phone","model":"m"},
		"app":{"version":"1.2","name":"n"},"library":{"name":"analytics.js","version":"npm:next-1.84.3"},"screen":{"width":390,"height":844},
		"campaign":{"source":"s","medium":"m","name":"n","content":"c","term":"t"},"sessionId":1767323041000,"groupId":"g1","traits":{"email":"no"},"page2":5}}`
	want := `$app_version=1.2 $browser_language=zh-CN $current_url=https://x.example/a?b $device_type=phone $group_id=g1 $ip=203.0.113.9 $lib=analytics.js $lib_version=npm:next-1.84.3 ` +
		`$os=mine $os_version=17 $pathname=/a $raw_user_agent=UA $referrer=https://me:pw@Search.example:8080/?q $referring_domain=search.example $screen_height=844 $screen_width=390 ` +
		`$session_id=1767323041000 $timezone=Asia/Shanghai search=?b title=T utm_campaign=n utm_content=c utm_medium=m utm_source=s utm_term=t`
	e := one(t, event)
	if got := show(e); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, p := range e.Props {
		if p.Name == "$session_id" && p.Value.Kind != kith.String {
			t.Error("a session's id is a number")
		}
	}
}

func TestContextOfAStrangeShapeIsLeftOut(t *testing.T) {
	for _, context := range []string{`[]`, `"x"`, `7`, `null`, `{"page":"x","os":[],"ip":{},"locale":"","screen":{"width":null}}`, `{"page":{"referrer":"","url":{"a":1}}}`} {
		if got := show(one(t, `{"event":"e","userId":"u","context":`+context+`}`)); got != "" {
			t.Errorf("%s gives %s", context, got)
		}
	}
}

func TestReferringDomain(t *testing.T) {
	for url, want := range map[string]string{
		"https://a.example/x": "a.example", "http://A.Example:80": "a.example", "https://[::1]:8080/": "[::1]", "$direct": "", "android-app://com.app/": "com.app",
		"": "", "nonsense": "", "https://u:p@a.example?x=://b": "a.example", "https://[::1]": "[::1]",
	} {
		if got := domain(url); got != want {
			t.Errorf("%q: %q, want %q", url, got, want)
		}
	}
}

func TestServersAreKnown(t *testing.T) {
	for member, want := range map[string]bool{
		`"channel":"server"`:                                            true,
		`"context":{"channel":"server"}`:                                true,
		`"context":{"library":{"name":"@segment/analytics-node"}}`:      true,
		`"context":{"library":{"name":"analytics-go"}}`:                 true,
		`"context":{"library":{"name":"@rudderstack/rudder-sdk-node"}}`: true,
		`"context":{"library":{"name":"rudder-analytics-python"}}`:      true,
		`"context":{"library":{"name":"analytics.js"}}`:                 false,
		`"context":{"library":{"name":"RudderLabs JavaScript SDK"}}`:    false,
		`"context":{"library":{"name":"analytics-ios"}}`:                false,
		`"channel":"web"`: false,
		`"channel":7,"context":{"library":{"name":7}}`: false,
		`"context":{"library":"analytics-go"}`:         false,
	} {
		b := decode(t, `{"event":"e","userId":"u","anonymousId":"a",`+member+`}`, wire.Call{Type: "track", Address: "198.51.100.7"})
		e := b.Events[0]
		if e.Server != want {
			t.Errorf("%s: server %v", member, e.Server)
		}
		if has := strings.Contains(show(e), "$ip=198.51.100.7"); has == want {
			t.Errorf("%s: the sender's address is kept: %v", member, has)
		}
	}
}

func TestBatchTellsItsLibraryOnce(t *testing.T) {
	b := decode(t, `{"batch":[{"type":"track","event":"a","userId":"u"},{"type":"track","event":"b","userId":"u","context":{"library":{"name":"analytics.js"}}}],
		"context":{"library":{"name":"analytics-go","version":"3.3.0"},"ip":"203.0.113.1"}}`, wire.Call{})
	if a := b.Events[0]; !a.Server || show(a) != "$lib=analytics-go $lib_version=3.3.0" {
		t.Errorf("%+v", a)
	}
	if b.Events[1].Server {
		t.Error("the event's own library does not count")
	}
	long := strings.Repeat("x", maxLibrary+1)
	b = decode(t, `{"batch":[{"type":"track","event":"a","userId":"u"}],"context":{"library":{"name":"`+long+`"}}}`, wire.Call{})
	if got := show(b.Events[0]); got != "" {
		t.Errorf("a long name is copied to every event: %.40s", got)
	}
}

func TestTimeIsCorrectedForTheClientsClock(t *testing.T) {
	at := func(s string) int64 {
		m, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			t.Fatal(err)
		}
		return m.UnixMicro()
	}
	for _, c := range []struct{ what, header, batch, event, want string }{
		{"no time", "", ``, ``, "2026-01-02T03:05:00Z"},
		{"a null time", "", ``, `"timestamp":null`, "2026-01-02T03:05:00Z"},
		{"no sentAt", "", ``, `"timestamp":"2026-01-01T00:00:00Z"`, "2026-01-01T00:00:00Z"},
		{"an hour behind", "", `"2026-01-02T02:05:00Z"`, `"timestamp":"2026-01-02T02:04:50Z"`, "2026-01-02T03:04:50Z"},
		{"an hour ahead", "", `"2026-01-02T04:05:00Z"`, `"timestamp":"2026-01-02T04:04:50Z"`, "2026-01-02T03:04:50Z"},
		{"years behind", "", `"2019-01-01T00:00:10Z"`, `"timestamp":"2019-01-01T00:00:00Z"`, "2026-01-02T03:04:50Z"},
		{"years ahead", "", `"2040-01-01T00:00:10Z"`, `"timestamp":"2040-01-01T00:00:00Z"`, "2026-01-02T03:04:50Z"},
		{"originalTimestamp first", "", `"2026-01-02T03:05:00Z"`, `"timestamp":"2020-01-01T00:00:00Z","originalTimestamp":"2026-01-02T03:04:00Z"`, "2026-01-02T03:04:00Z"},
		{"the event's sentAt", "", ``, `"timestamp":1767319490000,"sentAt":1767319500000`, "2026-01-02T03:04:50Z"},
		{"the batch's before the event's", "", `"2026-01-02T03:05:00Z"`, `"timestamp":"2026-01-02T03:04:00Z","sentAt":"2026-01-02T03:04:01Z"`, "2026-01-02T03:04:00Z"},
		{"the header's before all", "2026-01-02T03:05:00Z", `"2026-01-02T03:04:02Z"`, `"timestamp":"2026-01-02T03:04:00Z","sentAt":"2026-01-02T03:04:01Z"`, "2026-01-02T03:04:00Z"},
		{"sentAt cannot be read", "soon", `"soon"`, `"timestamp":"2026-01-01T00:00:00Z","sentAt":"soon"`, "2026-01-01T00:00:00Z"},
		{"sent before it happened", "", `"2020-01-01T00:00:00Z"`, `"timestamp":"2026-01-01T00:00:00Z"`, "2026-01-01T00:00:00Z"},
		{"sentAt is 0", "", `0`, `"timestamp":"2026-01-01T00:00:00Z"`, "2026-01-01T00:00:00Z"},
		{"within the slack", "", `"2026-01-02T02:05:00Z"`, `"timestamp":"2026-01-02T02:05:01Z"`, "2026-01-02T03:05:01Z"},
		{"a day ahead", "", ``, `"timestamp":"2026-01-03T03:05:00Z"`, "2026-01-03T03:05:00Z"},
		{"the beginning", "", ``, `"timestamp":"1970-01-01T00:00:00Z"`, "1970-01-01T00:00:00Z"},
	} {
		event := `{"type":"track","event":"e","userId":"u"`
		if c.event != "" {
			event += "," + c.event
		}
		body := `{"batch":[` + event + `}]`
		if c.batch != "" {
			body += `,"sentAt":` + c.batch
		}
		b := decode(t, body+"}", wire.Call{SentAt: c.header})
		if len(b.Events) != 1 || b.Events[0].Time != at(c.want) {
			t.Errorf("%s: %v %v, want %s", c.what, b.Events, b.Rejected, c.want)
		}
	}
}

// rejections has an event for each reason, and where the fault is said to be.
var rejections = []struct {
	reason       wire.Reason
	event, where string
}{
	{wire.NotAnObject, `null`, ""},
	{wire.NotAnObject, `"x"`, ""},
	{wire.NotAnObject, `[]`, ""},
	{wire.EventTooLarge, `{"type":"track","event":"e","userId":"u","properties":{"x":"` + strings.Repeat("x", kith.MaxEventSize) + `"}}`, ""},
	{wire.TooDeep, `{"type":"track","event":"e","userId":"u","properties":{"x":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}}`, ""},
	{wire.UnknownType, `{"event":"e","userId":"u"}`, ".type"},
	{wire.NotKept, `{"type":"merge","userId":"u"}`, ".type"},
	{wire.UnknownType, `{"type":7,"userId":"u"}`, ".type"},
	{wire.NoEventName, `{"type":"track","userId":"u"}`, ".event"},
	{wire.NoEventName, `{"type":"track","userId":"u","event":" \t"}`, ".event"},
	{wire.NoEventName, `{"type":"track","userId":"u","event":null}`, ".event"},
	{wire.EventNameTooLong, `{"type":"track","userId":"u","event":"` + strings.Repeat("é", kith.MaxEventName+1) + `"}`, ".event"},
	{wire.BadEventName, `{"type":"track","userId":"u","event":7}`, ".event"},
	{wire.BadEventName, `{"type":"track","userId":"u","event":"a\u0000"}`, ".event"},
	{wire.BadEventName, "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"a\xff\"}", ".event"},
	{wire.ReservedEventName, `{"type":"track","userId":"u","event":"$merge"}`, ".event"},
	{wire.NoIdentity, `{"type":"track","event":"e","userId":"","anonymousId":null}`, ""},
	{wire.NoIdentity, `{"type":"alias","anonymousId":"a","previousId":"p"}`, ""},
	{wire.BadID, `{"type":"track","event":"e","userId":{"id":1}}`, ".userId"},
	{wire.BadID, `{"type":"track","event":"e","userId":"u","anonymousId":true}`, ".anonymousId"},
	{wire.BadID, `{"type":"track","event":"e","userId":"a\u0000b"}`, ".userId"},
	{wire.IDTooLong, `{"type":"track","event":"e","userId":"` + strings.Repeat("é", kith.MaxIDLen+1) + `"}`, ".userId"},
	{wire.IDTooLong, `{"type":"group","userId":"u","groupId":"` + strings.Repeat("g", kith.MaxIDLen+1) + `"}`, ".groupId"},
	{wire.NoPreviousID, `{"type":"alias","userId":"u","previousId":""}`, ""},
	{wire.NoGroupID, `{"type":"group","userId":"u"}`, ".groupId"},
	{wire.BadTimestamp, `{"type":"track","event":"e","userId":"u","timestamp":"yesterday"}`, ".timestamp"},
	{wire.BadTimestamp, `{"type":"track","event":"e","userId":"u","originalTimestamp":{}}`, ".originalTimestamp"},
	{wire.TimeOutOfRange, `{"type":"track","event":"e","userId":"u","timestamp":"1969-12-31T23:59:59Z"}`, ".timestamp"},
	{wire.TimeOutOfRange, `{"type":"track","event":"e","userId":"u","timestamp":"2026-01-03T03:05:01Z"}`, ".timestamp"},
	{wire.BadProperties, `{"type":"track","event":"e","userId":"u","properties":"x"}`, ".properties"},
	{wire.BadProperties, `{"type":"identify","userId":"u","traits":[1]}`, ".traits"},
	{wire.BadPropertyName, `{"type":"track","event":"e","userId":"u","properties":{"":1}}`, ".properties"},
	{wire.BadPropertyName, `{"type":"track","event":"e","userId":"u","properties":{"` + strings.Repeat("k", kith.MaxPropertyName+1) + `":1}}`, ".properties"},
	{wire.TooManyProperties, `{"type":"track","event":"e","userId":"u","context":{"locale":"de"},"properties":` + properties(kith.MaxProperties) + `}`, ".properties"},
}

func properties(n int) string {
	m := map[string]int{}
	for i := range n {
		m[fmt.Sprint("p", i)] = i
	}
	b, _ := json.Marshal(m)
	return string(b)
}

func TestOneBadEventNeverFailsItsBatch(t *testing.T) {
	met := map[wire.Reason]bool{}
	for _, c := range rejections {
		met[c.reason] = true
		good := `{"type":"track","event":"good","userId":"u"}`
		b := decode(t, `{"batch":[`+good+`,`+c.event+`,`+good+`]}`, wire.Call{})
		if len(b.Events) != 2 || len(b.Rejected) != 1 {
			t.Fatalf("%s: %d accepted, rejected %v", c.reason, len(b.Events), b.Rejected)
		}
		r := b.Rejected[0]
		if r.Reason != string(c.reason) || !strings.HasPrefix(r.Detail, "batch[1]"+c.where+": ") || len(r.Detail) > 600 {
			t.Errorf("%.60s: %s, %s; want %s", c.event, r.Reason, r.Detail, c.reason)
		}
		if want := c.event[:min(len(c.event), kith.MaxEventSize)]; string(r.Raw) != want {
			t.Errorf("%s: raw is %.60q", c.reason, r.Raw)
		}
		// With the binary form the log keeps it in.
		if again, err := kith.DecodeBatch(b.AppendBinary(nil)); err != nil || len(again.Rejected) != 1 {
			t.Errorf("%s: %v", c.reason, err)
		}
	}
	for _, r := range wire.Reasons {
		if !met[r.Reason] && r.Reason != wire.UnsupportedChange && !strings.HasPrefix(string(r.Reason), "rule_") { // Segment has no such call; rules are a workspace's
			t.Errorf("no event is rejected as %s", r.Reason)
		}
	}
}

func TestRejectedEventsKeepWhatCouldBeRead(t *testing.T) {
	b := decode(t, `{"type":"identify","messageId":" m1","userId":"u","traits":7}`, wire.Call{Type: "identify"})
	if r := b.Rejected[0]; r.Name != "$identify" || r.MessageID != " m1" || !strings.HasPrefix(r.Detail, "traits: ") {
		t.Errorf("%+v", r)
	}
}

func TestLimitsAreReached(t *testing.T) {
	for _, event := range []string{
		`{"event":"` + strings.Repeat("é", kith.MaxEventName) + `","userId":"` + strings.Repeat("é", kith.MaxIDLen) + `"}`,
		`{"event":"e","userId":"u","properties":` + properties(kith.MaxProperties) + `}`,
		`{"event":"e","userId":"u","properties":{"x":` + strings.Repeat("[", wire.MaxDepth-2) + strings.Repeat("]", wire.MaxDepth-2) + `}}`,
		`{"event":"e","userId":"u","properties":{"x":"` + strings.Repeat("x", 1<<19) + `"}}`,
	} {
		one(t, event)
	}
}

func TestMessageIDs(t *testing.T) {
	if id := one(t, `{"event":"e","userId":"u","messageId":"`+strings.Repeat("é", 300)+`"}`).MessageID; id != strings.Repeat("é", kith.MaxIDLen) {
		t.Errorf("a long id becomes %q", id)
	}
	if id := one(t, `{"event":"e","userId":"u","messageId":42}`).MessageID; id != "42" {
		t.Errorf("a number becomes %q", id)
	}
	seen := map[string]bool{}
	for _, m := range []string{``, `,"messageId":null`, `,"messageId":""`, `,"messageId":{}`} {
		id := one(t, `{"event":"e","userId":"u"`+m+`}`).MessageID
		if len(id) < 20 || seen[id] {
			t.Errorf("made id %q", id)
		}
		seen[id] = true
	}
}

func TestBodiesThatAreNoEvents(t *testing.T) {
	for _, c := range []struct {
		body, kind string
		want       wire.Refusal
	}{
		{`{"batch":[]}`, "", wire.EmptyBatch},
		{`[]`, "", wire.EmptyBatch},
		{`{}`, "", wire.EmptyBatch},
		{`{"batch":{}}`, "", wire.EmptyBatch},
		{`{"type":"track","event":"e","userId":"u"}`, "", wire.EmptyBatch},
		{`"x"`, "track", wire.NotEvents},
		{`[` + strings.Repeat("0,", wire.MaxEvents) + `0]`, "", wire.TooManyEvents},
	} {
		_, err := try(t, c.body, wire.Call{Type: c.kind})
		refused, _ := err.(*wire.Refused)
		if refused == nil || refused.Refusal != c.want {
			t.Errorf("%.40s: %v, want %s", c.body, err, c.want)
		}
	}
	if b := decode(t, `[{"type":"track","event":"e","userId":"u"}]`, wire.Call{}); len(b.Events) != 1 {
		t.Error("a list alone is no batch")
	}
	if b := decode(t, `{"batch":[{"event":"e","userId":"u"}]}`, wire.Call{Type: "track"}); len(b.Events) != 1 {
		t.Error("a batch at a single event's address is not taken")
	}
}

func TestTally(t *testing.T) {
	doc := &wire.Doc{}
	body := `{"batch":[{"type":"track","event":"e","userId":"u","properties":{"a":"\u0000","b":["\ud800"],"c":"x"}},{"type":"track","event":"e","userId":"u","properties":{"a":"` + strings.Repeat("x", kith.SoftEventSize) + `"}}]}`
	if err := doc.Scan(body); err != nil {
		t.Fatal(err)
	}
	_, tally, err := NewDecoder().Decode(doc.Root(), wire.Call{})
	if err != nil || tally != (wire.Tally{Repaired: 2, Large: 1}) {
		t.Errorf("%+v %v", tally, err)
	}
}

func TestDecoderIsUsedAgain(t *testing.T) {
	d, doc := NewDecoder(), &wire.Doc{}
	for i := range 3 {
		body := fmt.Sprintf(`{"batch":[{"type":"track","event":"e%d","userId":"u","properties":{"n":%d}},7]}`, i, i)
		if err := doc.Scan(body); err != nil {
			t.Fatal(err)
		}
		b, _, err := d.Decode(doc.Root(), wire.Call{Source: uint32(i)})
		if err != nil || len(b.Events) != 1 || len(b.Rejected) != 1 || b.Events[0].Name != fmt.Sprint("e", i) || show(b.Events[0]) != fmt.Sprint("n=", i) || b.Source != uint32(i) {
			t.Errorf("round %d: %+v %v", i, b, err)
		}
	}
}

// External ids are further ids of the person; what cannot be one is passed over.
func TestExternalIDs(t *testing.T) {
	e := one(t, `{"event":"e","userId":"u","context":{"externalIds":[{"type":"openid","id":"o1","collection":"users","encoding":"none"},
		{"type":"shop","id":"s1","collection":"accounts"},{"type":"phone","id":8613800000000},{"type":"","id":"x"},{"id":"y"},"z",{"type":"email","id":{}}]}}`)
	want := []kith.ID{{Type: "openid", Value: "o1"}, {Type: "phone", Value: "8613800000000"}}
	if !slices.Equal(e.IDs, want) {
		t.Errorf("%v, want %v", e.IDs, want)
	}
	if e := one(t, `{"event":"e","userId":"u","context":{"externalIds":{"type":"a","id":"b"}}}`); e.IDs != nil {
		t.Errorf("of no list: %v", e.IDs)
	}
	for _, name := range []string{kith.EventMerge, kith.EventUnmerge, kith.EventUnbind, kith.EventIDRules} {
		if b := decode(t, fmt.Sprintf(`{"event":%q,"userId":"u"}`, name), wire.Call{Type: "track"}); len(b.Rejected) != 1 || b.Rejected[0].Reason != string(wire.ReservedEventName) {
			t.Errorf("%s is taken: %+v", name, b)
		}
	}
}
