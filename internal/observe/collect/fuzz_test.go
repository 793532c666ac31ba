package collect

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
	"kith/internal/observe/collect/wires"
)

// FuzzBody takes any bytes the whole way from a body to the log's entry and
// back. Whatever comes in, what comes out can be stored.
func FuzzBody(f *testing.F) {
	for _, s := range []string{
		event, `{"batch":[` + event + `,{"type":"identify","userId":7,"traits":{"a":[1,{"b":"\u0000"}]}},5],"sentAt":"2026-01-02T12:00:00Z"}`,
		`{"type":"page","anonymousId":"a","name":"x","context":{"page":{"referrer":"https://x@y:1/","url":"u"},"campaign":{"name":"n"},"sessionId":1,"library":{"name":"analytics-go"}}}`,
		`{"type":"alias","userId":"a","previousId":"b","timestamp":17e8,"originalTimestamp":null}`, packed(event), "data=" + base64.StdEncoding.EncodeToString([]byte(event)),
		packed("data=%7B%7D"), "\uFEFF [ ]", `{"type":"track","event":"` + "\xff" + `","userId":"u","properties":{"n":1e999,"i":12345678901234567890}}`,
	} {
		f.Add([]byte(s), uint8(len(s)))
	}
	for _, s := range []string{
		`{"api_key":"wk","batch":[{"event":"$identify","distinct_id":"u","uuid":"","timestamp":"2026-01-02T11:00:00.123456789Z","$set":{"a":null,"b":1},"$set_once":[],"properties":{"$anon_distinct_id":"a","$set":{"c":[1]},"$unset":["x"]}},7],"sent_at":1767355200000}`,
		`[{"event":"$create_alias","properties":{"distinct_id":{"a":1},"alias":7,"token":"wk"},"offset":5},{"$set":{"a":1},"$distinct_id":"u","$token":"wk"}]`,
		`{"event":"$groupidentify","distinct_id":"$company_acme","properties":{"$group_type":"company","$group_key":"acme","$group_set":{"name":"Acme"}}}`,
		`[{"event":"$merge","properties":{"$distinct_ids":["$device:a","u"],"time":1767355200.5,"mp_lib":"web"}},{"$token":"wk","$distinct_id":"u","$set":{"$email":"e"},"$add":{"n":1},"$union":{"l":[1]},"$append":{"l":2},"$unset":["x"]}]`,
		`[{"type":"track_signup","event":"$SignUp","identities":{"$identity_login_id":"u","$identity_mp_x_openid":7,"":"x","k":{}},"distinct_id":"u","original_id":"a","time":1767355200000,"_flush_time":1767355201000,"_track_id":7,"lib":{"$lib":"js"}},{"type":"item_set"}]`,
		`[{"type":"track_id_unbind","identities":{"$identity_mobile":"1"}},{"type":"profile_unset","distinct_id":"u","properties":{"a":null}},{"type":"profile_increment","distinct_id":"u","properties":{"n":"x"}}]`,
		"crc=1&gzip=1&ext=crc%3D-5&data_list=" + base64.StdEncoding.EncodeToString([]byte(packed("["+record+"]"))), "gzip=9&data=e30",
		`{"$token":"wk","$group_key":"company","$group_id":"acme","$set":{"name":"Acme"},"$time":1767355200000}`,
	} {
		f.Add([]byte(s), uint8(0))
	}
	kinds := []string{"", "track", "page", "screen", "identify", "group", "alias"}
	k := newDesk()
	f.Fuzz(func(t *testing.T, body []byte, kind uint8) {
		text, err := k.unwrap(string(body))
		if err != nil {
			return
		}
		root, err := k.read(text)
		if err != nil {
			return
		}
		for name := range wires.All() {
			call := wire.Call{Source: 1, Received: noon.UnixMicro(), Address: "192.0.2.1", Type: kinds[int(kind)%len(kinds)]}
			k.decoders[name].Key(root)
			if b, _, err := k.decoders[name].Decode(root, call); err == nil {
				checkStored(t, b, text)
			}
			k.clear(name)
			if root, err = k.read(text); err != nil {
				t.Fatal("it cannot be read a second time")
			}
		}
	})
}

// checkStored takes a batch to the log's entry and back.
func checkStored(t *testing.T, b *kith.Batch, text string) {
	t.Helper()
	payload := b.AppendBinary(nil)
	if max := 1024*(len(b.Events)+len(b.Rejected)) + 16*len(text) + 64; len(payload) > max {
		t.Fatalf("%d bytes of JSON become %d", len(text), len(payload))
	}
	again, err := kith.DecodeBatch(payload)
	if err != nil {
		t.Fatal(err)
	}
	checkBatch(t, again)
	if !bytes.Equal(again.AppendBinary(nil), payload) {
		t.Fatal("it does not come back as it was")
	}
	for i := range b.Events {
		b.Events[i].Props = append([]kith.Property{}, b.Events[i].Props...) // empty and nil are one
	}
	if len(b.Events) > 0 && !reflect.DeepEqual(again.Events, b.Events) {
		t.Fatalf("%+v became %+v", b.Events, again.Events)
	}
}

func checkBatch(t *testing.T, b *kith.Batch) {
	t.Helper()
	text := func(s string, max int) {
		if !utf8.ValidString(s) || strings.Contains(s, "\x00") || utf8.RuneCountInString(s) > max {
			t.Fatalf("%.300q cannot be stored", s)
		}
	}
	for _, e := range b.Events {
		text(e.Name, kith.MaxEventName)
		text(e.MessageID, kith.MaxIDLen)
		for _, id := range []string{e.UserID, e.AnonymousID, e.PreviousID} {
			text(id, kith.MaxIDLen)
		}
		for _, id := range e.IDs {
			text(id.Type, kith.MaxPropertyName)
			text(id.Value, kith.MaxIDLen)
		}
		if e.Name == "" || e.MessageID == "" || e.UserID == "" && e.AnonymousID == "" && len(e.IDs) == 0 || e.Time < kith.MinTime || e.Time > b.Received+kith.MaxAhead || len(e.Props) > kith.MaxProperties {
			t.Fatalf("out of bounds: %+v", e)
		}
		names := map[string]bool{}
		for _, p := range e.Props {
			text(p.Name, kith.MaxPropertyName)
			text(p.Value.Str, kith.MaxEventSize)
			if names[p.Name] || p.Value.Kind == kith.None || p.Value.Kind == kith.Number && kith.NumberValue(p.Value.Num) != p.Value ||
				p.Value.Kind == kith.JSON && !json.Valid([]byte(p.Value.Str)) {
				t.Fatalf("bad property %+v", p)
			}
			names[p.Name] = true
		}
	}
	known := map[string]bool{}
	for _, r := range wire.Reasons {
		known[string(r.Reason)] = true
	}
	for _, r := range b.Rejected {
		text(r.Name, kith.MaxEventName)
		text(r.MessageID, kith.MaxIDLen)
		text(r.Detail, 1000)
		if !known[r.Reason] || len(r.Raw) > kith.MaxEventSize {
			t.Fatalf("unknown reason or too much: %+.300v", r)
		}
	}
}
