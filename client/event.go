package client

import (
	"crypto/rand"
	"errors"
	"time"
)

// Event is something that a person did.
type Event struct {
	// UserID is your own id of the person, AnonymousID that of a visitor. One of
	// them is needed; a server that names both joins nothing by it, see Alias.
	UserID      string
	AnonymousID string
	Name        string // of Track: order_paid; of Page and Screen what was looked at, may be empty
	Properties  map[string]any
	Time        time.Time // now when zero
	// MessageID is what makes it one event however often it is sent; a random
	// one when empty.
	MessageID string
	// Context is what Segment's context says: page, campaign, ip, userAgent.
	Context map[string]any
}

// message is an event on the wire.
type message struct {
	Type        string         `json:"type"`
	MessageID   string         `json:"messageId"`
	UserID      string         `json:"userId,omitempty"`
	AnonymousID string         `json:"anonymousId,omitempty"`
	PreviousID  string         `json:"previousId,omitempty"`
	Event       string         `json:"event,omitempty"`
	Name        string         `json:"name,omitempty"`
	GroupID     string         `json:"groupId,omitempty"`
	Properties  map[string]any `json:"properties,omitempty"`
	Traits      map[string]any `json:"traits,omitempty"`
	Context     map[string]any `json:"context"`
	Channel     string         `json:"channel"`
	Timestamp   time.Time      `json:"timestamp"`
}

var errNobody = errors.New("kith: an event needs a UserID or an AnonymousID")

// Track says that a person did something.
func (c *Client) Track(e Event) error {
	if e.Name == "" {
		return errors.New("kith: an event of Track needs a Name")
	}
	return c.say("track", e, func(m *message) { m.Event, m.Properties = e.Name, e.Properties })
}

// Page says that a person looked at a page.
func (c *Client) Page(e Event) error {
	return c.say("page", e, func(m *message) { m.Name, m.Properties = e.Name, e.Properties })
}

// Screen says that a person looked at a screen of an app.
func (c *Client) Screen(e Event) error {
	return c.say("screen", e, func(m *message) { m.Name, m.Properties = e.Name, e.Properties })
}

// Identify says what is known of a person: Properties are traits.
func (c *Client) Identify(e Event) error {
	return c.say("identify", e, func(m *message) { m.Traits = e.Properties })
}

// Group says that a person belongs to a group: Name is its id, Properties are
// the group's traits.
func (c *Client) Group(e Event) error {
	if e.Name == "" {
		return errors.New("kith: a group needs an id as its Name")
	}
	return c.say("group", e, func(m *message) { m.GroupID, m.Traits = e.Name, e.Properties })
}

// Alias says that the person known as previous, a visitor or an older user id,
// is the user.
func (c *Client) Alias(userID, previous string) error {
	if userID == "" || previous == "" {
		return errors.New("kith: an alias needs both ids")
	}
	return c.say("alias", Event{UserID: userID}, func(m *message) { m.PreviousID = previous })
}

// library is what the client calls itself.
var library = map[string]string{"name": "kith-go", "version": "1.0.0"}

func (c *Client) say(kind string, e Event, fill func(*message)) error {
	if e.UserID == "" && e.AnonymousID == "" {
		return errNobody
	}
	m := message{Type: kind, MessageID: e.MessageID, UserID: e.UserID, AnonymousID: e.AnonymousID, Channel: "server", Timestamp: e.Time, Context: map[string]any{"library": library}}
	if m.MessageID == "" {
		m.MessageID = "go-" + rand.Text()
	}
	if m.Timestamp.IsZero() {
		m.Timestamp = time.Now()
	}
	m.Timestamp = m.Timestamp.UTC()
	for k, v := range e.Context {
		if k != "library" {
			m.Context[k] = v
		}
	}
	fill(&m)
	return c.put(m)
}
