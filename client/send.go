package client

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// batch is what goes in one request.
type batch struct {
	events [][]byte
	size   int // bytes of JSON
}

// send sends the batch and empties it.
func (c *Client) send(b *batch) {
	if len(b.events) > 0 {
		c.deliver(b.events)
	}
	clear(b.events)
	b.events, b.size = b.events[:0], 0
}

// Waits between tries: they double from the first to the longest.
const (
	firstWait   = 500 * time.Millisecond
	longestWait = 30 * time.Second
	longestTold = 5 * time.Minute // of a Retry-After that is believed
)

// deliver tries until the events are taken, refused for good, or given up. A
// body that is too large goes in halves.
func (c *Client) deliver(events [][]byte) {
	body := pack(events)
	wait := firstWait
	for begin := time.Now(); ; {
		status, told, err := c.post(body)
		switch {
		case err == nil && status < 300:
			return
		case status == http.StatusRequestEntityTooLarge && len(events) > 1:
			half := len(events) / 2
			c.deliver(events[:half])
			c.deliver(events[half:])
			return
		case err == nil && !passing(status):
			c.lose(fmt.Errorf("kith: the server refused the events: %d %s", status, http.StatusText(status)), len(events))
			return
		case err == nil:
			err = fmt.Errorf("kith: the server answered %d %s", status, http.StatusText(status))
		}
		if time.Since(begin) > c.o.GiveUp {
			c.lose(fmt.Errorf("kith: given up after %v: %w", c.o.GiveUp, err), len(events))
			return
		}
		pause := told
		if pause == 0 {
			pause = wait/2 + rand.N(wait/2+1) // apart from other clients that failed at the same moment
			wait = min(2*wait, longestWait)
		}
		select {
		case <-time.After(pause):
		case <-c.ctx.Done():
			c.lose(fmt.Errorf("kith: closed before the events were taken: %w", err), len(events))
			return
		}
	}
}

// passing reports whether the same request may be taken later.
func passing(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return true
	case http.StatusNotImplemented, http.StatusHTTPVersionNotSupported:
		return false
	}
	return status >= 500
}

func (c *Client) lose(err error, events int) {
	if c.o.OnError != nil {
		c.o.OnError(err, events)
	}
}

// pack is the body of a request. It says nothing of when it is sent, so that it
// can be sent again.
func pack(events [][]byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	// Writing to a buffer does not fail.
	_, _ = io.WriteString(z, `{"batch":[`)
	for i, e := range events {
		if i > 0 {
			_, _ = z.Write([]byte{','})
		}
		_, _ = z.Write(e)
	}
	_, _ = io.WriteString(z, "]}")
	_ = z.Close()
	return out.Bytes()
}

// post sends a body once. told is how long the server asks to wait, 0 when it
// does not say.
func (c *Client) post(body []byte) (status int, told time.Duration, err error) {
	r, err := http.NewRequestWithContext(c.ctx, http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		return 0, 0, err
	}
	r.SetBasicAuth(c.o.WriteKey, "")
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Content-Encoding", "gzip")
	r.Header.Set("SentAt", time.Now().UTC().Format(time.RFC3339Nano))
	answer, err := c.o.HTTP.Do(r)
	if err != nil {
		return 0, 0, err
	}
	defer answer.Body.Close()
	// Read to its end, so that the connection is used again.
	if _, err := io.Copy(io.Discard, io.LimitReader(answer.Body, 64<<10)); err != nil && answer.StatusCode >= 300 {
		return 0, 0, err
	}
	if seconds, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil && seconds > 0 {
		told = min(time.Duration(seconds)*time.Second, longestTold)
	}
	return answer.StatusCode, told, nil
}
