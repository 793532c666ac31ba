package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"kith/internal/kith"
	"kith/internal/platform/api"
	"kith/internal/platform/auth"
)

// A job is work that a command on this machine asks of the server, because
// only one process may have the data folder open. It names files by their
// paths, so only callers with the local token, who own the folder, may ask.
// The answer is lines of JSON: {"progress":…} as it goes, and at last
// {"result":…} or {"error":…}.
type job func(ctx context.Context, h *house, in json.RawMessage, progress func(any)) (any, error)

var jobs = map[string]job{
	"import": typed(importJob),
	"export": typed(exportJob),
	"backup": typed(backupJob),
}

func typed[In, Out any](do func(context.Context, *house, In, func(any)) (Out, error)) job {
	return func(ctx context.Context, h *house, raw json.RawMessage, progress func(any)) (any, error) {
		var in In
		if err := json.Unmarshal(raw, &in); err != nil {
			return nil, &kith.Error{Code: kith.Invalid, Message: "The job cannot be read", Err: err}
		}
		return do(ctx, h, in, progress)
	}
}

type line struct {
	Progress any          `json:"progress,omitempty"`
	Result   any          `json:"result,omitempty"`
	Error    *api.Problem `json:"error,omitempty"`
}

func local(mux *http.ServeMux, h *house) {
	for name, do := range jobs {
		mux.HandleFunc("POST /api/local/"+name, func(w http.ResponseWriter, r *http.Request) {
			if auth.From(r.Context()).Kind != auth.ByLocal {
				api.WriteError(w, r, &kith.Error{Code: kith.Forbidden, Message: "Only commands on the server's own machine may do this"})
				return
			}
			raw, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
			if err != nil {
				api.WriteError(w, r, err)
				return
			}
			c := http.NewResponseController(w)
			_ = c.SetWriteDeadline(time.Time{}) // a job takes as long as it takes
			_ = c.SetReadDeadline(time.Time{})
			w.Header().Set("Content-Type", "application/x-ndjson")
			write := func(l line) {
				_ = json.NewEncoder(w).Encode(l)
				_ = c.Flush()
			}
			result, err := do(r.Context(), h, raw, func(p any) { write(line{Progress: p}) })
			if err != nil {
				write(line{Error: problem(err)})
				return
			}
			write(line{Result: result})
		})
	}
}

func problem(err error) *api.Problem {
	var e *kith.Error
	if errors.As(err, &e) {
		return &api.Problem{Code: e.Code, Message: e.Message, Hint: e.Hint, Field: e.Field, Retry: e.Retry}
	}
	return &api.Problem{Code: kith.Internal, Message: err.Error()} // the caller owns the machine
}

// run does a job on the server that has the data folder, or opens the folder
// and does it here.
func run[In, Out any](ctx context.Context, p *place, name string, in In, do func(context.Context, *house, In, func(any)) (Out, error), progress func(json.RawMessage)) (Out, error) {
	if c := p.client(ctx); c != nil {
		return remote[Out](ctx, c, name, in, progress)
	}
	var out Out
	err := p.during(ctx, func(ctx context.Context, h *house) (err error) {
		out, err = do(ctx, h, in, func(v any) {
			if text, err := json.Marshal(v); err == nil {
				progress(text)
			}
		})
		return err
	})
	return out, err
}

func remote[Out any](ctx context.Context, c *client, name string, in any, progress func(json.RawMessage)) (Out, error) {
	var out Out
	text, err := json.Marshal(in)
	if err != nil {
		return out, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.address+"/api/local/"+name, bytes.NewReader(text))
	if err != nil {
		return out, err
	}
	req.Header.Set("Authorization", "Bearer "+c.token.Reveal())
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return out, fmt.Errorf("call the server: %w", err)
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		var l struct {
			Progress json.RawMessage `json:"progress"`
			Result   json.RawMessage `json:"result"`
			Error    *api.Problem    `json:"error"`
		}
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return out, fmt.Errorf("read the server's answer: %w", err)
		}
		switch {
		case l.Error != nil:
			return out, &kith.Error{Code: l.Error.Code, Message: l.Error.Message, Hint: l.Error.Hint, Field: l.Error.Field}
		case l.Result != nil:
			return out, json.Unmarshal(l.Result, &out)
		case l.Progress != nil:
			progress(l.Progress)
		}
	}
	return out, &kith.Error{Code: kith.Unavailable, Message: "the server stopped before the work was done", Hint: "start it and run this again", Err: lines.Err()}
}
