package people

import (
	"slices"
	"strings"
	"unicode/utf8"

	"kith/internal/kith"
)

// personal says what of a person a text gives away, and so how it is masked.
type personal uint8

const (
	harmless personal = iota
	mailAddress
	phoneNumber
	otherPersonal // an address, a document's number, a birthday
)

// personalWords are parts of trait names that tell personal data; the first
// that fits counts.
var personalWords = []struct {
	word string
	is   personal
}{
	{"mail", mailAddress}, {"邮箱", mailAddress}, {"邮件", mailAddress},
	{"phone", phoneNumber}, {"mobile", phoneNumber}, {"手机", phoneNumber}, {"电话", phoneNumber}, {"whatsapp", phoneNumber},
	{"id_card", otherPersonal}, {"idcard", otherPersonal}, {"身份证", otherPersonal}, {"passport", otherPersonal}, {"护照", otherPersonal},
	{"address", otherPersonal}, {"street", otherPersonal}, {"地址", otherPersonal}, {"bank_card", otherPersonal}, {"银行卡", otherPersonal},
	{"real_name", otherPersonal}, {"realname", otherPersonal}, {"真实姓名", otherPersonal}, {"openid", otherPersonal}, {"unionid", otherPersonal},
	{"birthday", otherPersonal}, {"birthdate", otherPersonal}, {"生日", otherPersonal},
}

// notPersonal are endings of names that speak about such a value without
// giving it: email_verified, phone_os, mail_count.
var notPersonal = []string{"verified", "confirmed", "count", "opt_in", "optin", "subscribed", "consent", "type", "brand", "model", "os", "at", "source"}

func personalTrait(name string) personal {
	name = strings.ToLower(name)
	for _, end := range notPersonal {
		if strings.HasSuffix(name, "_"+end) {
			return harmless
		}
	}
	for _, w := range personalWords {
		if strings.Contains(name, w.word) {
			return w.is
		}
	}
	if name == "tel" || strings.HasSuffix(name, "_tel") {
		return phoneNumber
	}
	return harmless
}

// Personal reports whether a value gives a person away: by the name of its
// property, or by what it looks like. What persons are called counts too.
func Personal(name, text string) bool {
	if personalTrait(name) != harmless || personalText(text) != harmless {
		return true
	}
	switch name = plainName(name); name {
	case "firstname", "givenname", "lastname", "familyname", "surname":
		return true
	}
	return slices.Contains(nameTraits, name)
}

// personalText tells of an id, whose name says nothing, by what it looks like.
func personalText(s string) personal {
	if at := strings.IndexByte(s, '@'); at > 0 && strings.Contains(s[at:], ".") {
		return mailAddress
	}
	digits := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c == '+' && i == 0, c == '-', c == ' ':
		default:
			return harmless
		}
	}
	if digits == 11 && s[0] == '1' || digits >= 10 && s[0] == '+' {
		return phoneNumber
	}
	return harmless
}

const dots = "••••"

// mask leaves of a text what lets two people on the phone agree whom they mean.
func (p personal) mask(s string) string {
	switch p {
	case harmless:
		return s
	case mailAddress:
		at := strings.LastIndexByte(s, '@')
		if at > 0 {
			_, n := utf8.DecodeRuneInString(s)
			return s[:n] + dots + s[at:]
		}
	case phoneNumber:
		if r := []rune(s); len(r) >= 8 {
			return string(r[:3]) + dots + string(r[len(r)-min(4, len(r)-7):])
		}
	}
	return dots
}

func (p personal) maskValue(v kith.Value) kith.Value {
	if p == harmless || v.Kind == kith.None {
		return v
	}
	return kith.StringValue(p.mask(v.Text()))
}

// maskID masks an id that is itself a mail address or a phone number.
func maskID(s string, masked bool) string {
	if !masked {
		return s
	}
	return personalText(s).mask(s)
}
