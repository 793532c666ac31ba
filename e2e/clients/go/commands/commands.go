// Package commands lets a test in another process drive a client.
package commands

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"os"
)

// Command is one thing to do with a client.
type Command struct {
	Do         string // page, track, identify or alias
	Name       string
	ID         string
	Previous   string
	Properties map[string]any
}

// Client is the client that is driven. The user is "" before identify.
type Client interface {
	Do(c Command, user string) error
	Close() error
}

// Visitor is whom events are of before somebody says who they are.
const Visitor = "visitor-go"

// Run reads commands from stdin, does them and answers each with a line.
func Run(make func(url, key string) (Client, error)) {
	if len(os.Args) != 3 {
		log.Fatal("want an address and a write key")
	}
	client, err := make(os.Args[1], os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	user := ""
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		var c Command
		if err := json.Unmarshal(in.Bytes(), &c); err != nil {
			log.Fatal(err)
		}
		if c.Do == "identify" {
			user = c.ID
		}
		if err := client.Do(c, user); err != nil {
			log.Fatal(err)
		}
		fmt.Println("done")
	}
	if err := client.Close(); err != nil {
		log.Print(err)
	}
}
