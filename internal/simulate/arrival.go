package simulate

import "kith/internal/kith"

// sign is a property by which an arrival tells where somebody came from.
type sign struct {
	name  string
	value kith.Value
}

func signs(pairs ...string) []sign {
	out := make([]sign, 0, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, sign{pairs[i], text(pairs[i+1])})
	}
	return out
}

// firstSigns are what first visits say, by channel; one of a list is used.
var firstSigns = map[string][][]sign{
	"organic_search": {
		signs("$referrer", "https://www.baidu.com/", "$referring_domain", "www.baidu.com"), signs("$referrer", "https://www.baidu.com/", "$referring_domain", "www.baidu.com"),
		signs("$referrer", "https://cn.bing.com/", "$referring_domain", "cn.bing.com"), signs("$referrer", "https://www.so.com/", "$referring_domain", "www.so.com"), signs("$referrer", "https://www.google.com/", "$referring_domain", "www.google.com"),
	},
	"ads": {
		signs("utm_source", "baidu", "utm_medium", "cpc", "utm_campaign", "brand-words", "bd_vid", "b1"), signs("utm_source", "baidu", "utm_medium", "cpc", "utm_campaign", "new-books", "bd_vid", "b2"),
		signs("utm_source", "douyin", "utm_medium", "feed", "utm_campaign", "reading-month"), signs("utm_source", "douyin", "utm_medium", "feed", "utm_campaign", "new-books"), signs("utm_source", "wechat", "utm_medium", "paid", "utm_campaign", "moments"),
	},
	"wechat_share": {signs("utm_source", "weixin", "utm_medium", "social", "utm_campaign", "share-card"), signs("$referrer", "https://mp.weixin.qq.com/", "$referring_domain", "mp.weixin.qq.com")},
	"kol_code":     {signs("utm_source", "xiaohongshu", "utm_medium", "kol", "utm_campaign", "bookworm"), signs("utm_source", "bilibili", "utm_medium", "kol", "utm_campaign", "night-reader")},
	"offline_qr":   {signs("utm_source", "store", "utm_medium", "qr", "utm_campaign", "shelf-poster"), signs("utm_source", "fair", "utm_medium", "qr", "utm_campaign", "book-fair")},
	"referral":     {signs("$referrer", "https://reading.example.org/", "$referring_domain", "reading.example.org"), signs("utm_source", "invite", "utm_medium", "referral", "utm_campaign", "bring-a-friend")},
}

// laterSigns are what some of the visits after the first say; the rest come by
// themselves. Only who signed up gets letters.
var laterSigns = [][]sign{
	signs("utm_source", "crm", "utm_medium", "email", "utm_campaign", "weekly-letter"), signs("utm_source", "crm", "utm_medium", "sms", "utm_campaign", "cart-reminder"),
	signs("utm_source", "app", "utm_medium", "push", "utm_campaign", "new-arrivals"), signs("$referrer", "https://www.baidu.com/", "$referring_domain", "www.baidu.com"),
}

// arrive adds the signs to a visit's first event. They follow from the person
// and the visit alone and take no draw: what people do is the same without.
func (v *visit) arrive() {
	dice := uint32(v.index)*2654435761 + uint32(v.visits)*40503
	dice ^= dice >> 15
	var say []sign
	switch {
	case v.visits == 1:
		list := firstSigns[v.channel.Name]
		say = list[dice%uint32(len(list))]
	case dice%100 < 6:
		list := firstSigns[v.channel.Name]
		say = list[(dice/100)%uint32(len(list))]
	case v.signed && dice%100 < 22:
		say = laterSigns[(dice/100)%uint32(len(laterSigns))]
	}
	for _, s := range say {
		v.draft.text(s.name, s.value)
	}
}
