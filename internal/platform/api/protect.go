package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime/debug"
	"time"

	"kith/internal/kith"
)

// Limits is what Protect enforces. Zero fields take the defaults named.
type Limits struct {
	InFlight int           // requests at once; further ones get 503 at once; 512
	Body     int64         // bytes of a request; 32 MiB (operations set their own, 1 MiB unless told)
	Time     time.Duration // after which a request's context ends; none
	// Proxies are the addresses whose X-Forwarded-For and -Proto are believed.
	Proxies []netip.Prefix
}

// Protect stands in front of every handler. From the outside in: request id and
// security headers, the log line, recovery, the limits.
//
// The log holds no queries, bodies, cookies or tokens. Successes are at level
// debug, refusals at info, our own faults at error with their cause.
func Protect(next http.Handler, log *slog.Logger, l Limits) http.Handler {
	if l.InFlight <= 0 {
		l.InFlight = 512
	}
	if l.Body <= 0 {
		l.Body = 32 << 20
	}
	limited := limit(next, l)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		c := newCall(r, l.Proxies)
		r = r.WithContext(context.WithValue(r.Context(), callKey{}, c))
		secure(w.Header(), c.ID)
		rec := &recorder{ResponseWriter: w}
		defer func() { logLine(log, r, c, rec, time.Since(begun)) }()
		defer rescue(rec, r, c)
		limited.ServeHTTP(rec, r)
	})
}

// secure sets what browsers are to hold to. Handlers may replace a header.
func secure(h http.Header, id string) {
	h.Set("X-Request-Id", id)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	// Styles are made in the page by the console's components.
	h.Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'")
}

func limit(next http.Handler, l Limits) http.Handler {
	places := make(chan struct{}, l.InFlight)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case places <- struct{}{}:
			defer func() { <-places }()
		default:
			WriteError(w, r, &Later{After: time.Second, Err: &kith.Error{
				Code: kith.Unavailable, Message: "too many requests at once", Hint: "try again in a moment", Retry: true,
			}})
			return
		}
		if r.ContentLength > l.Body {
			w.Header().Set("Connection", "close") // the body is not read to its end
			WriteError(w, r, &http.MaxBytesError{Limit: l.Body})
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, l.Body)
		if l.Time > 0 {
			ctx, cancel := context.WithTimeout(r.Context(), l.Time)
			defer cancel()
			r = r.WithContext(ctx)
		}
		next.ServeHTTP(w, r)
	})
}

// rescue turns a panic into an answer, or, when one has begun, cuts it off:
// half an answer must not look whole.
func rescue(w *recorder, r *http.Request, c *call) {
	p := recover()
	if p == nil {
		return
	}
	if p == http.ErrAbortHandler {
		panic(p)
	}
	if err, ok := p.(error); ok && r.Context().Err() != nil {
		c.err = fmt.Errorf("the client left: %w", errors.Join(context.Canceled, err))
		panic(http.ErrAbortHandler)
	}
	err := fmt.Errorf("panic: %v\n%s", p, debug.Stack())
	if w.status != 0 {
		c.err, c.ours = err, true
		panic(http.ErrAbortHandler)
	}
	WriteError(w, r, err)
}

// slow is when a success is worth a line at level info.
const slow = 2 * time.Second

func logLine(log *slog.Logger, r *http.Request, c *call, w *recorder, took time.Duration) {
	if w.status == 0 && c.err == nil {
		w.status = http.StatusOK // the server says so for a handler that says nothing
	}
	level := slog.LevelDebug
	switch {
	case c.ours:
		level = slog.LevelError
	case w.status >= 400 || took > slow:
		level = slog.LevelInfo
	}
	if !log.Enabled(r.Context(), level) {
		return
	}
	path := r.URL.Path
	if len(path) > 200 {
		path = path[:200] + "…"
	}
	attrs := []slog.Attr{
		slog.String("id", c.ID), slog.String("method", r.Method), slog.String("path", path),
		slog.Int("status", w.status), slog.Int64("bytes", w.bytes),
		slog.Duration("took", took), slog.String("address", c.Address.String()),
	}
	if c.err != nil {
		attrs = append(attrs, slog.String("err", c.err.Error()))
	}
	log.LogAttrs(r.Context(), level, "request", attrs...)
}
