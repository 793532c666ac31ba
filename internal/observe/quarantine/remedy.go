package quarantine

import "kith/internal/observe/collect/wire"

// Remedy is what can be done about a reason.
type Remedy struct {
	Wrong   string `json:"wrong" doc:"What is wrong"`
	Instead string `json:"instead" doc:"What whoever sends should do"`
	Fixes   []Fix  `json:"fixes" doc:"What can be changed for all of them when they are replayed; each can be edited besides"`
}

// Fix is one change that makes events of a reason pass.
type Fix string

const (
	FixType       Fix = "type"            // say what they are
	FixEvent      Fix = "event"           // give them a name
	FixTime       Fix = "arrival_time"    // take the time of arrival
	FixProperties Fix = "drop_properties" // leave the properties out
	FixProperty   Fix = "property"        // change one property
)

var fixes = map[string][]Fix{
	string(wire.UnknownType): {FixType}, string(wire.NoEventName): {FixEvent}, string(wire.EventNameTooLong): {FixEvent},
	string(wire.BadEventName): {FixEvent}, string(wire.ReservedEventName): {FixEvent},
	string(wire.BadTimestamp): {FixTime}, string(wire.TimeOutOfRange): {FixTime},
	string(wire.BadProperties): {FixProperties}, string(wire.TooManyProperties): {FixProperties}, string(wire.BadPropertyName): {FixProperties},
	string(wire.RuleUnexpectedEvent): {FixEvent}, string(wire.RuleUnexpectedProperty): {FixProperty},
	string(wire.RuleMissing): {FixProperty}, string(wire.RuleType): {FixProperty}, string(wire.RuleValue): {FixProperty},
}

// remedies of what the consumer of the log rejects.
var later = map[string]Remedy{
	"too_many_event_names":    {Wrong: "the workspace has as many different event names as it can", Instead: "put what varies into a property"},
	"too_many_property_names": {Wrong: "the workspace has as many different property names as it can", Instead: "put what varies into a value"},
	"unreadable":              {Wrong: "the log entry is damaged", Instead: "send the events again"},
}

func remedy(reason string) Remedy {
	out := later[reason]
	for _, r := range wire.Reasons {
		if string(r.Reason) == reason {
			out = Remedy{Wrong: r.Wrong, Instead: r.Instead}
		}
	}
	out.Fixes = append([]Fix{}, fixes[reason]...)
	return out
}
