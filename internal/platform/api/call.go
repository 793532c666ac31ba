package api

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Call is what is known of a request beyond its content.
type Call struct {
	ID      string     // also in the X-Request-Id header and the log
	Address netip.Addr // the client's, as far as trusted proxies tell; may be invalid
	HTTPS   bool       // the client's side of the connection is encrypted
}

// From returns the Call of a request's context; zero outside of Protect.
func From(ctx context.Context) Call {
	if c := callOf(ctx); c != nil {
		return c.Call
	}
	return Call{}
}

// call is a Call and what its log line will say.
type call struct {
	Call
	err  error
	ours bool // err is our fault
}

type callKey struct{}

func callOf(ctx context.Context) *call {
	c, _ := ctx.Value(callKey{}).(*call)
	return c
}

func newCall(r *http.Request, proxies []netip.Prefix) *call {
	c := &call{Call: Call{ID: requestID(r.Header.Get("X-Request-Id")), HTTPS: r.TLS != nil}}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return c // a socket file has no address
	}
	c.Address = peer.Addr().Unmap()
	if !trusted(c.Address, proxies) {
		return c
	}
	c.HTTPS = c.HTTPS || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
	c.Address = clientAddress(c.Address, r.Header.Values("X-Forwarded-For"), proxies)
	return c
}

// clientAddress walks the hops from the nearest outwards, past our proxies:
// what stands further left, the client itself may have written.
func clientAddress(peer netip.Addr, forwarded []string, proxies []netip.Prefix) netip.Addr {
	hops := strings.Split(strings.Join(forwarded, ","), ",")
	for _, hop := range slices.Backward(hops) {
		a, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			return peer
		}
		peer = a.Unmap()
		if !trusted(peer, proxies) {
			return peer
		}
	}
	return peer
}

func trusted(a netip.Addr, proxies []netip.Prefix) bool {
	return slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(a) })
}

// requestID keeps a well-formed id that a caller sent, so that one id can be
// followed through several programs.
func requestID(sent string) string {
	ok := len(sent) >= 8 && len(sent) <= 64
	for _, r := range sent {
		ok = ok && (r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '-' || r == '_')
	}
	if ok {
		return sent
	}
	return rand.Text()[:16]
}
