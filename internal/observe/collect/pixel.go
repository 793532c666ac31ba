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
		if err := d.look(r, m); err != nil {
			m.refuse(w, r, err)
			return
		}
		m.thanks(w, r)
	}
}

// picture is the thanks for looking at one.
func picture(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "image/gif")
	_, _ = w.Write([]byte(gif))
}

func (d *Door) look(r *http.Request, m manner) error {
	c := claim{on: &d.inFlight}
	defer c.release()
	if !c.take(int64(len(r.URL.RawQuery))) {
		return wire.Refuse(wire.Overloaded, nil)
	}
	body, ok := formData(r.URL.RawQuery)
	if !ok {
		return wire.Refuse(wire.BadForm, nil)
	}
	return d.store(r, m.key(r), body, m, &c)
}
