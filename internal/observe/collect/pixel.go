package collect

import (
	"net/http"

	"kith/internal/observe/collect/wire"
)

// gif is a transparent picture of one by one.
const gif = "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\x00\x00\x00\x21\xf9\x04\x01\x00\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00\x3b"

// pixel accepts what stands in the address, as in that of a picture in a mail.
func (d *Door) pixel(m manner) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		allowOrigin(w, r)
		w.Header().Set("Cache-Control", "no-store")
		if r.Method == http.MethodHead {
			return // asking about the picture is not looking at it
		}
		got, err := d.look(r, m)
		if err != nil {
			m.refuse(w, r, err)
			return
		}
		m.thank(w, r, got)
	}
}

// picture is the thanks for looking at one.
func picture(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "image/gif")
	_, _ = w.Write([]byte(gif))
}

func (d *Door) look(r *http.Request, m manner) (*decoded, error) {
	c := claim{on: &d.inFlight}
	defer c.release()
	if !c.take(int64(len(r.URL.RawQuery))) {
		return nil, wire.Refuse(wire.Overloaded, nil)
	}
	key := m.key(r)
	if key != "" { // whoever cannot come in need not be listened to
		if _, err := d.source(key); err != nil {
			return nil, err
		}
	}
	body := r.URL.RawQuery
	if m.query != nil {
		var err error
		if body, err = m.query(r.URL.Query()); err != nil {
			return nil, err
		}
	}
	return d.store(r, key, body, m, &c)
}
