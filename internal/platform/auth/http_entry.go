package auth

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/platform/api"
)

// entryRoutes are the other ways in beside a password: the first set-up, and
// the link that somebody was given.
func entryRoutes(h huma.API, a *Auth) {
	huma.Register(h, op(Anyone, "look-at-setup", http.MethodGet, "/api/setup", "Is there nobody yet?"), a.httpSetupState)
	huma.Register(h, op(Anyone, "set-up", http.MethodPost, "/api/setup", "Make the first operator and name the first workspace"), a.httpSetUp)
	huma.Register(h, op(Anyone, "look-at-link", http.MethodPost, "/api/links/look", "Whose link is this?"), a.httpLookLink)
	huma.Register(h, op(Anyone, "use-link", http.MethodPost, "/api/links/use", "Set a password by a link, and sign in"), a.httpUseLink)
}

// SetupState says whether the first operator can be made.
type SetupState struct {
	Open bool `json:"open" doc:"There is no operator, so the first caller becomes one"`
	Code bool `json:"code" doc:"This caller must know the set-up code"`
}

// Nearness tells whether a request comes from the server's own machine.
type Nearness struct {
	near bool
}

// Resolve looks at the connection, which is all that cannot be made up. Behind
// a proxy every caller seems near, so what proxies add, or another host's name,
// speaks against it.
func (n *Nearness) Resolve(r huma.Context) []error {
	peer, err := netip.ParseAddrPort(r.RemoteAddr())
	n.near = err == nil && peer.Addr().Unmap().IsLoopback() && localHost(r.Host())
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via"} {
		n.near = n.near && r.Header(name) == ""
	}
	return nil
}

func localHost(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	address, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return host == "localhost" || err == nil && address.IsLoopback()
}

func (a *Auth) httpSetupState(ctx context.Context, in *struct{ Nearness }) (*body[SetupState], error) {
	open, err := a.SetupOpen(ctx)
	if err != nil || !open {
		return &body[SetupState]{}, err
	}
	return &body[SetupState]{SetupState{Open: true, Code: !a.offer.Load().Loopback || !in.near}}, nil
}

func (a *Auth) httpSetUp(ctx context.Context, in *struct {
	Nearness
	Agent string `header:"User-Agent" hidden:"true"`
	Body  SetUp
}) (*signedInNow, error) {
	s, err := a.SetUp(ctx, in.Body, Browser{Address: api.From(ctx).Address, Agent: in.Agent}, in.near)
	if err != nil {
		return nil, err
	}
	return a.welcome(ctx, s)
}

func (a *Auth) httpLookLink(ctx context.Context, in *body[struct {
	Secret Secret `json:"secret"`
}]) (*body[LinkOwner], error) {
	if _, wait := a.byAddress.take(addressKey(api.From(ctx).Address), a.options.Now()); wait > 0 {
		return nil, tooOften(wait)
	}
	owner, err := a.LookLink(ctx, in.Body.Secret)
	return &body[LinkOwner]{owner}, err
}

func (a *Auth) httpUseLink(ctx context.Context, in *struct {
	Agent string `header:"User-Agent" hidden:"true"`
	Body  struct {
		Secret   Secret `json:"secret"`
		Password Secret `json:"password"`
		Name     string `json:"name,omitempty" doc:"Stays when absent"`
		Language string `json:"language,omitempty" enum:"zh-CN,en" doc:"Stays when absent"`
	}
}) (*signedInNow, error) {
	b := Browser{Address: api.From(ctx).Address, Agent: in.Agent}
	if _, wait := a.byAddress.take(addressKey(b.Address), a.options.Now()); wait > 0 {
		return nil, tooOften(wait)
	}
	s, err := a.UseLink(ctx, UsedLink{Secret: in.Body.Secret, Password: in.Body.Password, Name: in.Body.Name, Language: in.Body.Language, Browser: b})
	if err != nil {
		return nil, err
	}
	return a.welcome(ctx, s)
}
