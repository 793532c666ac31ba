package insight

import "time"

// Answer is what a question gives; the pointer that the question had is set.
type Answer struct {
	Kind       string     `json:"kind"`
	Question   Question   `json:"question" doc:"As understood, defaults filled in"`
	Definition Definition `json:"definition"`
	Zone       string     `json:"zone"`
	From       time.Time  `json:"from"`
	To         time.Time  `json:"to" doc:"Excluded"`
	AsOf       time.Time  `json:"as_of" doc:"The moment the answer holds for; periods that end later are incomplete"`
	Freshness  Freshness  `json:"freshness"`
	Cost       Cost       `json:"cost"`
	Warnings   []string   `json:"warnings,omitempty" doc:"Such as: no event of this name has been seen"`
	Previous   *Answer    `json:"previous,omitempty" doc:"With compare: the same question over the period before, with the same groups"`

	Trend      *TrendAnswer      `json:"trend,omitempty"`
	Funnel     *FunnelAnswer     `json:"funnel,omitempty"`
	Retention  *RetentionAnswer  `json:"retention,omitempty"`
	Paths      *PathsAnswer      `json:"paths,omitempty"`
	Stickiness *StickinessAnswer `json:"stickiness,omitempty"`
	Lifecycle  *LifecycleAnswer  `json:"lifecycle,omitempty"`
	Sessions   *SessionsAnswer   `json:"sessions,omitempty"`
	RFM        *RFMAnswer        `json:"rfm,omitempty"`
	Channels   *ChannelsAnswer   `json:"channels,omitempty"`
}

// Definition is the question as one sentence in each language.
type Definition struct {
	En string `json:"en"`
	Zh string `json:"zh"`
}

// Freshness says which events the answer has seen.
type Freshness struct {
	Seq    uint64    `json:"seq" doc:"Ordinal of the last event included"`
	Latest time.Time `json:"latest" doc:"Arrival of the last event included"`
}

// Cost is what answering took.
type Cost struct {
	Events  uint64  `json:"events" doc:"Events read; where units of activity told enough, words of 64 of those"`
	Persons uint64  `json:"persons"`
	Millis  float64 `json:"ms" doc:"Wall time"`
	Source  string  `json:"source" enum:"memory,record"`
}

// Group is a value of the breakdown property. Rows without a breakdown have none.
type Group struct {
	Value any  `json:"value" doc:"The property's value, null when the event lacks it"`
	Other bool `json:"other,omitempty" doc:"True for the rest beyond the limit; value is then null"`
}

// TrendAnswer has a line for each series and group (series first), and one for
// each group of the formula (series -1).
type TrendAnswer struct {
	Buckets []Bucket    `json:"buckets"`
	Lines   []TrendLine `json:"lines"`
}

// Bucket is one unit of time.
type Bucket struct {
	Start      time.Time `json:"start"`
	End        time.Time `json:"end" doc:"Excluded"`
	Incomplete bool      `json:"incomplete,omitempty" doc:"The range cuts it, or it has not ended yet"`
}

type TrendLine struct {
	Series int        `json:"series"`
	Label  string     `json:"label"`
	Group  *Group     `json:"group,omitempty"`
	Values []*float64 `json:"values" doc:"By bucket; null where there is nothing to average or a formula divides by zero"`
	Total  *float64   `json:"total" doc:"The same measure over the whole range"`
}

type FunnelAnswer struct {
	Groups []FunnelGroup `json:"groups" doc:"Everyone first, then each value of the breakdown"`
}

type FunnelGroup struct {
	Group *Group        `json:"group,omitempty"`
	Steps []FunnelStep  `json:"steps"`
	Trend []FunnelPoint `json:"trend,omitempty"`
	// Histogram of the time from step 1 to the last step.
	Histogram []HistogramBar `json:"histogram,omitempty"`
	// Open counts people who may still convert: their best attempt's window
	// has not ended and they have not reached the last step.
	Open uint64 `json:"open"`
}

type FunnelStep struct {
	Label        string   `json:"label"`
	Persons      uint64   `json:"persons" doc:"Who reached this step"`
	FromPrevious *float64 `json:"from_previous" doc:"Share of those who reached the step before; null at step 1 or of nobody"`
	FromFirst    *float64 `json:"from_first" doc:"Share of those who reached step 1"`
	// Times from the previous step, of the best attempts that reached this one.
	AverageSeconds *float64 `json:"average_seconds"`
	MedianSeconds  *float64 `json:"median_seconds"`
	// Times from step 1.
	TotalAverageSeconds *float64 `json:"total_average_seconds"`
	TotalMedianSeconds  *float64 `json:"total_median_seconds"`
}

type FunnelPoint struct {
	Bucket
	Entered   uint64   `json:"entered"`
	Converted uint64   `json:"converted"`
	Rate      *float64 `json:"rate"`
}

type HistogramBar struct {
	FromSeconds float64 `json:"from_seconds"`
	ToSeconds   float64 `json:"to_seconds" doc:"Excluded, but in the last bar"`
	Persons     uint64  `json:"persons"`
}

type RetentionAnswer struct {
	Columns []RetentionColumn `json:"columns"`
	Groups  []RetentionGroup  `json:"groups" doc:"Everyone first, then each value of the breakdown"`
}

// RetentionColumn is period n, or the bracket [first, last].
type RetentionColumn struct {
	First int `json:"first"`
	Last  int `json:"last"`
}

type RetentionGroup struct {
	Group   *Group            `json:"group,omitempty"`
	Cohorts []RetentionCohort `json:"cohorts"`
	// Average by column: returned / size summed over complete cells.
	Average []*float64 `json:"average"`
}

type RetentionCohort struct {
	Bucket
	Size  uint64          `json:"size"`
	Cells []RetentionCell `json:"cells"`
}

type RetentionCell struct {
	Persons    uint64   `json:"persons"`
	Rate       *float64 `json:"rate"`
	Incomplete bool     `json:"incomplete,omitempty" doc:"The period has not ended for the whole cohort: the number only rises"`
	Future     bool     `json:"future,omitempty" doc:"The period has not begun for anyone in the cohort"`
}

type PathsAnswer struct {
	Nodes    []PathNode `json:"nodes" doc:"By level, then most visits first"`
	Links    []PathLink `json:"links" doc:"By level, then most visits first"`
	Paths    []Path     `json:"paths" doc:"The most frequent whole paths"`
	Sessions uint64     `json:"sessions" doc:"Sessions with a path"`
	Persons  uint64     `json:"persons"`
}

// PathNode is an event at a level. Level 0 is the start; with to and no from,
// level 0 is the end and higher levels come before it.
type PathNode struct {
	Level    int    `json:"level"`
	Label    string `json:"label" doc:"Event name; with by, name and value joined by ' · '"`
	Event    string `json:"event,omitempty"`
	Value    any    `json:"value,omitempty" doc:"The by property's value"`
	Other    bool   `json:"other,omitempty"`
	Sessions uint64 `json:"sessions"`
	Persons  uint64 `json:"persons"`
	// Ends counts sessions whose path ends here although it could go on.
	Ends uint64 `json:"ends"`
}

// PathLink goes from the node at Level to one at Level+1 (indices in Nodes).
type PathLink struct {
	Level    int    `json:"level"`
	From     int    `json:"from"`
	To       int    `json:"to"`
	Sessions uint64 `json:"sessions"`
	Persons  uint64 `json:"persons"`
}

type Path struct {
	Nodes    []int  `json:"nodes" doc:"Indices in nodes, by level"`
	Sessions uint64 `json:"sessions"`
	Persons  uint64 `json:"persons"`
}

type StickinessAnswer struct {
	Units []StickinessRow `json:"units"`
	// Ratio is the mean number of persons a unit over the persons of the range.
	Ratio   *float64 `json:"ratio"`
	Persons uint64   `json:"persons"`
}

type StickinessRow struct {
	Active  int      `json:"active" doc:"Units in which the person was active"`
	Persons uint64   `json:"persons"`
	Share   *float64 `json:"share"`
	AtLeast uint64   `json:"at_least" doc:"Persons active in at least so many"`
}

type LifecycleAnswer struct {
	Buckets []LifecycleBucket `json:"buckets"`
}

type LifecycleBucket struct {
	Bucket
	New          uint64 `json:"new"`
	Returning    uint64 `json:"returning"`
	Resurrecting uint64 `json:"resurrecting"`
	Dormant      uint64 `json:"dormant"`
}

type SessionsAnswer struct {
	Groups []SessionsGroup `json:"groups" doc:"Everyone first, then each value of the breakdown"`
}

type SessionsGroup struct {
	Group   *Group        `json:"group,omitempty"`
	Total   SessionsRow   `json:"total"`
	Buckets []SessionsRow `json:"buckets"`
}

type SessionsRow struct {
	Bucket
	Sessions        uint64   `json:"sessions"`
	Persons         uint64   `json:"persons"`
	Events          uint64   `json:"events"`
	Bounced         uint64   `json:"bounced"`
	BounceRate      *float64 `json:"bounce_rate"`
	AverageSeconds  *float64 `json:"average_seconds"`
	MedianSeconds   *float64 `json:"median_seconds"`
	EventsPerVisit  *float64 `json:"events_per_session"`
	SessionsPerHead *float64 `json:"sessions_per_person"`
}

type RFMAnswer struct {
	Persons   uint64    `json:"persons"`
	Recency   []float64 `json:"recency_days" doc:"Thresholds, in days"`
	Frequency []float64 `json:"frequency" doc:"Thresholds"`
	Monetary  []float64 `json:"monetary" doc:"Thresholds"`
	Cells     []RFMCell `json:"cells" doc:"Only those with people; by r, f, m"`
	Segments  []RFMRow  `json:"segments" doc:"With 5 bins: the usual eleven names, by r and the mean of f and m"`
}

type RFMCell struct {
	R int `json:"r"`
	F int `json:"f"`
	M int `json:"m"`
	RFMStats
}

type RFMRow struct {
	Segment string `json:"segment"`
	RFMStats
}

type RFMStats struct {
	Persons     uint64  `json:"persons"`
	RecencyDays float64 `json:"average_recency_days"`
	Frequency   float64 `json:"average_frequency"`
	Monetary    float64 `json:"average_monetary"`
	Revenue     float64 `json:"revenue"`
}

// Cell names one number of an answer, to list the persons behind it. Only the
// fields that its kind needs are set; see docs/questions.md.
type Cell struct {
	Previous bool       `json:"previous,omitempty" doc:"The number is one of the previous period's, of a question with compare"`
	Series   int        `json:"series,omitempty" doc:"Trend: index of the series"`
	Bucket   *time.Time `json:"bucket,omitempty" doc:"Start of the bucket; absent: the whole range"`
	Group    *Group     `json:"group,omitempty" doc:"Absent: everyone"`
	Step     int        `json:"step,omitempty" doc:"Funnel: from 1"`
	Dropped  bool       `json:"dropped,omitempty" doc:"Funnel: who reached the step and not the next"`
	Column   *int       `json:"column,omitempty" doc:"Retention: index of the column; absent: the whole cohort"`
	Lost     bool       `json:"lost,omitempty" doc:"Retention: who of the cohort is not in the cell"`
	Level    int        `json:"level,omitempty" doc:"Paths: level of the node, or of the link's start"`
	Node     *PathRef   `json:"node,omitempty"`
	Next     *PathRef   `json:"next,omitempty" doc:"Paths: the link's end"`
	Ended    bool       `json:"ended,omitempty" doc:"Paths: only those whose path ends at the node"`
	Path     []PathRef  `json:"path,omitempty" doc:"Paths: a whole path, by level; instead of level, node and next"`
	Active   int        `json:"active,omitempty" doc:"Stickiness: units"`
	State    string     `json:"state,omitempty" enum:"new,returning,resurrecting,dormant" doc:"Lifecycle"`
	Bounced  bool       `json:"bounced,omitempty" doc:"Sessions: only bounced ones"`
	R        int        `json:"r,omitempty" doc:"RFM; 0: any"`
	F        int        `json:"f,omitempty"`
	M        int        `json:"m,omitempty"`
	Segment  string     `json:"segment,omitempty" doc:"RFM: by the segment's name, instead of r, f, m"`
	Place    *PlaceRef  `json:"place,omitempty" doc:"Channels: the row; absent: all"`
	Metric   string     `json:"metric,omitempty" enum:"people,activated,retained,credit" doc:"Channels: who was acquired, activated or retained, or has any credit; people when absent"`
	Model    string     `json:"model,omitempty" enum:"first,last,last_non_direct,linear,position,decay" doc:"Channels: whose credit; the first of the question's models when absent"`
}

// PathRef names a node of a paths answer within its level.
type PathRef struct {
	Event string `json:"event,omitempty"`
	Value any    `json:"value,omitempty"`
	Other bool   `json:"other,omitempty"`
}

// ChannelsAnswer has a row a place, most touches first, other last.
type ChannelsAnswer struct {
	Buckets  []Bucket     `json:"buckets"`
	Currency string       `json:"currency,omitempty" doc:"Of the costs; absent when there are none"`
	Total    ChannelRow   `json:"total" doc:"All rows together"`
	Rows     []ChannelRow `json:"rows"`
}

// PlaceRef names a row of a channels answer.
type PlaceRef struct {
	Channel  string `json:"channel,omitempty"`
	Source   string `json:"source,omitempty"`
	Campaign string `json:"campaign,omitempty"`
	Other    bool   `json:"other,omitempty" doc:"The rest beyond the limit"`
}

// ChannelRow is one row of a channels answer.
type ChannelRow struct {
	PlaceRef
	Touches        uint64          `json:"touches" doc:"Visits that began in the range by it"`
	People         uint64          `json:"people" doc:"Acquired: whose first touch ever lies in the range and is this"`
	Activated      uint64          `json:"activated"`
	ActivationRate *float64        `json:"activation_rate" doc:"Of the people"`
	Ripe           uint64          `json:"ripe" doc:"People whose period of coming back is over"`
	Retained       uint64          `json:"retained" doc:"Of these, who came back in it"`
	RetentionRate  *float64        `json:"retention_rate"`
	Value          float64         `json:"value" doc:"Margin of all that the people bought so far"`
	LTV            *float64        `json:"ltv" doc:"Value to date for each of the people"`
	Cost           float64         `json:"cost"`
	CAC            *float64        `json:"cac" doc:"Cost for each of the people; null without cost or people"`
	PaybackDays    *int            `json:"payback_days" doc:"Days after the first touch until the value covers the cost; null when it has not"`
	Credits        []ChannelCredit `json:"credits" doc:"One a model, in the question's order"`
	PeopleBy       []uint64        `json:"people_by" doc:"By bucket of the first touch"`
	CostBy         []float64       `json:"cost_by" doc:"By bucket"`
	OrdersBy       []float64       `json:"orders_by" doc:"By bucket of the conversion, by the first model"`
}

// ChannelCredit is a row's part of the conversions in the range.
type ChannelCredit struct {
	Model        string   `json:"model"`
	Orders       float64  `json:"orders" doc:"The models share every conversion whole: all rows together have as many as there were"`
	Revenue      float64  `json:"revenue"`
	CostPerOrder *float64 `json:"cost_per_order"`
	ROAS         *float64 `json:"roas" doc:"Revenue / cost"`
	ROI          *float64 `json:"roi" doc:"(Revenue · margin − cost) / cost"`
}
