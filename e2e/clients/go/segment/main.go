// Command segment drives Segment's Go client.
package main

import (
	"time"

	analytics "github.com/segmentio/analytics-go/v3"

	"kith/e2e/clients/commands"
)

type client struct{ analytics.Client }

func main() {
	commands.Run(func(url, key string) (commands.Client, error) {
		c, err := analytics.NewWithConfig(key, analytics.Config{Endpoint: url, Interval: 300 * time.Millisecond, BatchSize: 5, RetryAfter: func(int) time.Duration { return 700 * time.Millisecond }})
		return client{c}, err
	})
}

func (c client) Do(m commands.Command, user string) error {
	anonymous := ""
	if user == "" {
		anonymous = commands.Visitor
	}
	switch m.Do {
	case "page":
		return c.Enqueue(analytics.Page{UserId: user, AnonymousId: anonymous, Name: m.Name})
	case "identify":
		if err := c.Enqueue(analytics.Identify{UserId: m.ID, Traits: m.Properties}); err != nil {
			return err
		}
		// A server speaks of many people: that a visitor became a user it says with an alias.
		return c.Enqueue(analytics.Alias{UserId: m.ID, PreviousId: commands.Visitor})
	case "alias":
		return c.Enqueue(analytics.Alias{UserId: m.ID, PreviousId: m.Previous})
	}
	return c.Enqueue(analytics.Track{UserId: user, AnonymousId: anonymous, Event: m.Name, Properties: m.Properties})
}
