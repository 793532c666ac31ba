// Package api is the HTTP ground: one shape of error for every answer, the
// OpenAPI document, what stands in front of every handler (request ids, the
// request log, recovery from panics, limits, security headers), and a server
// that starts, refuses early and stops gracefully.
//
// Rooms register typed operations on the huma.API that [New] returns and give
// back kith.Errors; they never choose a status code.
package api
