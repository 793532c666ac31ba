package mail

import (
	"bytes"
	"net/mail"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Message is one mail to one person.
type Message struct {
	To      mail.Address
	Subject string
	HTML    string
	Text    string
	// ID is what stands in Message-ID, without the brackets. The same ID says
	// that it is the same mail.
	ID      string
	Date    time.Time
	Inline  []Picture
	Headers []Header
}

// Picture is shown where the HTML says cid:<CID>.
type Picture struct {
	CID string
	PNG []byte
}

// Header is a further line of the mail's head.
type Header struct{ Name, Value string }

// Encode writes the message as it goes over the wire.
func (s Server) Encode(m *Message) ([]byte, error) {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(&s.From)
	msg.SetAddrHeaderFromMailAddress(gomail.HeaderTo, &m.To)
	msg.Subject(m.Subject)
	msg.SetDateWithValue(m.Date)
	msg.SetMessageIDWithValue(m.ID)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	for _, h := range m.Headers {
		msg.SetGenHeaderPreformatted(gomail.Header(h.Name), h.Value)
	}
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	for _, p := range m.Inline {
		err := msg.EmbedReader(p.CID+".png", bytes.NewReader(p.PNG), gomail.WithFileContentID(p.CID), gomail.WithFileContentType("image/png"))
		if err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	_, err := msg.WriteTo(&out)
	return out.Bytes(), err
}
