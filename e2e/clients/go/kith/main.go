// Command kith drives our own Go client.
package main

import (
	"context"
	"time"

	"kith/client"
	"kith/e2e/clients/commands"
)

type driven struct{ *client.Client }

func main() {
	commands.Run(func(url, key string) (commands.Client, error) {
		c, err := client.New(client.Options{Address: url, WriteKey: key, Batch: 5, Every: 300 * time.Millisecond})
		return driven{c}, err
	})
}

func (d driven) Do(m commands.Command, user string) error {
	e := client.Event{UserID: user, Name: m.Name, Properties: m.Properties}
	if user == "" {
		e.AnonymousID = commands.Visitor
	}
	switch m.Do {
	case "page":
		return d.Page(e)
	case "identify":
		if err := d.Identify(client.Event{UserID: m.ID, Properties: m.Properties}); err != nil {
			return err
		}
		// A server speaks of many people: that a visitor became a user it says with an alias.
		return d.Alias(m.ID, commands.Visitor)
	case "alias":
		return d.Alias(m.ID, m.Previous)
	}
	return d.Track(e)
}

func (d driven) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return d.Client.Close(ctx)
}
