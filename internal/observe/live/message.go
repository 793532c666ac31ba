package live

import (
	"reflect"
	"time"
)

// Hello begins a stream.
type Hello struct {
	At      time.Time `json:"at" doc:"The server's clock"`
	Seconds []Second  `json:"seconds" doc:"What was wanted in each of the last 90 seconds, of the newest 20,000 events"`
}

// Bye ends a stream that the server ends.
type Bye struct {
	Why Why `json:"why" enum:"stopping,again,failed"`
}

// Why a stream ends.
type Why string

const (
	Stopping Why = "stopping" // the server stops
	Again    Why = "again"    // come back, to prove who you are
	Failed   Why = "failed"   // come back later
)

// Message is what a stream consists of: one of the fields, by the name of the
// server-sent event.
type Message struct {
	Hello   *Hello   `json:"hello,omitempty"`
	Events  []Event  `json:"events,omitempty"`
	Seconds []Second `json:"seconds,omitempty"`
	Bye     *Bye     `json:"bye,omitempty"`
}

var typeOfMessage = reflect.TypeFor[Message]()
