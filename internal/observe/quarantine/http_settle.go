package quarantine

import (
	"context"
	"time"

	"kith/internal/kith"
	"kith/internal/platform/auth"
)

// Which says which open events are meant: those of the ids, or all that the
// rest describes.
type Which struct {
	IDs    []string `json:"ids,omitempty" maxItems:"500"`
	Reason string   `json:"reason,omitempty"`
	Event  string   `json:"event,omitempty" doc:"Of this name"`
	Source uint32   `json:"source,omitempty"`
}

// read refuses what would mean everything: a reason or ids must be named.
func (w *Which) read() ([]Position, Query, error) {
	if len(w.IDs) == 0 && w.Reason == "" {
		return nil, Query{}, &kith.Error{Code: kith.Invalid, Field: "reason", Message: "says neither which events nor which reason", Hint: "name ids, or a reason"}
	}
	var ids []Position
	for _, id := range w.IDs {
		at, err := position(id, "ids")
		if err != nil {
			return nil, Query{}, err
		}
		ids = append(ids, at)
	}
	return ids, Query{Reason: w.Reason, Event: w.Event, Source: w.Source}, nil
}

// ReplayRequest says what to replay and what to change first.
type ReplayRequest struct {
	Which
	Change Change `json:"change,omitzero"`
	Raw    string `json:"raw,omitempty" doc:"With a single id: the event, edited"`
	Before string `json:"before,omitempty" doc:"next of the reply before"`
	Try    bool   `json:"try,omitempty" doc:"Only say what would come of it"`
}

func (h handlers) replay(ctx context.Context, in *struct {
	InWorkspace
	Body ReplayRequest
}) (*struct{ Body ReplayOutcome }, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	r := Replay{Workspace: w.ID, By: auth.From(ctx).Operator, Change: in.Body.Change, Rules: w.Rules, Try: in.Body.Try}
	if r.IDs, r.Query, err = in.Body.read(); err != nil {
		return nil, err
	}
	if in.Body.Raw != "" {
		if len(r.IDs) != 1 {
			return nil, &kith.Error{Code: kith.Invalid, Field: "raw", Message: "is of one event", Hint: "name that event's id alone"}
		}
		r.Raw = []byte(in.Body.Raw)
	}
	if in.Body.Before != "" {
		at, err := position(in.Body.Before, "before")
		if err != nil {
			return nil, err
		}
		r.Query.Before = &at
	}
	out, err := h.store.Replay(ctx, r, h.now().UnixMicro(), w.Append)
	if err != nil {
		return nil, err
	}
	return &struct{ Body ReplayOutcome }{*out}, nil
}

// DiscardOutcome says how many were put aside, and when: by that they are restored.
type DiscardOutcome struct {
	Discarded int       `json:"discarded"`
	At        time.Time `json:"at"`
}

func (h handlers) discard(ctx context.Context, in *struct {
	InWorkspace
	Body Which
}) (*struct{ Body DiscardOutcome }, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	ids, query, err := in.Body.read()
	if err != nil {
		return nil, err
	}
	at := h.now().UTC().Truncate(time.Microsecond)
	t := Settlement{Workspace: w.ID, As: Discarded, By: auth.From(ctx).Operator, At: at.UnixMicro()}
	out := DiscardOutcome{At: at}
	if ids != nil {
		out.Discarded, err = h.store.Settle(ctx, t, ids)
	} else {
		out.Discarded, err = h.store.DiscardAll(ctx, t, query)
	}
	return &struct{ Body DiscardOutcome }{out}, err
}

func (h handlers) restore(ctx context.Context, in *struct {
	InWorkspace
	Body struct {
		At time.Time `json:"at" doc:"Of the reply to discarding"`
	}
}) (*struct {
	Body struct {
		Restored int `json:"restored"`
	}
}, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	out := &struct {
		Body struct {
			Restored int `json:"restored"`
		}
	}{}
	out.Body.Restored, err = h.store.Reopen(ctx, w.ID, in.Body.At.UnixMicro())
	return out, err
}
