// Package wires lists the wires that are understood, each with its decoder: the
// door reads requests by them, the quarantine what was rejected.
//
// It reads nothing and writes nothing.
package wires

import (
	"kith/internal/observe/collect/mixpanel"
	"kith/internal/observe/collect/posthog"
	"kith/internal/observe/collect/segment"
	"kith/internal/observe/collect/sensors"
	"kith/internal/observe/collect/wire"
)

// The wires, by the names that logs and the quarantine keep.
const (
	Segment  = ""
	PostHog  = "posthog"
	Mixpanel = "mixpanel"
	Sensors  = "sensors"
)

// All makes a decoder of every wire.
func All() map[string]wire.Decoder {
	return map[string]wire.Decoder{
		Segment:  segment.NewDecoder(),
		PostHog:  posthog.NewDecoder(),
		Mixpanel: mixpanel.NewDecoder(),
		Sensors:  sensors.NewDecoder(),
	}
}
