package insight

// Question asks one thing; exactly one of the pointers is set.
type Question struct {
	Range     Range    `json:"range" doc:"Which time the question is about"`
	Zone      string   `json:"zone,omitempty" doc:"IANA zone for days, weeks and months; the workspace's when absent" example:"Asia/Shanghai"`
	WeekStart string   `json:"week_start,omitempty" enum:"monday,sunday" doc:"First day of a week; monday (ISO 8601) when absent"`
	Where     []Filter `json:"where,omitempty" doc:"Only events that pass all of these exist for this question"`
	Compare   string   `json:"compare,omitempty" enum:"previous" doc:"Also answer for the period before, as long as the range and up to the same moment of it"`

	Trend      *Trend      `json:"trend,omitempty"`
	Funnel     *Funnel     `json:"funnel,omitempty"`
	Retention  *Retention  `json:"retention,omitempty"`
	Paths      *Paths      `json:"paths,omitempty"`
	Stickiness *Stickiness `json:"stickiness,omitempty"`
	Lifecycle  *Lifecycle  `json:"lifecycle,omitempty"`
	Sessions   *Sessions   `json:"sessions,omitempty"`
	RFM        *RFM        `json:"rfm,omitempty"`
	Channels   *Channels   `json:"channels,omitempty"`
}

// Range is a span of time: From and To (calendar dates in the zone, To
// included; or RFC 3339 instants, To excluded), or Last.
type Range struct {
	From string `json:"from,omitempty" example:"2026-01-01"`
	To   string `json:"to,omitempty" example:"2026-01-31"`
	Last string `json:"last,omitempty" doc:"The last n units with the current, unfinished one: 24h, 30d, 12w, 6mo" example:"30d"`
}

// Selector picks events: by one name, any of several, or any activity.
type Selector struct {
	Event  string   `json:"event,omitempty" doc:"An event's name, or * for any activity" example:"order_paid"`
	Events []string `json:"events,omitempty" doc:"Any of these names, instead of event"`
	Where  []Filter `json:"where,omitempty" doc:"Only events that pass all of these"`
	Exact  bool     `json:"exact,omitempty" doc:"Only events sent by these very names, not by others that mean the same"`
	Label  string   `json:"label,omitempty" doc:"What to call it in the answer"`
}

// Filter is a test of one property of an event. A list of filters means all.
type Filter struct {
	Property string `json:"property"`
	Op       string `json:"op" enum:"eq,ne,contains,not_contains,starts_with,gt,gte,lt,lte,between,set,not_set"`
	Values   []any  `json:"values,omitempty" doc:"Strings, numbers or booleans: any number for eq, ne, contains, not_contains and starts_with; one for gt, gte, lt, lte; two for between; none for set, not_set"`
}

// Breakdown splits an answer by a property's values.
type Breakdown struct {
	Property string `json:"property"`
	Limit    int    `json:"limit,omitempty" minimum:"1" maximum:"50" doc:"Most frequent values kept apart, the rest is other; 10 when absent"`
}

// Trend counts something over time.
type Trend struct {
	Series    []Series   `json:"series" minItems:"1" maxItems:"10"`
	Unit      string     `json:"unit,omitempty" enum:"hour,day,week,month,total" doc:"day when absent; total makes one bucket"`
	Breakdown *Breakdown `json:"breakdown,omitempty"`
	Formula   string     `json:"formula,omitempty" doc:"Arithmetic over the series, A the first: A/B*100" example:"A/B*100"`
}

// Series is one line of a trend.
type Series struct {
	Selector
	Measure    string  `json:"measure,omitempty" enum:"total,unique,per_person,sum,sum_per_person,average,minimum,maximum,percentile" doc:"total when absent"`
	Property   string  `json:"property,omitempty" doc:"For sum, sum_per_person, average, minimum, maximum and percentile"`
	Percentile float64 `json:"percentile,omitempty" doc:"For percentile: between 0 and 100" example:"90"`
	Rolling    int     `json:"rolling,omitempty" minimum:"1" maximum:"366" doc:"For unique: persons active within the n units that end with the bucket (7 with days: WAU)"`
}

// Funnel follows people through steps.
type Funnel struct {
	Steps   []Selector  `json:"steps" minItems:"2" maxItems:"20"`
	Order   string      `json:"order,omitempty" enum:"ordered,strict,any" doc:"ordered when absent"`
	Window  string      `json:"window,omitempty" doc:"From step 1 of an attempt to its last step: 30m, 24h, 7d, 2w; 14d when absent" example:"7d"`
	Exclude []Exclusion `json:"exclude,omitempty" maxItems:"10" doc:"Events that end an attempt; not with order any"`
	// ExcludeMode person drops whoever had an attempt ended by an exclusion.
	ExcludeMode string     `json:"exclude_mode,omitempty" enum:"attempt,person" doc:"attempt when absent"`
	Breakdown   *Breakdown `json:"breakdown,omitempty" doc:"By the property's value at step 1 of the best attempt"`
	Trend       string     `json:"trend,omitempty" enum:"hour,day,week,month" doc:"Also give conversion by when people entered"`
}

// Exclusion ends an attempt when it matches after step After was reached and
// before step Before was; steps count from 1.
type Exclusion struct {
	Selector
	After  int `json:"after,omitempty" doc:"1 when absent"`
	Before int `json:"before,omitempty" doc:"The last step when absent"`
}

// Retention asks who comes back.
type Retention struct {
	Start     Selector   `json:"start"`
	Return    Selector   `json:"return"`
	Cohort    string     `json:"cohort,omitempty" enum:"first_ever,first_in_range,every" doc:"first_ever when absent"`
	Unit      string     `json:"unit,omitempty" enum:"hour,day,week,month" doc:"day when absent"`
	Periods   int        `json:"periods,omitempty" minimum:"1" maximum:"366" doc:"Periods after period 0; 7 when absent"`
	Window    string     `json:"window,omitempty" enum:"calendar,exact" doc:"calendar units of the zone, or exact lengths (day 24 h, week 7 days, month 30 days) from each person's start; calendar when absent"`
	Mode      string     `json:"mode,omitempty" enum:"on,on_or_after,brackets" doc:"on when absent"`
	Brackets  [][2]int   `json:"brackets,omitempty" maxItems:"30" doc:"For brackets: [first, last] periods, both included"`
	Breakdown *Breakdown `json:"breakdown,omitempty" doc:"By the property's value at the start event"`
}

// Paths shows what people do next.
type Paths struct {
	From    *Selector `json:"from,omitempty" doc:"Paths begin at its first match in a session"`
	To      *Selector `json:"to,omitempty" doc:"Paths end at its first match (after from, if given)"`
	Depth   int       `json:"depth,omitempty" minimum:"2" maximum:"10" doc:"Events of a path; 5 when absent"`
	Top     int       `json:"top,omitempty" minimum:"1" maximum:"50" doc:"Nodes kept apart at each level, the rest is other; 8 when absent"`
	By      string    `json:"by,omitempty" doc:"Tell events apart by this property too (a page's path)" example:"$pathname"`
	Only    []string  `json:"only,omitempty" doc:"Only events of these names are on paths"`
	Skip    []string  `json:"skip,omitempty" doc:"Events of these names are not on paths"`
	Repeats bool      `json:"repeats,omitempty" doc:"Keep an event that repeats the one before it"`
}

// Stickiness counts in how many units of the range people were active.
type Stickiness struct {
	Selector Selector `json:"selector"`
	Unit     string   `json:"unit,omitempty" enum:"day,week,month" doc:"day when absent"`
}

// Lifecycle splits each unit's people into new, returning, resurrecting, dormant.
type Lifecycle struct {
	Selector Selector `json:"selector"`
	Unit     string   `json:"unit,omitempty" enum:"day,week,month" doc:"day when absent"`
}

// Sessions counts visits.
type Sessions struct {
	Unit      string     `json:"unit,omitempty" enum:"hour,day,week,month,total" doc:"day when absent"`
	Idle      string     `json:"idle,omitempty" doc:"A gap longer than this ends a session; 30m when absent" example:"30m"`
	Contains  *Selector  `json:"contains,omitempty" doc:"Only sessions with such an event"`
	KeyEvents []string   `json:"key_events,omitempty" doc:"A session with one of these has not bounced"`
	Breakdown *Breakdown `json:"breakdown,omitempty" doc:"By the property's value at the session's first event"`
}

// RFM scores people by recency, frequency and money.
type RFM struct {
	Selector Selector `json:"selector" doc:"What counts as a purchase"`
	Property string   `json:"property" doc:"The amount" example:"amount"`
	Bins     int      `json:"bins,omitempty" minimum:"2" maximum:"10" doc:"Scores from 1 to this; 5 when absent"`
	// Thresholds replace quantiles: ascending, one fewer than bins.
	RecencyDays []float64 `json:"recency_days,omitempty" doc:"Own thresholds in days, instead of quantiles"`
	Frequency   []float64 `json:"frequency,omitempty" doc:"Own thresholds, instead of quantiles"`
	Monetary    []float64 `json:"monetary,omitempty" doc:"Own thresholds, instead of quantiles"`
}

// Channels compares the ways people come by: who they bring, what these buy,
// and what it costs.
type Channels struct {
	By         string    `json:"by,omitempty" enum:"channel,source,campaign" doc:"What a row is: a channel, a source of one, or a campaign of one; channel when absent"`
	Conversion *Selector `json:"conversion,omitempty" doc:"What the credit is for, such as a paid order; without it there are no orders, revenue and value"`
	Property   string    `json:"property,omitempty" doc:"The conversion's amount" example:"amount"`
	Margin     *float64  `json:"margin,omitempty" minimum:"0" maximum:"1" doc:"Share of revenue that is left to pay for channels, for value, payback and ROI; 1 when absent"`
	Models     []string  `json:"models,omitempty" enum:"first,last,last_non_direct,linear,position,decay" maxItems:"6" doc:"Ways to share credit among touches, each its own columns; last_non_direct when absent"`
	Lookback   string    `json:"lookback,omitempty" doc:"Touches so long before a conversion share its credit, at least 1d; 30d when absent" example:"30d"`
	HalfLife   string    `json:"half_life,omitempty" doc:"Model decay: a touch so much older has half the weight; 7d when absent" example:"7d"`
	Position   []float64 `json:"position,omitempty" minItems:"2" maxItems:"2" doc:"Model position: shares of the first and the last touch, the rest is the middle's; [0.4, 0.4] when absent"`
	Activation *Selector `json:"activation,omitempty" doc:"What makes somebody activated"`
	Within     string    `json:"within,omitempty" doc:"Activated: so soon after the first touch; 7d when absent" example:"7d"`
	Return     *Selector `json:"return,omitempty" doc:"What coming back is; any activity when absent"`
	Unit       string    `json:"unit,omitempty" enum:"day,week,month" doc:"Of the rows' series over time; day when absent"`
	Period     string    `json:"period,omitempty" enum:"day,week" doc:"Retained: what a period is, counted from each one's first touch; day when absent"`
	Periods    int       `json:"periods,omitempty" minimum:"1" maximum:"366" doc:"Retained: in this period; 7 when absent"`
	Currency   string    `json:"currency,omitempty" doc:"Of the costs; the one most used in the range when absent" example:"CNY"`
	Limit      int       `json:"limit,omitempty" minimum:"1" maximum:"100" doc:"Rows kept apart, those with the most touches, the rest is other; 20 when absent"`
}
