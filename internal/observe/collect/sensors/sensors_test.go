package sensors

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

func decode(t *testing.T, body string, c wire.Call) (*kith.Batch, wire.Tally) {
	t.Helper()
	doc := &wire.Doc{}
	if err := doc.Scan(body); err != nil {
		t.Fatalf("%.80s: %v", body, err)
	}
	c.Received = received
	b, tally, err := NewDecoder().Decode(doc.Root(), c)
	if err != nil {
		t.Fatalf("%.80s: %v", body, err)
	}
	return b, tally
}

// one decodes a single record that must be accepted.
func one(t *testing.T, record string) kith.Event {
	t.Helper()
	b, _ := decode(t, record, wire.Call{})
	if len(b.Rejected) > 0 {
		t.Fatalf("%.200s: %s", record, b.Rejected[0].Detail)
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

// who is user/anonymous, then the further ids.
func who(e kith.Event) string {
	s := e.UserID + "/" + e.AnonymousID
	for _, id := range e.IDs {
		s += " " + id.Type + ":" + id.Value
	}
	return s
}

// browser are the ids of a browser that nobody has signed up on.
const browser = `"identities":{"$identity_cookie_id":"c1","$identity_anonymous_id":"c1"},"distinct_id":"c1","anonymous_id":"c1"`

func TestEveryTypeOfRecord(t *testing.T) {
	for _, c := range []struct{ record, name, who, props string }{
		{`{"type":"track","event":"$pageview",` + browser + `,"properties":{"$url":"https://shop.example/a?b=1","$url_path":"/a","$title":"T","$referrer":"","$referrer_host":"","platform":"h5","$is_first_day":true,"tags":["a"]},"lib":{"$lib":"js","$lib_method":"code","$lib_version":"1.27.11"}}`,
			"$pageview", "/c1", `$current_url=https://shop.example/a?b=1 $is_first_day=true $lib=js $lib_version=1.27.11 $pathname=/a platform=h5 tags=["a"] title=T`},
		{`{"type":"track_signup","event":"$SignUp","identities":{"$identity_cookie_id":"c1","$identity_login_id":"u1","$identity_anonymous_id":"c1"},"distinct_id":"u1","login_id":"u1","anonymous_id":"c1","original_id":"c1","properties":{"$url":"https://shop.example/","platform":"h5"}}`,
			"$identify", "u1/c1", `$current_url=https://shop.example/`},
		{`{"type":"track_signup","event":"$SignUp","distinct_id":"u1","original_id":"c0","anonymous_id":"c1"}`, "$identify", "u1/c0", ``},
		{`{"type":"track_id_bind","event":"$BindID","identities":{"$identity_login_id":"u1","$identity_mobile":"13800000000","$identity_anonymous_id":"c1","$identity_cookie_id":"c1"},"distinct_id":"u1","login_id":"u1","anonymous_id":"c1"}`,
			"$identify", "u1/c1 phone:13800000000", ``},
		{`{"type":"track_id_unbind","event":"$UnbindID","identities":{"$identity_mobile":"13800000000"},"distinct_id":"u1","properties":{"$lib":"js"}}`, "$unbind", "/ phone:13800000000", `$lib=js`},
		{`{"type":"profile_set",` + browser + `,"properties":{"$name":"Ada","email":"a@example.com","$city":"x","gone":null},"lib":{"$lib":"js"}}`, "$set", "/c1", `$city=x email=a@example.com name=Ada`},
		{`{"type":"profile_set_once",` + browser + `,"properties":{"$first_referrer":"https://search.example/","$first_referrer_host":"search.example","$utm_source":"s","$utm_campaign":"c","$first_visit_time":"2026-01-02 03:00:00.000"}}`,
			"$set_once", "/c1", `$first_visit_time=2026-01-02 03:00:00.000 $initial_referrer=https://search.example/ $initial_referring_domain=search.example $initial_utm_campaign=c $initial_utm_source=s`},
		{`{"type":"profile_increment",` + browser + `,"properties":{"orders":1,"paid":12.5}}`, "$add", "/c1", `orders=1 paid=12.5`},
		{`{"type":"profile_append",` + browser + `,"properties":{"tags":["x","y"]}}`, "$append", "/c1", `tags=["x","y"]`},
		{`{"type":"profile_unset",` + browser + `,"properties":{"email":true,"$name":"","plan":null}}`, "$unset", "/c1", `email=true plan=true`},
	} {
		e := one(t, c.record)
		if e.Name != c.name || who(e) != c.who || show(e) != c.props {
			t.Errorf("%s\n%s %s %s", c.record, e.Name, who(e), show(e))
		}
	}
}

func TestWhoItIs(t *testing.T) {
	for _, c := range []struct{ what, record, want string }{
		{"a device, as old clients say it", `"distinct_id":"d"`, "/d"},
		{"a number", `"distinct_id":12345678901234567890`, "/12345678901234567890"},
		{"a login, as old servers say it", `"distinct_id":"u","properties":{"$is_login_id":true}`, "u/"},
		{"no login", `"distinct_id":"d","properties":{"$is_login_id":false}`, "/d"},
		{"a login and a device", `"distinct_id":"u","login_id":"u","anonymous_id":"d"`, "u/d"},
		{"a cookie alone", `"identities":{"$identity_cookie_id":"c"},"distinct_id":"c"`, "/c"},
		{"a cookie that outlived its anonymous id", `"identities":{"$identity_cookie_id":"c","$identity_anonymous_id":"a"},"distinct_id":"a","anonymous_id":"a"`, "/a"},
		{"a login by a key of its own", `"identities":{"$identity_cookie_id":"c","$identity_email":"e@example.com"},"distinct_id":"$identity_email+e@example.com","login_id":"$identity_email+e@example.com","anonymous_id":"c"`,
			"$identity_email+e@example.com/c email:e@example.com"},
		{"two logins", `"identities":{"$identity_login_id":"u","$identity_email":"e@example.com"},"login_id":"$identity_email+e@example.com"`, "$identity_email+e@example.com/ user:u email:e@example.com"},
		{"an app", `"identities":{"$identity_android_id":"d","$identity_login_id":"u"},"distinct_id":"u","login_id":"u","anonymous_id":"d"`, "u/d"},
		{"an app whose anonymous id was changed", `"identities":{"$identity_android_id":"d","$identity_anonymous_id":"mine"},"distinct_id":"mine","anonymous_id":"mine"`, "/mine device:d"},
		{"an app by its list alone", `"identities":{"$identity_idfv":"v","$identity_ios_uuid":"w"},"distinct_id":"v"`, "/v device:w"},
		{"a mini program", `"identities":{"$identity_mp_id":"m","$identity_anonymous_id":"m","$identity_mp_wx01_openid":"o","$identity_mp_unionid":"n"},"distinct_id":"m","anonymous_id":"m"`, "/m openid:o unionid:n"},
		{"an old mini program", `"identities":{"$mp_id":"m","$mp_openid":"o","$mp_unionid":"n"},"distinct_id":"m","anonymous_id":"m"`, "/m openid:o unionid:n"},
		{"a server by a phone number", `"identities":{"$identity_mobile":"138"},"distinct_id":"$identity_mobile+138"`, "/ phone:138"},
		{"a key of the workspace's own", `"identities":{"member_no":"7","$identity_login_id":"u"},"distinct_id":"u"`, "u/ member_no:7"},
		{"a key of theirs that is not known", `"identities":{"$identity_other":"7","$identity_login_id":"u"},"distinct_id":"u"`, "u/ $identity_other:7"},
		{"empty ids", `"identities":{"$identity_login_id":"","$identity_mobile":null,"$identity_anonymous_id":"a"},"distinct_id":"a","login_id":""`, "/a"},
		{"an id that cannot be kept", `"identities":{"$identity_mobile":{"no":1},"$identity_email":"` + strings.Repeat("x", 201) + `","":"x"},"distinct_id":"a"`, "/a"},
		{"a strange list", `"identities":["x"],"distinct_id":"a"`, "/a"},
	} {
		if got := who(one(t, `{"type":"track","event":"e",`+c.record+`}`)); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
	ids := ""
	for i := range 20 {
		ids += fmt.Sprintf(`"k%d":"v",`, i)
	}
	b, tally := decode(t, `{"type":"track","event":"e","distinct_id":"a","identities":{`+ids+`"$identity_email":7,"$identity_mobile":[]}}`, wire.Call{})
	if len(b.Events) != 1 || len(b.Events[0].IDs) != kith.MaxIDs || tally.IDs != 6 {
		t.Errorf("%d ids, %d left out", len(b.Events[0].IDs), tally.IDs)
	}
}

func TestIDsAreEachEventsOwn(t *testing.T) {
	b, _ := decode(t, `[{"type":"track","event":"a","distinct_id":"d","identities":{"x":"1","y":"2"}},{"type":"track","event":"","distinct_id":"d","identities":{"x":"lost"}},{"type":"track","event":"b","distinct_id":"d","identities":{"z":"3"}},{"type":"track","event":"c","distinct_id":"d"}]`, wire.Call{})
	got := ""
	for _, e := range b.Events {
		got += who(e) + ";"
	}
	if got != "/d x:1 y:2;/d z:3;/d;" {
		t.Error(got)
	}
}

func TestServersAreKnown(t *testing.T) {
	for lib, want := range map[string]bool{"Java": true, "python": true, "php": true, "Golang": true, "js": false, "Android": false, "iOS": false, "MiniProgram": false, "": false} {
		record := `"event":"e","distinct_id":"u","login_id":"u","anonymous_id":"a","original_id":"a","lib":{"$lib":"` + lib + `"}}`
		b, _ := decode(t, `[{"type":"track",`+record+`,{"type":"track_signup",`+record+`]`, wire.Call{Address: "198.51.100.7", UserAgent: "Mozilla"})
		if b.Events[0].Server != want || b.Events[1].Server {
			t.Errorf("%s: %v, sign-up %v", lib, b.Events[0].Server, b.Events[1].Server)
		}
		props := show(b.Events[0])
		if strings.Contains(props, "$ip=198.51.100.7") == want || strings.Contains(props, "$raw_user_agent=Mozilla") != (lib == "js") {
			t.Errorf("%s: %s", lib, props)
		}
	}
}

func TestWhatTheRecordSaysGoesFirst(t *testing.T) {
	e := one(t, `{"type":"track","event":"e","distinct_id":"a","properties":{"$ip":"203.0.113.9","$lib":"js","$lib_version":"2","$user_agent":"mine","$project":"p","$token":"t"},"lib":{"$lib":"js","$lib_version":"1","$app_version":"3"}}`)
	if got := show(e); got != "$app_version=3 $ip=203.0.113.9 $lib=js $lib_version=2 $raw_user_agent=mine" {
		t.Error(got)
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
	milli := func(s string) int64 { return at(s) / 1000 }
	for _, c := range []struct {
		what, members, want string
	}{
		{"no time", ``, "2026-01-02T03:05:00Z"},
		{"no flush time", fmt.Sprintf(`"time":%d`, milli("2026-01-01T00:00:00.123Z")), "2026-01-01T00:00:00.123Z"},
		{"an hour behind", fmt.Sprintf(`"time":%d,"_flush_time":%d`, milli("2026-01-02T02:04:50Z"), milli("2026-01-02T02:05:00Z")), "2026-01-02T03:04:50Z"},
		{"years ahead", fmt.Sprintf(`"time":%d,"_flush_time":%d`, milli("2040-01-01T00:00:00Z"), milli("2040-01-01T00:00:10Z")), "2026-01-02T03:04:50Z"},
		{"brought in from elsewhere", fmt.Sprintf(`"time":%d,"_flush_time":%d,"time_free":true`, milli("2020-01-01T00:00:00Z"), milli("2020-01-02T00:00:00Z")), "2020-01-01T00:00:00Z"},
		{"sent before it happened", fmt.Sprintf(`"time":%d,"_flush_time":%d`, milli("2026-01-01T00:00:00Z"), milli("2025-01-01T00:00:00Z")), "2026-01-01T00:00:00Z"},
	} {
		record := `{"type":"track","event":"e","distinct_id":"a"`
		if c.members != "" {
			record += "," + c.members
		}
		if e := one(t, record+"}"); e.Time != at(c.want) {
			t.Errorf("%s: %v, want %s", c.what, time.UnixMicro(e.Time).UTC(), c.want)
		}
	}
}

func TestARecordSentAgainIsTheSame(t *testing.T) {
	record := func(changes ...string) string {
		m := map[string]string{"type": `"track"`, "event": `"e"`, "distinct_id": `"a"`, "time": `1767323000000`, "_track_id": `7`, "_flush_time": `1767323001000`, "properties": `{"n":1}`}
		for i := 0; i < len(changes); i += 2 {
			if m[changes[i]] = changes[i+1]; changes[i+1] == "" {
				delete(m, changes[i])
			}
		}
		var out []string
		for _, k := range slices.Sorted(maps.Keys(m)) {
			out = append(out, fmt.Sprintf("%q:%s", k, m[k]))
		}
		return "{" + strings.Join(out, ",") + "}"
	}
	id := func(changes ...string) string { return one(t, record(changes...)).MessageID }
	first := id()
	for _, same := range [][]string{{}, {"_flush_time", "1767323002000"}, {"properties", `{"n":2}`}} {
		if id(same...) != first {
			t.Errorf("%v makes another", same)
		}
	}
	seen := map[string]string{first: ""}
	for _, other := range [][]string{{"_track_id", "8"}, {"time", "1767323000001"}, {"event", `"f"`}, {"distinct_id", `"b"`}, {"type", `"profile_set"`},
		{"_track_id", ""}, {"_track_id", "", "properties", `{"n":2}`}, {"_track_id", "", "time", ""}, {"_track_id", "", "time", ""}} {
		got := id(other...)
		if at, ok := seen[got]; ok || len(got) < 20 {
			t.Errorf("%v is taken for %q", other, at)
		}
		seen[got] = fmt.Sprint(other)
	}
}

// rejections has a record for each reason that can be met, and where the fault
// is said to be.
var rejections = []struct {
	reason        wire.Reason
	record, where string
}{
	{wire.NotAnObject, `null`, ""},
	{wire.EventTooLarge, `{"type":"track","event":"e","distinct_id":"u","properties":{"x":"` + strings.Repeat("x", kith.MaxEventSize) + `"}}`, ""},
	{wire.TooDeep, `{"type":"track","event":"e","distinct_id":"u","properties":{"x":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}}`, ""},
	{wire.UnknownType, `{"event":"e","distinct_id":"u"}`, ".type"},
	{wire.UnknownType, `{"type":"page","event":"e","distinct_id":"u"}`, ".type"},
	{wire.NotKept, `{"type":"item_set","item_type":"book","item_id":"1","properties":{"a":1},"time":1767323000000,"_track_id":1}`, ".type"},
	{wire.NotKept, `{"type":"item_delete","item_type":"book","item_id":"1"}`, ".type"},
	{wire.NotKept, `{"type":"profile_delete","distinct_id":"u"}`, ".type"},
	{wire.NoEventName, `{"type":"track","distinct_id":"u"}`, ".event"},
	{wire.EventNameTooLong, `{"type":"track","distinct_id":"u","event":"` + strings.Repeat("é", kith.MaxEventName+1) + `"}`, ".event"},
	{wire.BadEventName, `{"type":"track","distinct_id":"u","event":7}`, ".event"},
	{wire.ReservedEventName, `{"type":"track","distinct_id":"u","event":"$set"}`, ".event"},
	{wire.NoIdentity, `{"type":"track","event":"e"}`, ""},
	{wire.NoIdentity, `{"type":"track_id_unbind","event":"$UnbindID","distinct_id":"u","identities":{}}`, ".identities"},
	{wire.BadID, `{"type":"track","event":"e","distinct_id":{"id":1}}`, ".distinct_id"},
	{wire.BadID, `{"type":"track_signup","event":"$SignUp","distinct_id":"u","original_id":true}`, ".original_id"},
	{wire.IDTooLong, `{"type":"track","event":"e","login_id":"` + strings.Repeat("é", kith.MaxIDLen+1) + `"}`, ".login_id"},
	{wire.BadTimestamp, `{"type":"track","event":"e","distinct_id":"u","time":"yesterday"}`, ".time"},
	{wire.TimeOutOfRange, `{"type":"track","event":"e","distinct_id":"u","time":1767409501000}`, ".time"},
	{wire.BadProperties, `{"type":"track","event":"e","distinct_id":"u","properties":"x"}`, ".properties"},
	{wire.BadProperties, `{"type":"profile_increment","distinct_id":"u","properties":{"n":"1"}}`, ".properties.n"},
	{wire.BadPropertyName, `{"type":"track","event":"e","distinct_id":"u","properties":{"":1}}`, ".properties"},
	{wire.TooManyProperties, `{"type":"track","event":"e","distinct_id":"u","lib":{"$lib":"js"},"properties":` + properties(kith.MaxProperties) + `}`, ".properties"},
}

func properties(n int) string {
	m := map[string]int{}
	for i := range n {
		m[fmt.Sprint("p", i)] = i
	}
	b, _ := json.Marshal(m)
	return string(b)
}

func TestOneBadRecordNeverFailsItsBatch(t *testing.T) {
	for _, c := range rejections {
		good := `{"type":"track","event":"good","distinct_id":"u"}`
		b, _ := decode(t, `[`+good+`,`+c.record+`,`+good+`]`, wire.Call{})
		if len(b.Events) != 2 || len(b.Rejected) != 1 {
			t.Fatalf("%s: %d accepted, rejected %v", c.reason, len(b.Events), b.Rejected)
		}
		r := b.Rejected[0]
		if r.Reason != string(c.reason) || !strings.HasPrefix(r.Detail, "batch[1]"+c.where+": ") || len(r.Detail) > 600 {
			t.Errorf("%.60s: %s, %s; want %s", c.record, r.Reason, r.Detail, c.reason)
		}
		if want := c.record[:min(len(c.record), kith.MaxEventSize)]; string(r.Raw) != want {
			t.Errorf("%s: raw is %.60q", c.reason, r.Raw)
		}
	}
	b, _ := decode(t, rejections[5].record, wire.Call{})
	if r := b.Rejected[0]; r.Name != "item_set" || r.MessageID == "" || !strings.HasPrefix(r.Detail, "type: ") {
		t.Errorf("%+v", r)
	}
}

func TestBodiesThatAreNoRecords(t *testing.T) {
	for body, want := range map[string]wire.Refusal{`[]`: wire.EmptyBatch, `"x"`: wire.NotEvents, `[` + strings.Repeat("0,", wire.MaxEvents) + `0]`: wire.TooManyEvents} {
		doc := &wire.Doc{}
		if err := doc.Scan(body); err != nil {
			t.Fatal(err)
		}
		_, _, err := NewDecoder().Decode(doc.Root(), wire.Call{})
		if refused, _ := err.(*wire.Refused); refused == nil || refused.Refusal != want {
			t.Errorf("%.40s: %v, want %s", body, err, want)
		}
	}
}

func TestNamesThatTheirServerWouldNotTakeAreTakenAndCounted(t *testing.T) {
	b, tally := decode(t, `[{"type":"track","event":"买了","distinct_id":"u","properties":{"1st":1,"ok_1":2,"$ok":3,"Time":4,"user_tag_x":5,"users1":6,"a-b":7,"`+strings.Repeat("x", 101)+`":8}}]`, wire.Call{})
	if len(b.Events) != 1 || len(b.Events[0].Props) != 8 || tally != (wire.Tally{Irregular: 6}) {
		t.Errorf("%+v %+v", b.Events, tally)
	}
}

func TestTheKeyInARecord(t *testing.T) {
	for body, want := range map[string]string{`[{"token":"wk"},{"token":"no"}]`: "wk", `{"token":"wk"}`: "wk", `[]`: "", `[7]`: "", `7`: ""} {
		doc := &wire.Doc{}
		if err := doc.Scan(body); err != nil {
			t.Fatal(err)
		}
		if got := NewDecoder().Key(doc.Root()); got != want {
			t.Errorf("%s: %q", body, got)
		}
	}
}

func TestDecoderIsUsedAgain(t *testing.T) {
	d, doc := NewDecoder(), &wire.Doc{}
	for i := range 3 {
		body := fmt.Sprintf(`[{"type":"track","event":"e%d","distinct_id":"u","identities":{"k":"v%d"},"properties":{"n":%d}},7]`, i, i, i)
		if err := doc.Scan(body); err != nil {
			t.Fatal(err)
		}
		b, _, err := d.Decode(doc.Root(), wire.Call{Source: uint32(i)})
		if err != nil || len(b.Events) != 1 || len(b.Rejected) != 1 || b.Events[0].Name != fmt.Sprint("e", i) || show(b.Events[0]) != fmt.Sprint("n=", i) || who(b.Events[0]) != fmt.Sprint("/u k:v", i) || b.Source != uint32(i) {
			t.Errorf("round %d: %+v %v", i, b, err)
		}
	}
}
