package people

import (
	"slices"
	"time"

	"kith/internal/observe/timeline"
)

// deviceProps tell what a device is, as the clients say it; the last ones are
// versions, which change on one device.
var deviceProps = []string{"platform", "$os", "$device_type", "$browser", "device_model", "app_version", "$app_version", "$os_version"}

// Device is what events were sent from: those that say the same of it.
type Device struct {
	Platform string    `json:"platform,omitempty"`
	OS       string    `json:"os,omitempty"`
	Type     string    `json:"type,omitempty"`
	Browser  string    `json:"browser,omitempty"`
	Model    string    `json:"model,omitempty"`
	Version  string    `json:"app_version,omitempty" doc:"The last one seen, as the next"`
	System   string    `json:"os_version,omitempty"`
	First    time.Time `json:"first_seen"`
	Last     time.Time `json:"last_seen"`
	Events   int       `json:"events"`
}

const devicesShown = 20

func (v *view) devices(h *timeline.View) []Device {
	type kind [5]uint32
	cols := make([]*timeline.Col, len(deviceProps))
	for i, p := range deviceProps {
		cols[i] = v.col(h, p)
	}
	type seen struct{ first, last, events int }
	all := map[kind]*seen{}
	for i, code := range h.Codes {
		if !v.active[code] {
			continue
		}
		var k kind
		for c := range k {
			k[c] = cols[c].At(i)
		}
		if k == (kind{}) {
			continue
		}
		s := all[k]
		if s == nil {
			s = &seen{first: i}
			all[k] = s
		}
		s.last, s.events = i, s.events+1
	}
	out := []Device{}
	for _, s := range all {
		text := func(prop string) string { return v.text(h, prop, s.last) }
		d := Device{
			Platform: text("platform"), OS: text("$os"), Type: text("$device_type"), Browser: text("$browser"), Model: text("device_model"),
			Version: text("app_version"), System: text("$os_version"), Events: s.events,
			First: v.at(int64(h.Secs[s.first])), Last: v.at(int64(h.Secs[s.last])),
		}
		if d.Version == "" {
			d.Version = text("$app_version")
		}
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b Device) int {
		if c := b.Last.Compare(a.Last); c != 0 {
			return c
		}
		return b.Events - a.Events
	})
	return out[:min(len(out), devicesShown)]
}
