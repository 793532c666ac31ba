package channel

import "strings"

// The channels, in the order in which they are offered.
const (
	PaidSearch    = "paid_search"
	OrganicSearch = "organic_search"
	PaidSocial    = "paid_social"
	OrganicSocial = "organic_social"
	Display       = "display"
	Video         = "video"
	Mail          = "mail"
	SMS           = "sms"
	Push          = "push"
	Partner       = "partner"
	QR            = "qr"
	Link          = "link"
	Referral      = "referral"
	Campaign      = "campaign" // one that is named in no way the tables know
)

// Channels lists every channel there is.
var Channels = []string{PaidSearch, OrganicSearch, PaidSocial, OrganicSocial, Display, Video, Mail, SMS, Push, Partner, QR, Link, Referral, Campaign, Direct}

// kinds of sites and of media.
const (
	search  = "search"
	social  = "social"
	video   = "video"
	mail    = "mail"
	sms     = "sms"
	push    = "push"
	partner = "partner"
	display = "display"
	qr      = "qr"
	organic = "organic"
	refers  = "referral"
	paid    = "paid"
)

var channelByKind = map[string]string{search: OrganicSearch, social: OrganicSocial, video: Video, mail: Mail}

var channelByMedium = map[string]string{search: OrganicSearch, organic: OrganicSearch, social: OrganicSocial, video: Video, mail: Mail,
	sms: SMS, push: Push, partner: Partner, display: Display, qr: QR, refers: Referral, "paid_search": PaidSearch, "paid_social": PaidSocial}

// media are the words that campaigns use for their medium.
var media = map[string]string{
	"cpc": paid, "ppc": paid, "cpm": display, "cpv": video, "paid": paid, "ads": paid, "ad": paid, "sem": "paid_search", "feed": paid,
	"paidsearch": "paid_search", "paid-search": "paid_search", "paid_search": "paid_search", "searchad": "paid_search",
	"paidsocial": "paid_social", "paid-social": "paid_social", "paid_social": "paid_social", "cpc-social": "paid_social", "social-paid": "paid_social",
	"organic": organic, "seo": organic, "search": search, "organic_search": organic,
	"social": social, "social-media": social, "social_media": social, "socialmedia": social, "social-network": social, "sns": social, "sm": social, "organic_social": social,
	"email": mail, "e-mail": mail, "mail": mail, "edm": mail, "newsletter": mail,
	"sms": sms, "mms": sms, "text": sms, "text_message": sms,
	"push": push, "notification": push, "app_push": push, "webpush": push, "web_push": push, "mobile_push": push,
	"affiliate": partner, "affiliates": partner, "partner": partner, "partners": partner, "kol": partner, "koc": partner, "influencer": partner, "ambassador": partner,
	"display": display, "banner": display, "expandable": display, "interstitial": display, "programmatic": display, "retargeting": display, "remarketing": display,
	"video": video, "livestream": video, "live": video,
	"qr": qr, "qrcode": qr, "qr_code": qr, "qr-code": qr, "offline": qr, "print": qr,
	"referral": refers, "referrer": refers, "link": refers, "website": refers,
}

// mediumOf is what a medium's word stands for, "" for a word nobody knows.
func mediumOf(word string) string { return media[word] }

// clickID is what a click id in an address tells.
type clickID struct{ channel, source string }

var clickIDs = map[string]clickID{
	"gclid": {PaidSearch, "google"}, "gbraid": {PaidSearch, "google"}, "wbraid": {PaidSearch, "google"}, "gad_source": {PaidSearch, "google"},
	"dclid": {Display, "google"}, "msclkid": {PaidSearch, "bing"}, "yclid": {PaidSearch, "yandex"}, "bd_vid": {PaidSearch, "baidu"}, "sogou_click": {PaidSearch, "sogou"},
	"qhclickid": {PaidSearch, "360"}, "fbclid": {OrganicSocial, "facebook"}, "ttclid": {PaidSocial, "tiktok"}, "twclid": {PaidSocial, "x"},
	"li_fat_id": {PaidSocial, "linkedin"}, "rdt_cid": {PaidSocial, "reddit"}, "epik": {PaidSocial, "pinterest"}, "sccid": {PaidSocial, "snapchat"},
	"igshid": {OrganicSocial, "instagram"}, "qclid": {PaidSocial, "quora"}, "irclid": {Partner, "impact"}, "mc_cid": {Mail, "mailchimp"}, "_kx": {Mail, "klaviyo"},
	"gdt_vid": {PaidSocial, "wechat"}, "qz_gdt": {PaidSocial, "wechat"}, "clickid_douyin": {PaidSocial, "douyin"},
}

// clickOrder is the order in which click ids are looked for: the surest first.
var clickOrder = []string{"gclid", "gbraid", "wbraid", "dclid", "msclkid", "yclid", "bd_vid", "sogou_click", "qhclickid", "ttclid", "twclid",
	"li_fat_id", "rdt_cid", "epik", "sccid", "qclid", "gdt_vid", "qz_gdt", "clickid_douyin", "irclid", "gad_source", "mc_cid", "_kx", "fbclid", "igshid"}

// site is a place on the web that many people come from.
type site struct{ name, kind string }

// siteDomains are sites by domain: what lies below one is the site's too. A
// domain that ends in a dot stands for every country's.
var siteDomains = map[string]site{
	"google.": {"google", search}, "bing.com": {"bing", search}, "cn.bing.com": {"bing", search}, "yahoo.": {"yahoo", search}, "search.yahoo.com": {"yahoo", search},
	"duckduckgo.com": {"duckduckgo", search}, "yandex.": {"yandex", search}, "ya.ru": {"yandex", search}, "ecosia.org": {"ecosia", search}, "qwant.com": {"qwant", search},
	"naver.com": {"naver", search}, "daum.net": {"daum", search}, "seznam.cz": {"seznam", search}, "startpage.com": {"startpage", search}, "search.brave.com": {"brave", search}, "ask.com": {"ask", search},
	"baidu.com": {"baidu", search}, "sogou.com": {"sogou", search}, "so.com": {"360", search}, "haosou.com": {"360", search}, "sm.cn": {"shenma", search},
	"toutiao.com": {"toutiao", social}, "so.toutiao.com": {"toutiao", search}, "petalsearch.com": {"petal", search}, "com.google.android.googlequicksearchbox": {"google", search},

	"facebook.com": {"facebook", social}, "fb.com": {"facebook", social}, "fb.me": {"facebook", social}, "messenger.com": {"facebook", social}, "instagram.com": {"instagram", social}, "threads.net": {"threads", social},
	"x.com": {"x", social}, "twitter.com": {"x", social}, "t.co": {"x", social}, "linkedin.com": {"linkedin", social}, "lnkd.in": {"linkedin", social}, "reddit.com": {"reddit", social},
	"pinterest.": {"pinterest", social}, "tumblr.com": {"tumblr", social}, "snapchat.com": {"snapchat", social}, "tiktok.com": {"tiktok", social}, "vk.com": {"vk", social}, "ok.ru": {"ok", social},
	"telegram.org": {"telegram", social}, "t.me": {"telegram", social}, "whatsapp.com": {"whatsapp", social}, "wa.me": {"whatsapp", social}, "line.me": {"line", social}, "discord.com": {"discord", social},
	"quora.com": {"quora", social}, "news.ycombinator.com": {"hackernews", social}, "mastodon.social": {"mastodon", social}, "bsky.app": {"bluesky", social}, "medium.com": {"medium", social},
	"weixin.qq.com": {"wechat", social}, "weixin110.qq.com": {"wechat", social}, "servicewechat.com": {"wechat", social}, "weibo.com": {"weibo", social}, "weibo.cn": {"weibo", social}, "t.cn": {"weibo", social},
	"xiaohongshu.com": {"xiaohongshu", social}, "xhslink.com": {"xiaohongshu", social}, "zhihu.com": {"zhihu", social}, "douban.com": {"douban", social}, "qzone.qq.com": {"qzone", social},
	"tieba.baidu.com": {"tieba", social}, "jike.city": {"jike", social}, "okjike.com": {"jike", social}, "dingtalk.com": {"dingtalk", social}, "feishu.cn": {"feishu", social},
	"com.tencent.mm": {"wechat", social},

	"youtube.com": {"youtube", video}, "youtu.be": {"youtube", video}, "vimeo.com": {"vimeo", video}, "twitch.tv": {"twitch", video}, "dailymotion.com": {"dailymotion", video},
	"bilibili.com": {"bilibili", video}, "b23.tv": {"bilibili", video}, "douyin.com": {"douyin", video}, "iesdouyin.com": {"douyin", video}, "kuaishou.com": {"kuaishou", video}, "youku.com": {"youku", video},
	"iqiyi.com": {"iqiyi", video}, "v.qq.com": {"tencent_video", video}, "ixigua.com": {"xigua", video}, "channels.weixin.qq.com": {"wechat_channels", video}, "nicovideo.jp": {"niconico", video},

	"mail.google.com": {"gmail", mail}, "com.google.android.gm": {"gmail", mail}, "outlook.live.com": {"outlook", mail}, "outlook.office.com": {"outlook", mail}, "mail.yahoo.com": {"yahoo_mail", mail}, "mail.ru": {"mail_ru", mail},
	"mail.yandex.ru": {"yandex_mail", mail}, "mail.proton.me": {"proton", mail}, "mail.qq.com": {"qq_mail", mail}, "exmail.qq.com": {"qq_mail", mail}, "mail.163.com": {"163_mail", mail},
	"mail.126.com": {"126_mail", mail}, "mail.sina.com.cn": {"sina_mail", mail}, "mail.aliyun.com": {"aliyun_mail", mail}, "icloud.com": {"icloud", mail},
}

// siteNames are the words by which campaigns name sites.
var siteNames = map[string]string{
	"fb": "facebook", "ig": "instagram", "twitter": "x", "adwords": "google", "googleads": "google", "google_ads": "google", "google-ads": "google", "bingads": "bing", "weixin": "wechat", "wx": "wechat", "wechat_moments": "wechat",
	"moments": "wechat", "red": "xiaohongshu", "xhs": "xiaohongshu", "sina_weibo": "weibo", "yt": "youtube", "bili": "bilibili", "dy": "douyin", "tik_tok": "tiktok", "360so": "360", "haosou": "360", "li": "linkedin",
	"微信": "wechat", "微博": "weibo", "小红书": "xiaohongshu", "抖音": "douyin", "知乎": "zhihu", "百度": "baidu", "搜狗": "sogou", "快手": "kuaishou", "头条": "toutiao", "哔哩哔哩": "bilibili",
}

// byName finds a site by its name.
var byName = func() map[string]*site {
	out := map[string]*site{}
	for _, s := range siteDomains {
		if out[s.name] == nil || s.kind < out[s.name].kind { // toutiao is social and search: the first by word, always the same
			out[s.name] = &site{s.name, s.kind}
		}
	}
	out["toutiao"] = &site{"toutiao", social}
	return out
}()

// siteNamed finds the site that a campaign's source names, by word or domain.
func siteNamed(word string) *site {
	if name, ok := siteNames[word]; ok {
		return byName[name]
	}
	if s := byName[word]; s != nil {
		return s
	}
	return siteFor(DomainOf(word))
}

// siteFor finds the site that a domain belongs to: the longest entry decides.
func siteFor(domain string) *site {
	for rest := domain; rest != ""; {
		if s, ok := siteDomains[rest]; ok {
			return &s
		}
		label, after, more := strings.Cut(rest, ".")
		if more && len(after) <= len("com.xx") { // google.co.uk, yandex.ru
			if s, ok := siteDomains[label+"."]; ok {
				return &s
			}
		}
		rest = after
	}
	return nil
}

// shared are second labels below which countries give names away.
var shared = map[string]bool{"com": true, "co": true, "net": true, "org": true, "gov": true, "edu": true, "ac": true, "or": true, "ne": true}

// hosting are sites on which everybody has a host: siblings there are strangers.
var hosting = map[string]bool{"github.io": true, "gitlab.io": true, "netlify.app": true, "vercel.app": true, "pages.dev": true, "web.app": true, "herokuapp.com": true,
	"myshopify.com": true, "wordpress.com": true, "blogspot.com": true, "qq.com": true, "google.com": true, "baidu.com": true, "aliyuncs.com": true, "amazonaws.com": true}
