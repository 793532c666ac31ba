package sensors

import (
	"cmp"
	"slices"
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// Types of ids.
const (
	user      = "user"
	anonymous = "anonymous"
	device    = "device"
	openid    = "openid"
	unionid   = "unionid"
	phone     = "phone"
	email     = "email"
)

// who finds the ids of the person. Older clients name one id, or a device's and
// a login's; newer ones list all that they know, by key, beside those.
//
// Who is logged in is login_id. Where the login is of a key of its own, such as
// a phone number, it reads key+value: it stays so, for a number that two keys
// have is not one person. The device is what anonymous_id says, or else an id of
// the list. The others of the list go with the event, but for a browser's cookie:
// it outlives the anonymous id that a client asks to forget.
func (d *Decoder) who(r *reading, e *kith.Event) *wire.Flaw {
	for _, id := range [...]struct {
		where string
		from  wire.Node
		to    *string
	}{
		{"login_id", r.loginID, &e.UserID},
		{"anonymous_id", r.anonymousID, &e.AnonymousID},
	} {
		var flaw *wire.Flaw
		if *id.to, flaw = wire.ID(id.from, id.where); flaw != nil {
			return flaw
		}
	}
	if r.kind.name == kith.EventUnbind {
		return d.unbound(r, e)
	}
	distinct, flaw := wire.ID(r.distinctID, "distinct_id")
	if flaw != nil {
		return flaw
	}
	d.listed(r, e)
	if flaw := d.signedUp(r, e, distinct); flaw != nil {
		return flaw
	}
	switch {
	case e.UserID == "" && r.properties.Member("$is_login_id").Kind() == wire.True:
		e.UserID = distinct
	case e.UserID == "" && e.AnonymousID == "" && !composed(distinct, e.IDs):
		e.AnonymousID = distinct
	}
	if e.UserID == "" && e.AnonymousID == "" && len(e.IDs) == 0 {
		return &wire.Flaw{Reason: wire.NoIdentity}
	}
	// A server that says which device somebody logged in on means it.
	e.Server = r.server && !r.kind.ids
	return nil
}

// signedUp finds whom a sign-up joins: the login and the id there was before.
func (d *Decoder) signedUp(r *reading, e *kith.Event, distinct string) *wire.Flaw {
	if s, _ := r.typ.Text(); s != "track_signup" {
		return nil
	}
	if e.UserID == "" {
		e.UserID = distinct
	}
	original, flaw := wire.ID(r.originalID, "original_id")
	if flaw == nil && original != "" && original != e.UserID {
		e.AnonymousID = original
	}
	return flaw
}

// composed reports whether a distinct id is one of ids, written key+value.
func composed(distinct string, ids []kith.ID) bool {
	_, value, ok := strings.Cut(distinct, "+")
	return ok && slices.ContainsFunc(ids, func(id kith.ID) bool { return id.Value == value })
}

// listed reads the ids that are listed by key into e, those that cannot be kept
// left out: an event is worth more than one of its ids.
func (d *Decoder) listed(r *reading, e *kith.Event) {
	var said, cookie, first string
	start := len(d.ids)
	for key, n := range r.identities.Members() {
		s, ok := d.identity(key, n)
		if !ok {
			continue
		}
		switch typ := idType(key); {
		case key == "$identity_cookie_id":
			cookie = s
		case typ == anonymous:
			said = s
		case typ == user && e.UserID == "":
			e.UserID = s
		case typ == user && e.UserID == s:
		default:
			if typ == device && first == "" {
				first = s
			}
			d.add(start, kith.ID{Type: typ, Value: s})
		}
	}
	if e.AnonymousID == "" {
		e.AnonymousID = cmp.Or(said, cookie, first)
	}
	kept := slices.DeleteFunc(d.ids[start:], func(id kith.ID) bool { return id.Type == device && id.Value == e.AnonymousID })
	if d.ids = d.ids[:start+len(kept)]; len(kept) > 0 {
		e.IDs = kept[:len(kept):len(kept)]
	}
}

// unbound reads the ids that are no longer the person's: all that are listed.
// Whose they were is known by them.
func (d *Decoder) unbound(r *reading, e *kith.Event) *wire.Flaw {
	start := len(d.ids)
	for key, n := range r.identities.Members() {
		if s, ok := d.identity(key, n); ok {
			d.add(start, kith.ID{Type: idType(key), Value: s})
		}
	}
	if e.IDs = d.ids[start:len(d.ids):len(d.ids)]; len(e.IDs) == 0 {
		return &wire.Flaw{Reason: wire.NoIdentity, Where: "identities"}
	}
	return nil
}

func (d *Decoder) identity(key string, n wire.Node) (string, bool) {
	s, ok := n.Ident()
	if !ok || wire.Longer(s, kith.MaxIDLen) || wire.Longer(key, kith.MaxPropertyName) || key == "" && s != "" {
		d.tally.IDs++
		return "", false
	}
	return s, s != ""
}

// add adds an id to those of the event whose ids begin at start.
func (d *Decoder) add(start int, id kith.ID) {
	if len(d.ids)-start == kith.MaxIDs {
		d.tally.IDs++
		return
	}
	d.ids = append(d.ids, id)
}

// idType is what the id of a key is; keys of the workspace's own are types by
// themselves. Mini programs write the name of their app into the key.
func idType(key string) string {
	switch key {
	case "$identity_login_id":
		return user
	case "$identity_cookie_id", "$identity_anonymous_id", "$identity_distinct_id":
		return anonymous
	case "$identity_mobile":
		return phone
	case "$identity_email":
		return email
	case "$identity_android_id", "$identity_android_uuid", "$identity_idfv", "$identity_ios_uuid", "$identity_harmony_uuid", "$identity_mp_id", "$mp_id", "$identity_taobao_uuid":
		return device
	}
	if !strings.HasPrefix(key, "$") {
		return key
	}
	switch {
	case strings.HasSuffix(key, "_openid"):
		return openid
	case strings.HasSuffix(key, "_unionid"):
		return unionid
	case strings.HasSuffix(key, "_mp_id"):
		return device
	}
	return key
}
