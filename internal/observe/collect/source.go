package collect

import (
	"net/http"
	"net/netip"
	"strings"

	"kith/internal/observe/collect/wire"
	"kith/internal/platform/api"
)

// Source is something that sends events.
type Source struct {
	ID        uint32
	Workspace uint32
	Slug      string // the workspace's, by which its log is named
	Enabled   bool
}

// Sources knows the write keys. Lookup is asked twice a request and must not
// leave memory.
type Sources interface {
	Lookup(writeKey string) (Source, bool)
}

func (d *Door) source(key string) (Source, error) {
	if key == "" {
		return Source{}, wire.Refuse(wire.NoWriteKey, nil)
	}
	s, ok := d.sources.Lookup(key)
	switch {
	case !ok:
		return Source{}, wire.Refuse(wire.UnknownWriteKey, nil)
	case !s.Enabled:
		return Source{}, wire.Refuse(wire.SourceDisabled, nil)
	}
	return s, nil
}

// writeKey is the key that stands outside of the body: the user of basic
// authentication, ?writeKey= or a bearer token, in this order. "" when none.
func writeKey(r *http.Request) string {
	if user, _, ok := r.BasicAuth(); ok && user != "" {
		return user
	}
	if r.URL.RawQuery != "" {
		if key := r.URL.Query().Get("writeKey"); key != "" {
			return key
		}
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(token)
	}
	return ""
}

// maxUserAgent bounds what every event of a batch may get from its request.
const maxUserAgent = 512

func userAgent(r *http.Request) string {
	s := r.UserAgent()
	if len(s) > maxUserAgent {
		return ""
	}
	return wire.Clean(s)
}

// address is the sender's, as far as trusted proxies tell; "" when unknown.
func address(r *http.Request) string {
	a := api.From(r.Context()).Address
	if !a.IsValid() {
		peer, err := netip.ParseAddrPort(r.RemoteAddr)
		if err != nil {
			return ""
		}
		a = peer.Addr().Unmap()
	}
	return a.WithZone("").String()
}
