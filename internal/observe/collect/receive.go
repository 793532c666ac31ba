package collect

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"kith/internal/observe/collect/wire"
)

// readTimeout is how long a body may take to arrive: nobody may hold memory by
// sending slowly.
const readTimeout = 30 * time.Second

// chunks are what bodies are read and unpacked through.
var chunks = sync.Pool{New: func() any { return new([32 << 10]byte) }}

// receive reads a body as it comes. It claims memory for what has arrived, not
// for what was announced: announcing is free.
func (d *Door) receive(w http.ResponseWriter, r *http.Request, c *claim) (string, error) {
	switch {
	case r.ContentLength > wire.MaxBody:
		return "", wire.Refuse(wire.BodyTooLarge, nil)
	case !d.inFlight.room(max(r.ContentLength, 1)):
		return "", wire.Refuse(wire.Overloaded, nil)
	}
	deadline := http.NewResponseController(w)
	if deadline.SetReadDeadline(time.Now().Add(readTimeout)) == nil {
		defer deadline.SetReadDeadline(time.Time{}) // else it would end the request while the log is written
	}
	var body strings.Builder
	if r.ContentLength > 0 {
		body.Grow(int(min(r.ContentLength, 128<<10)))
	}
	err := copyChunks(&body, r.Body, func(n int) error {
		switch {
		case body.Len()+n > wire.MaxBody:
			return wire.Refuse(wire.BodyTooLarge, nil)
		case !c.take(int64(n)):
			return wire.Refuse(wire.Overloaded, nil)
		}
		return nil
	})
	var refused *wire.Refused
	if err != nil && !errors.As(err, &refused) {
		return "", wire.Refuse(wire.BodyUnread, err)
	}
	return body.String(), err
}

// copyChunks is io.Copy that asks before it writes each chunk.
func copyChunks(dst *strings.Builder, src io.Reader, ask func(n int) error) error {
	chunk := chunks.Get().(*[32 << 10]byte)
	defer chunks.Put(chunk)
	for {
		n, err := src.Read(chunk[:])
		if n > 0 {
			if err := ask(n); err != nil {
				return err
			}
			dst.Write(chunk[:n])
		}
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
	}
}
