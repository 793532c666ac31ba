package kith

// Names with a meaning of their own. Those before EventPageview are passive:
// they change who a person is or what is known of it, not what the person did,
// so "any event" leaves them out.
const (
	EventIdentify = "$identify"     // properties are traits
	EventAlias    = "$alias"        // joins PreviousID to UserID
	EventGroup    = "$group"        // property $group_id, and the group's traits
	EventSet      = "$set"          // properties are traits: the newest by event time counts
	EventSetOnce  = "$set_once"     // properties are traits: the oldest counts, and only where nothing was set
	EventAdd      = "$add"          // properties are numbers to add to traits
	EventAppend   = "$append"       // properties are values to add to traits that are lists, each once
	EventUnset    = "$unset"        // properties are traits to forget; their values say nothing
	EventConsent  = "$consent"      // properties are purposes: true when agreed to
	EventMerge    = "$merge"        // an operator joined two persons
	EventUnmerge  = "$unmerge"      // an operator took a merge back
	EventUnbind   = "$unbind"       // an id no longer is the person's
	EventIDRules  = "$id_rules"     // an operator changed the rules of identity; of nobody, and no row
	EventClicked  = "$link_clicked" // somebody followed one of our links; whoever arrives nowhere was not active
	EventPageview = "$pageview"
	EventScreen   = "$screen"
)

// Passive reports whether events of this name say nothing of activity.
func Passive(name string) bool {
	switch name {
	case EventIdentify, EventAlias, EventGroup, EventSet, EventSetOnce, EventAdd, EventAppend, EventUnset,
		EventConsent, EventMerge, EventUnmerge, EventUnbind, EventIDRules, EventClicked:
		return true
	}
	return false
}

// A followed link takes an id along to its target, as a parameter of the
// address. The first event that names it there is the same person's.
const (
	ClickParameter = "kclid"
	ClickID        = "click" // its ID's Type
)

// OfOperators reports whether only operators may say it, who write to the log
// themselves: no door takes it from a client, and no file brings it.
func OfOperators(name string) bool {
	return name == EventMerge || name == EventUnmerge || name == EventIDRules
}

// ID is an id that is neither the user's nor the device's own: an openid, a
// phone number, a login of another system.
type ID struct {
	Type  string // such as openid; of the types that the workspace knows
	Value string
}

// Event is one thing that happened, as every wire format is decoded to.
// Times are microseconds since 1970-01-01 UTC.
type Event struct {
	MessageID   string // the client's; never empty (a decoder makes one when absent)
	Name        string // as sent; page and screen calls are $pageview and $screen
	UserID      string // known id, "" when absent
	AnonymousID string // device or browser id, "" when absent
	PreviousID  string // of an alias only
	IDs         []ID   // further ids of the same person, at most MaxIDs
	Time        int64  // when it happened, corrected for the client's clock skew
	// Server is true when a server sent it. Server libraries invent a fresh
	// AnonymousID per call, so such an id joins nothing when UserID is known.
	Server bool
	Props  []Property // unique names; no None values
}

// Rejected is an event that could not be accepted, kept to be seen and replayed.
type Rejected struct {
	MessageID string // "" when unreadable
	Name      string // "" when unreadable
	Reason    string // a stable code such as time_out_of_range
	Detail    string // what was wrong, where, and what to do
	Raw       []byte // as received (JSON when it was JSON), at most 1 MiB
}

// Batch is what one request brought. The log keeps batches; positions in the
// record and in the operational database count log entries, not batches.
type Batch struct {
	Source   uint32 // the source whose write key was used
	Import   uint32 // the number of the file's import that it came with; 0: none
	Received int64  // arrival, µs UTC
	// Wire is the format it came in, by which what was rejected can be read
	// again; "" is Segment's.
	Wire     string
	Events   []Event
	Rejected []Rejected
}

// ImportOrigin and above are origins that are imports: ImportOrigin + number.
const ImportOrigin = uint32(1) << 31

// Origin is what the record says events came from: their import, so that it
// can be taken back, or else their source. Message ids are the source's all the
// same: a row that two files have is one event.
func (b *Batch) Origin() uint32 {
	if b.Import != 0 {
		return ImportOrigin | b.Import
	}
	return b.Source
}

// Bounds that every door enforces (collect, import).
const (
	MaxIDs          = 16       // further ids of an event
	MaxIDLen        = 200      // characters of a user, anonymous or previous id
	MaxEventName    = 200      // characters
	MaxPropertyName = 200      // characters
	MaxProperties   = 255      // per event
	SoftEventSize   = 32 << 10 // bytes of JSON; larger is accepted and counted
	MaxEventSize    = 1 << 20  // bytes of JSON; larger is rejected
	MinTime         = int64(0) // 1970-01-01
	MaxAhead        = int64(24 * 3600 * 1e6)
)
