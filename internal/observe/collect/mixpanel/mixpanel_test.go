package mixpanel

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
	doc := &wire.Doc{}
	if err := doc.Scan(body); err != nil {
		t.Fatalf("%.80s: %v", body, err)
	}
	if c.Received == 0 {
		c.Received = received
	}
	b, _, err := NewDecoder().Decode(doc.Root(), c)
	if err != nil {
		t.Fatalf("%.80s: %v", body, err)
	}
	return b
}

// id leaves out those that are made up anew each time.
func id(s string) string {
	if len(s) == 26 && strings.ToUpper(s) == s {
		return "new"
	}
	if base, op, ok := strings.Cut(s, "/"); ok && len(base) == 26 {
		return "new/" + op
	}
	return s
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
		"an event":           {`{"event":"a","properties":{"token":"wk","distinct_id":"u","x":1,"y":null,"time":1767355200}}`, "a u// x=1"},
		"a list":             {`[{"event":"a","properties":{"distinct_id":"u"}},{"event":"b","properties":{"distinct_id":"$device:d"}}]`, "a u// | b /d/"},
		"both ids":           {`{"event":"a","properties":{"$user_id":"u","$device_id":"d","distinct_id":"u"}}`, "a u/d/ $user_id=u $device_id=d"},
		"only a device":      {`{"event":"a","properties":{"$device_id":"d","distinct_id":"$device:d"}}`, "a /d/ $device_id=d"},
		"a device of old":    {`{"event":"a","properties":{"$device_id":"d","distinct_id":"d"}}`, "a /d/ $device_id=d"},
		"a number":           {`{"event":"a","properties":{"distinct_id":7}}`, "a 7//"},
		"nobody":             {`{"event":"a","properties":{"distinct_id":""}}`, "! no_identity"},
		"a strange id":       {`{"event":"a","properties":{"distinct_id":["u"]}}`, "! bad_id"},
		"a page":             {`{"event":"$mp_web_page_view","properties":{"distinct_id":"u","current_page_title":"T"}}`, "$mp_web_page_view u// current_page_title=T"},
		"identify":           {`{"event":"$identify","properties":{"distinct_id":"u","$user_id":"u","$device_id":"d","$anon_distinct_id":"$device:d","plan":"no trait"}}`, "$identify u/d/ $user_id=u $device_id=d"},
		"identify of old":    {`{"event":"$identify","properties":{"$identified_id":"u","$anon_id":"d"}}`, "$identify u/d/"},
		"identify, an alias": {`{"event":"$identify","properties":{"distinct_id":"v","$user_id":"v","$device_id":"d","$anon_distinct_id":"u"}}`, "$identify v/d/ $user_id=v $device_id=d"},
		"alias":              {`{"event":"$create_alias","properties":{"distinct_id":"u","alias":"old"}}`, "$alias u//old | $alias old//u"},
		"alias of a device":  {`{"event":"$create_alias","properties":{"distinct_id":"$device:d","alias":"u"}}`, "$alias u//d"},
		"merge":              {`{"event":"$merge","properties":{"$distinct_ids":["u","$device:d"]}}`, "$alias u//d"},
		"merge of one":       {`{"event":"$merge","properties":{"$distinct_ids":["u"]}}`, "! no_previous_id"},
		"merge of nobody":    {`{"event":"$merge","properties":{}}`, "! no_identity"},
		"no name":            {`{"properties":{"distinct_id":"u"}}`, "! no_event_name"},
		"set":                {`{"$token":"wk","$distinct_id":"u","$set":{"$email":"e","plan":"pro","gone":null}}`, "$set u// email=e plan=pro"},
		"several":            {`{"$token":"wk","$distinct_id":"u","$add":{"n":2},"$set_once":{"first":1},"$unset":["$name","x"]}`, "$set_once u// first=1 | $add u// n=2 | $unset u// name=true x=true"},
		"append and union":   {`{"$distinct_id":"u","$append":{"l":"x"},"$union":{"l":["y"]}}`, `$append u// l=x | $append u// l=["y"]`},
		"of a device":        {`{"$distinct_id":"$device:d","$set":{"a":1}}`, "$set /d/ a=1"},
		"of both":            {`{"$distinct_id":"u","$device_id":"d","$user_id":"u","$set":{"a":1}}`, "$set u/d/ a=1"},
		"add no number":      {`{"$distinct_id":"u","$add":{"n":"2"}}`, "! bad_properties"},
		"set no map":         {`{"$distinct_id":"u","$set":7}`, "! bad_properties"},
		"delete":             {`[{"$distinct_id":"u","$delete":""},{"$distinct_id":"u","$remove":{"l":"x"}}]`, "! unsupported_change | ! unsupported_change"},
		"set of nobody":      {`{"$set":{"a":1}}`, "! no_identity"},
		"a group":            {`{"$group_key":"company","$group_id":"acme","$set":{"name":"Acme"},"$set_once":{"name":"later","n":1}}`, "$group /$company_acme/ $group_id=acme $group_type=company name=Acme n=1"},
		"a group's deletion": {`{"$group_key":"company","$group_id":"acme","$delete":""}`, "! unsupported_change"},
		"a group's addition": {`{"$group_key":"company","$group_id":"acme","$union":{"a":[1]}}`, "! unsupported_change"},
		"a group without id": {`{"$group_key":"company","$set":{"name":"Acme"}}`, "! no_group_id"},
		"nothing":            {`[7,{}]`, "! not_an_object | ! no_event_name"},
	} {
		if got := shown(decode(t, c.body, wire.Call{})); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", what, got, c.want)
		}
	}
}

func TestTimesAndIDs(t *testing.T) {
	for _, c := range []struct {
		time, sent string
		want       int64 // seconds before the arrival
	}{
		{`1767355140`, "", 60}, {`1767355140000`, "", 60}, {`1767355140.5`, "", 59}, {`"2026-01-02T11:59:00Z"`, "", 60}, {`null`, "", 0},
		{`1767351540`, "1767351600000", 60}, // its clock is an hour behind
	} {
		e := decode(t, `{"event":"a","properties":{"distinct_id":"u","$insert_id":"i1","time":`+c.time+`}}`, wire.Call{SentAt: c.sent}).Events[0]
		if got := (received - e.Time) / 1e6; got != c.want || e.MessageID != "i1" {
			t.Errorf("%s: %d s before, id %s", c.time, got, e.MessageID)
		}
	}
	b := decode(t, `[{"event":"a","properties":{"distinct_id":"u","time":"soon"}},{"event":"a","properties":{"distinct_id":"u","time":99999999999}},{"$distinct_id":"u","$time":1767355140000,"$set":{"a":1}}]`, wire.Call{})
	if got := shown(b); got != "$set u// a=1 | ! bad_timestamp | ! time_out_of_range" || b.Events[0].Time != received-60e6 {
		t.Error(got)
	}
	e := decode(t, `{"$distinct_id":"u","$append":{"l":1},"$union":{"l":[2]}}`, wire.Call{MessageID: "m"}).Events
	if e[0].MessageID != "m" || e[1].MessageID != "m/$union" {
		t.Errorf("%s %s", e[0].MessageID, e[1].MessageID)
	}
}

func TestWhereTheKeyStands(t *testing.T) {
	for body, want := range map[string]string{
		`{"$token":"k","$set":{}}`:                                    "k",
		`[{"properties":{"token":"k"}},{"$token":"k"},{}]`:            "k",
		`[{"properties":{"token":"k"}},{"properties":{"token":"j"}}]`: "k j",
		`{"event":"a"}`: "", `7`: "",
	} {
		doc := &wire.Doc{}
		if err := doc.Scan(body); err != nil {
			t.Fatal(err)
		}
		if got := NewDecoder().Key(doc.Root()); got != want {
			t.Errorf("%s: %q", body, got)
		}
	}
}

func TestLibrariesAndAddresses(t *testing.T) {
	for members, want := range map[string]string{
		`"mp_lib":"web","$lib_version":"2"`:  "false a u// $lib_version=2 $lib=mixpanel-web $ip=198.51.100.7",
		`"mp_lib":"node"`:                    "true a u// $lib=mixpanel-node",
		`"ip":"203.0.113.9"`:                 "false a u// $ip=203.0.113.9",
		`"mp_lib":"node","ip":"203.0.113.9"`: "true a u// $lib=mixpanel-node $ip=203.0.113.9",
	} {
		e := decode(t, `{"event":"a","properties":{"distinct_id":"u",`+members+`}}`, wire.Call{Address: "198.51.100.7"}).Events[0]
		if got := fmt.Sprint(e.Server, " ", show(e)); got != want {
			t.Errorf("%s: %s", members, got)
		}
	}
}
