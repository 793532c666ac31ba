package wire

import (
	"fmt"
	"strconv"

	"kith/internal/kith"
)

// Reason is why one event was not accepted. It is kept with the event and
// counted, so codes never change their meaning.
type Reason string

const (
	NotAnObject       Reason = "not_an_object"
	EventTooLarge     Reason = "event_too_large"
	TooDeep           Reason = "too_deep"
	UnknownType       Reason = "unknown_type"
	NoEventName       Reason = "no_event_name"
	EventNameTooLong  Reason = "event_name_too_long"
	BadEventName      Reason = "bad_event_name"
	ReservedEventName Reason = "reserved_event_name"
	NoIdentity        Reason = "no_identity"
	BadID             Reason = "bad_id"
	IDTooLong         Reason = "id_too_long"
	NoPreviousID      Reason = "no_previous_id"
	NoGroupID         Reason = "no_group_id"
	BadTimestamp      Reason = "bad_timestamp"
	TimeOutOfRange    Reason = "time_out_of_range"
	BadProperties     Reason = "bad_properties"
	BadPropertyName   Reason = "bad_property_name"
	TooManyProperties Reason = "too_many_properties"
	UnsupportedChange Reason = "unsupported_change"

	// By the workspace's data plan.
	RuleUnexpectedEvent    Reason = "rule_unexpected_event"
	RuleUnexpectedProperty Reason = "rule_unexpected_property"
	RuleMissing            Reason = "rule_missing"
	RuleType               Reason = "rule_type"
	RuleValue              Reason = "rule_value"
)

// MaxDepth is how deep objects and arrays of one event may nest.
const MaxDepth = 32

// Reasons lists every Reason with what is wrong and what to do about it.
var Reasons = []struct {
	Reason  Reason
	Wrong   string
	Instead string
}{
	{NotAnObject, "this is not an event", "send a JSON object"},
	{EventTooLarge, fmt.Sprintf("the event is larger than %d bytes", kith.MaxEventSize), "send documents elsewhere and their address here"},
	{TooDeep, fmt.Sprintf("objects and arrays nest more than %d deep", MaxDepth), "flatten what the event carries"},
	{UnknownType, "there is no such type of event", "send track, page, screen, identify, group or alias"},
	{NoEventName, "the event has no name", "name what happened, as text"},
	{EventNameTooLong, fmt.Sprintf("the event's name has more than %d characters", kith.MaxEventName), "put what varies into properties"},
	{BadEventName, "the event's name is not text that can be kept", "send valid UTF-8 without NUL"},
	{ReservedEventName, "the event's name has a meaning of its own", "use the call made for it (identify, group, alias), or another name"},
	{NoIdentity, "nobody is named", "send a userId, an anonymousId or a distinct_id that is not empty; an alias needs the userId"},
	{BadID, "this id is neither text nor a number", "send the id as text, in valid UTF-8 without NUL"},
	{IDTooLong, fmt.Sprintf("this id has more than %d characters", kith.MaxIDLen), "send a shorter id that stays the same for the same person"},
	{NoPreviousID, "an alias without a previousId joins nothing", "send the id that the person had before"},
	{NoGroupID, "a group call without a groupId names no group", "send the group's id"},
	{BadTimestamp, "this time cannot be read", "send ISO 8601, such as 2006-01-02T15:04:05Z, or milliseconds since 1970"},
	{TimeOutOfRange, "the time, corrected for the sender's clock, is before 1970 or more than 24 hours ahead", "check the clock of the device; when importing, leave sentAt out"},
	{BadProperties, "this is not a set of properties", "send a JSON object"},
	{BadPropertyName, fmt.Sprintf("a property's name is empty or has more than %d characters", kith.MaxPropertyName), "name the property, and put what varies into its value"},
	{TooManyProperties, fmt.Sprintf("the event has more than %d properties, those from its context included", kith.MaxProperties), "group related properties into objects, or leave some out"},
	{UnsupportedChange, "this change of a person or a group is not taken", "set, set once, add, append or unset traits; a person is erased by a privacy request"},
	{RuleUnexpectedEvent, "the data plan does not expect an event of this name", "send it by the name of the plan, or put it into the plan"},
	{RuleUnexpectedProperty, "the data plan does not expect this property on the event", "leave it out, or put it into the plan"},
	{RuleMissing, "the data plan requires this property, and the event has none", "send it with every such event, or change the plan"},
	{RuleType, "this is not of the type that the data plan says", "send it as the plan says, or change the plan"},
	{RuleValue, "this is not a value that the data plan allows", "send what the plan allows, or change the plan"},
}

// Flaw is what is wrong with one event.
type Flaw struct {
	Reason Reason
	Where  string // path of the fault within the event; "" for the event itself
	Saw    string // the value at fault, for people; may be "" and is shortened
	Want   string // what was expected instead; may be ""
}

// Detail says in one line what is wrong, where and what to do; event is the
// path of the event in the request.
func (f *Flaw) Detail(event string) string {
	where := event
	if f.Where != "" && where != "" {
		where += "."
	}
	if where += f.Where; where != "" {
		where += ": "
	}
	saw := ""
	if f.Saw != "" {
		saw = ", it is " + strconv.QuoteToGraphic(Clean(Shorten(f.Saw, 80)))
	}
	if f.Want != "" {
		saw += ", expected: " + Clean(Shorten(f.Want, 200))
	}
	for _, r := range Reasons {
		if r.Reason == f.Reason {
			return Clean(where) + r.Wrong + saw + "; " + r.Instead
		}
	}
	return Clean(where) + string(f.Reason) + saw
}

// Rejected is the event of JSON source as the log keeps it. What could be read
// of it may be empty and need not be valid.
func (f *Flaw) Rejected(event, source, messageID, name string) kith.Rejected {
	return kith.Rejected{
		MessageID: Clean(Shorten(messageID, kith.MaxIDLen)),
		Name:      Clean(Shorten(name, kith.MaxEventName)),
		Reason:    string(f.Reason),
		Detail:    f.Detail(event),
		Raw:       []byte(source[:min(len(source), kith.MaxEventSize)]),
	}
}
