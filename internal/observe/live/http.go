package live

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/platform/auth"
)

// Find returns the workspace with the slug, the caller's own when it is empty,
// and refuses callers who may not look there.
type Find func(ctx context.Context, slug string) (*Workspace, error)

// Routes registers the stream on the API.
func Routes(a huma.API, h *Hub, find Find) {
	s := streams{h, find}
	huma.Register(a, huma.Operation{OperationID: "live", Method: http.MethodGet, Path: "/api/v1/live", Tags: []string{"live"}, Extensions: auth.Needs(auth.View),
		Summary: "What arrives, as server-sent events",
		Description: "Server-sent events: hello (Hello) first; then events (a list of Event, oldest first), seconds (a list of Second) about every second, " +
			"and bye (Bye) before the server ends the stream. At most " + fmt.Sprint(MaxViewers) + " may look at once.",
		Responses: map[string]*huma.Response{"200": {Description: "A stream", Content: map[string]*huma.MediaType{
			"text/event-stream": {Schema: huma.SchemaFromType(a.OpenAPI().Components.Schemas, typeOfMessage)},
		}}},
	}, s.live)
}

type streams struct {
	hub  *Hub
	find Find
}

type request struct {
	Workspace string   `header:"X-Kith-Workspace" doc:"Slug; may be left out when there is only one"`
	Event     []string `query:"event,explode" maxItems:"50" doc:"Only events of this name; may be given several times"`
	Without   []string `query:"without,explode" maxItems:"50" doc:"Not events of this name; may be given several times"`
	Source    []uint32 `query:"source,explode" maxItems:"50" doc:"Only of this source; may be given several times"`
	Person    uint32   `query:"person" doc:"Only of this person"`
	Only      Only     `query:"only" enum:"accepted,quarantined" doc:"Only what became of them"`
	After     uint64   `query:"after" doc:"Show nothing of what was there before up to this seq: when coming back"`
}

func (s streams) live(ctx context.Context, in *request) (*huma.StreamResponse, error) {
	w, err := s.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	leave, err := s.hub.enter()
	if err != nil {
		return nil, err
	}
	filter := Filter{Events: in.Event, Without: in.Without, Sources: in.Source, Person: in.Person, Only: in.Only}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		defer leave()
		writer, ok := c.BodyWriter().(http.ResponseWriter)
		if !ok {
			return
		}
		c.SetHeader("Content-Type", "text/event-stream")
		c.SetHeader("Cache-Control", "no-store")
		c.SetHeader("X-Accel-Buffering", "no") // proxies are not to hold it back
		out := &stream{w: writer, control: http.NewResponseController(writer)}
		if out.control.SetReadDeadline(time.Time{}) != nil {
			return
		}
		s.hub.serve(c.Context(), w, filter, in.After, out)
	}}, nil
}

const (
	pace       = 200 * time.Millisecond // between writes
	writeIn    = 10 * time.Second       // who takes longer is gone
	streamEnds = 10 * time.Minute       // then the caller comes back and proves again who it is
)

// serve shows what arrives until either side ends it.
func (h *Hub) serve(ctx context.Context, w *Workspace, f Filter, after uint64, out *stream) {
	v := &viewer{filter: f, space: w.Space}
	show := shower{space: w.Space, known: w.Space.Names().Properties.Len()}
	stop := w.Space.Watch(v.see) // first, so that nothing falls between
	defer stop()
	items, past, err := h.before(ctx, w, v, after)
	if err != nil {
		out.send("bye", Bye{Why: Failed})
		return
	}
	if !out.send("hello", Hello{At: h.now().UTC(), Seconds: past}) || !show.write(ctx, out, items, nil) {
		return
	}
	last := lastOf(items)
	tick := time.NewTicker(pace)
	defer tick.Stop()
	end := time.NewTimer(streamEnds)
	defer end.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.closed:
			out.send("bye", Bye{Why: Stopping})
			return
		case <-end.C:
			out.send("bye", Bye{Why: Again})
			return
		case <-tick.C:
			items, seconds := v.take(h.now())
			if !show.write(ctx, out, last.drop(items), seconds) {
				return
			}
		}
	}
}

// write sends events, when there are some, and seconds.
func (s *shower) write(ctx context.Context, out *stream, items []item, seconds []Second) bool {
	if len(items) > 0 {
		events, err := s.show(ctx, items)
		if err != nil {
			out.send("bye", Bye{Why: Failed})
			return false
		}
		if !out.send("events", events) {
			return false
		}
	}
	return len(seconds) == 0 || out.send("seconds", seconds)
}

// stream writes server-sent events.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	buffer  bytes.Buffer
}

// send reports whether the reader is still there.
func (s *stream) send(event string, data any) bool {
	s.buffer.Reset()
	s.buffer.WriteString("event: " + event + "\ndata: ")
	if err := json.NewEncoder(&s.buffer).Encode(data); err != nil { // ends in a line's end, and has no other
		return false
	}
	s.buffer.WriteByte('\n')
	if err := s.control.SetWriteDeadline(time.Now().Add(writeIn)); err != nil {
		return false
	}
	if _, err := s.w.Write(s.buffer.Bytes()); err != nil {
		return false
	}
	return s.control.Flush() == nil
}
