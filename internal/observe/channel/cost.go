package channel

// Cost is what a channel, a source or a campaign cost on a day.
type Cost struct {
	Day      string  `json:"day" format:"date" doc:"In the workspace's zone" example:"2026-03-01"`
	Channel  string  `json:"channel" enum:"paid_search,organic_search,paid_social,organic_social,display,video,mail,sms,push,partner,qr,link,referral,campaign,direct"`
	Source   string  `json:"source,omitempty" maxLength:"200" doc:"As people's touches have it; empty: the channel's as a whole"`
	Campaign string  `json:"campaign,omitempty" maxLength:"200"`
	Currency string  `json:"currency" example:"CNY"`
	Amount   float64 `json:"amount" minimum:"0" doc:"At most six decimals"`
}
