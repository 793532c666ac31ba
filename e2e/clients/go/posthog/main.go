// Command posthog drives PostHog's Go client.
package main

import (
	"time"

	"github.com/posthog/posthog-go"

	"kith/e2e/clients/commands"
)

type client struct{ posthog.Client }

func main() {
	commands.Run(func(url, key string) (commands.Client, error) {
		c, err := posthog.NewWithConfig(key, posthog.Config{Endpoint: url, Interval: 300 * time.Millisecond, BatchSize: 5, RetryAfter: func(int) time.Duration { return 700 * time.Millisecond }})
		return client{c}, err
	})
}

func (c client) Do(m commands.Command, user string) error {
	who := user
	if who == "" {
		who = commands.Visitor
	}
	switch m.Do {
	case "page":
		return c.Enqueue(posthog.Capture{DistinctId: who, Event: "$pageview", Properties: posthog.NewProperties().Set("title", m.Name)})
	case "identify":
		if err := c.Enqueue(posthog.Identify{DistinctId: m.ID, Properties: m.Properties}); err != nil {
			return err
		}
		// A server speaks of many people: that a visitor became a user it says with an alias.
		return c.Enqueue(posthog.Alias{DistinctId: m.ID, Alias: commands.Visitor})
	case "alias":
		return c.Enqueue(posthog.Alias{DistinctId: m.Previous, Alias: m.ID})
	}
	return c.Enqueue(posthog.Capture{DistinctId: who, Event: m.Name, Properties: m.Properties})
}
