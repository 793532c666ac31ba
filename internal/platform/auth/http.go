package auth

import (
	"github.com/danielgtaylor/huma/v2"
)

type body[T any] struct{ Body T }

// Routes registers the operations on who may come in: sessions, profiles,
// operators, API tokens and the first set-up.
func Routes(h huma.API, a *Auth) {
	sessionRoutes(h, a)
	tokenRoutes(h, a)
	profileRoutes(h, a)
	teamRoutes(h, a)
	entryRoutes(h, a)
}

func op(right Right, id, method, path, summary string) huma.Operation {
	o := huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"access"}, Extensions: Needs(right)}
	if right == Anyone {
		o.Security = []map[string][]string{}
	}
	return o
}
