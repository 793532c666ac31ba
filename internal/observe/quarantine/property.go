package quarantine

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"kith/internal/observe/collect/wires"
)

func (c *Change) nothing() bool {
	return c.Type == "" && c.Event == "" && !c.ArrivalTime && !c.DropProperties && len(c.Properties) == 0
}

// properties makes the changes of single properties. They are the event's own,
// wherever its wire has them; who it is of stays out of reach.
func (c *Change) properties(members map[string]json.RawMessage, wire string) {
	bag := "properties"
	if _, there := members[bag]; !there && wire == wires.Segment {
		if _, traits := members["traits"]; traits {
			bag = "traits"
		}
	}
	var all map[string]json.RawMessage
	if json.Unmarshal(members[bag], &all) != nil || all == nil {
		all = map[string]json.RawMessage{}
	}
	for i := range c.Properties {
		c.Properties[i].apply(all)
	}
	members[bag], _ = json.Marshal(all)
}

func (c *PropertyChange) apply(all map[string]json.RawMessage) {
	if c.Set != nil {
		if raw, err := json.Marshal(c.Set); err == nil {
			all[c.Name] = raw
		}
	}
	raw, there := all[c.Name]
	switch {
	case !there:
		return
	case c.Drop:
		delete(all, c.Name)
		return
	}
	if read, ok := readAs(c.To, raw); ok {
		raw = read
		all[c.Name] = raw
	}
	if _, taken := all[c.Rename]; c.Rename != "" && !taken {
		delete(all, c.Name)
		all[c.Rename] = raw
	}
}

// readAs is a value as one of another type; false where that cannot be done, or
// where it is of that type.
func readAs(to string, raw json.RawMessage) (json.RawMessage, bool) {
	raw = bytes.TrimSpace(raw)
	var text string
	isText := json.Unmarshal(raw, &text) == nil && len(raw) > 0 && raw[0] == '"'
	switch to {
	case "text":
		if isText || len(raw) == 0 || strings.ContainsAny(string(raw[:1]), "{[n") {
			return nil, false
		}
		out, err := json.Marshal(string(raw))
		return out, err == nil
	case "number":
		text = strings.TrimSpace(text)
		if _, err := strconv.ParseFloat(text, 64); !isText || err != nil || !json.Valid([]byte(text)) {
			return nil, false
		}
		return json.RawMessage(text), true
	case "bool":
		if string(raw) == "1" || string(raw) == "0" {
			text, isText = string(raw), true
		}
		switch b, err := strconv.ParseBool(strings.TrimSpace(text)); {
		case !isText || err != nil:
			return nil, false
		case b:
			return json.RawMessage("true"), true
		}
		return json.RawMessage("false"), true
	}
	return nil, false
}
