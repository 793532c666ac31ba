package channel

import "testing"

func TestClassify(t *testing.T) {
	for _, c := range []struct {
		signs Signs
		want  Place
	}{
		{Signs{}, Place{Channel: Direct}},
		{Signs{Domain: "$direct"}, Place{Channel: Direct}},
		{Signs{Source: "(direct)", Medium: "(none)"}, Place{Channel: Direct}},
		{Signs{Domain: "pay.shop.example", Host: "www.shop.example"}, Place{Channel: Direct}},
		{Signs{Domain: "b.shop.co.uk", Host: "a.shop.co.uk"}, Place{Channel: Direct}},
		{Signs{Domain: "other.co.uk", Host: "shop.co.uk"}, Place{Channel: Referral, Source: "other.co.uk"}},
		{Signs{Domain: "b.github.io", Host: "a.github.io"}, Place{Channel: Referral, Source: "b.github.io"}},
		{Signs{Domain: "google.com"}, Place{Channel: OrganicSearch, Source: "google"}},
		{Signs{Domain: "https://www.google.co.uk/search?q=x"}, Place{Channel: OrganicSearch, Source: "google"}},
		{Signs{Domain: "google.evil.example"}, Place{Channel: Referral, Source: "google.evil.example"}},
		{Signs{Domain: "notgoogle.com"}, Place{Channel: Referral, Source: "notgoogle.com"}},
		{Signs{Domain: "mail.google.com"}, Place{Channel: Mail, Source: "gmail"}},
		{Signs{Domain: "m.baidu.com"}, Place{Channel: OrganicSearch, Source: "baidu"}},
		{Signs{Domain: "tieba.baidu.com"}, Place{Channel: OrganicSocial, Source: "tieba"}},
		{Signs{Domain: "www.sogou.com"}, Place{Channel: OrganicSearch, Source: "sogou"}},
		{Signs{Domain: "m.so.com"}, Place{Channel: OrganicSearch, Source: "360"}},
		{Signs{Domain: "cn.bing.com"}, Place{Channel: OrganicSearch, Source: "bing"}},
		{Signs{Domain: "yandex.com.tr"}, Place{Channel: OrganicSearch, Source: "yandex"}},
		{Signs{Domain: "mp.weixin.qq.com"}, Place{Channel: OrganicSocial, Source: "wechat"}},
		{Signs{Domain: "android-app://com.tencent.mm/"}, Place{Channel: OrganicSocial, Source: "wechat"}},
		{Signs{Domain: "mail.qq.com"}, Place{Channel: Mail, Source: "qq_mail"}},
		{Signs{Domain: "m.weibo.cn"}, Place{Channel: OrganicSocial, Source: "weibo"}},
		{Signs{Domain: "www.xiaohongshu.com"}, Place{Channel: OrganicSocial, Source: "xiaohongshu"}},
		{Signs{Domain: "www.zhihu.com"}, Place{Channel: OrganicSocial, Source: "zhihu"}},
		{Signs{Domain: "www.bilibili.com"}, Place{Channel: Video, Source: "bilibili"}},
		{Signs{Domain: "www.douyin.com"}, Place{Channel: Video, Source: "douyin"}},
		{Signs{Domain: "t.co"}, Place{Channel: OrganicSocial, Source: "x"}},
		{Signs{Domain: "blog.example.com"}, Place{Channel: Referral, Source: "blog.example.com"}},
		{Signs{Domain: "google.com", Click: "gclid"}, Place{Channel: PaidSearch, Source: "google"}},
		{Signs{Click: "msclkid"}, Place{Channel: PaidSearch, Source: "bing"}},
		{Signs{Click: "bd_vid", Domain: "baidu.com"}, Place{Channel: PaidSearch, Source: "baidu"}},
		{Signs{Click: "fbclid", Domain: "l.facebook.com"}, Place{Channel: OrganicSocial, Source: "facebook"}},
		{Signs{Click: "fbclid", Source: "facebook", Medium: "cpc", Campaign: "Spring"}, Place{PaidSocial, "facebook", "Spring", "cpc"}},
		{Signs{Source: "google", Medium: "cpc"}, Place{Channel: PaidSearch, Source: "google", Medium: "cpc"}},
		{Signs{Source: "Facebook", Medium: "Paid"}, Place{Channel: PaidSocial, Source: "facebook", Medium: "paid"}},
		{Signs{Source: "douyin", Medium: "cpc"}, Place{Channel: PaidSocial, Source: "douyin", Medium: "cpc"}},
		{Signs{Source: "小红书", Medium: "kol"}, Place{Channel: Partner, Source: "xiaohongshu", Medium: "kol"}},
		{Signs{Source: "somewhere", Medium: "cpc"}, Place{Channel: Display, Source: "somewhere", Medium: "cpc"}},
		{Signs{Source: "weixin", Medium: "social"}, Place{Channel: OrganicSocial, Source: "wechat", Medium: "social"}},
		{Signs{Source: "newsletter"}, Place{Channel: Mail, Source: "newsletter"}},
		{Signs{Source: "crm", Medium: "email", Campaign: "hello"}, Place{Mail, "crm", "hello", "email"}},
		{Signs{Source: "crm", Medium: "sms"}, Place{Channel: SMS, Source: "crm", Medium: "sms"}},
		{Signs{Source: "app", Medium: "push"}, Place{Channel: Push, Source: "app", Medium: "push"}},
		{Signs{Source: "shop-a", Medium: "affiliate"}, Place{Channel: Partner, Source: "shop-a", Medium: "affiliate"}},
		{Signs{Source: "net", Medium: "banner"}, Place{Channel: Display, Source: "net", Medium: "banner"}},
		{Signs{Source: "odd", Medium: "odd"}, Place{Channel: Campaign, Source: "odd", Medium: "odd"}},
		{Signs{Campaign: "launch"}, Place{Channel: Campaign, Campaign: "launch"}},
		{Signs{LinkKind: "link"}, Place{Channel: Link}},
		{Signs{LinkKind: "link", Source: "crm", Medium: "email"}, Place{Channel: Mail, Source: "crm", Medium: "email"}},
		{Signs{LinkKind: "link", Scanned: true}, Place{Channel: QR}},
		{Signs{LinkKind: "offline", Campaign: "poster"}, Place{Channel: QR, Campaign: "poster"}},
		{Signs{LinkKind: "kol", Partner: "Anna"}, Place{Channel: Partner, Source: "anna"}},
	} {
		var plain Classifier
		got, ok := plain.Classify(c.signs)
		if got != c.want || ok != (c.want.Channel != Direct) {
			t.Errorf("%+v: got %+v (%v), want %+v", c.signs, got, ok, c.want)
		}
	}
}

func TestRulesComeFirst(t *testing.T) {
	c := Classifier{Own: []string{"shop.example"}, Rules: []Rule{
		{Source: "spring-*", Channel: Display, NamedSource: "spring"},
		{Source: "spring-two", Channel: Mail},
		{Domain: "news.example.com", Medium: "*", Channel: Partner},
	}}
	for _, x := range []struct {
		signs Signs
		want  Place
	}{
		{Signs{Source: "Spring-Two"}, Place{Channel: Display, Source: "spring"}},
		{Signs{Source: "spring"}, Place{Channel: Campaign, Source: "spring"}},
		{Signs{Domain: "a.news.example.com"}, Place{Channel: Partner, Source: "a.news.example.com"}},
		{Signs{Domain: "shop.example"}, Place{Channel: Direct}},
		{Signs{Domain: "www.pay.shop.example"}, Place{Channel: Direct}},
	} {
		if got, _ := c.Classify(x.signs); got != x.want {
			t.Errorf("%+v: got %+v, want %+v", x.signs, got, x.want)
		}
	}
	for pattern, texts := range map[string]map[string]bool{
		"a*c": {"abc": true, "ac": true, "abcd": false}, "*b*": {"abc": true, "ac": false}, "ab": {"ab": true, "abc": false}, "a*a": {"a": false, "aa": true}, "a*b*c": {"abbc": true, "acb": false},
	} {
		for text, want := range texts {
			if like(pattern, text) != want {
				t.Errorf("like(%q, %q) is not %v", pattern, text, want)
			}
		}
	}
}

func TestEverySiteNameIsKnown(t *testing.T) {
	for word, name := range siteNames {
		if byName[name] == nil {
			t.Errorf("%s names %s, which is no site", word, name)
		}
	}
	for name := range clickIDs {
		if !func() bool {
			for _, n := range clickOrder {
				if n == name {
					return true
				}
			}
			return false
		}() {
			t.Errorf("%s is never looked for", name)
		}
	}
}

func TestRead(t *testing.T) {
	props := map[string]string{"$latest_utm_source": "old", "utm_source": "new", "gclid": "x", "$referrer": "https://a.example/", "$link_scanned": "true"}
	want := Signs{Source: "new", Click: "gclid", Domain: "https://a.example/", Scanned: true}
	if got := Read(func(name string) string { return props[name] }); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
