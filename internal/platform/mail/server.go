package mail

import (
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"strconv"
	"strings"

	"kith/internal/kith"
)

// Security is how a connection is encrypted.
type Security string

const (
	TLS      Security = "tls"      // from the first byte
	StartTLS Security = "starttls" // asked for after the greeting; a server that cannot is refused
	Plain    Security = "none"
)

// Server is where mail is handed over, and who sends it.
type Server struct {
	Host     string
	Port     int
	Security Security
	User     string
	From     mail.Address
	password string
}

// Parse reads smtp://user:password@host:port for STARTTLS (587 when no port is
// named), smtps://… for TLS from the start (465), and smtp://…?tls=none for a
// server in the same house. from is an address, with or without a name.
func Parse(address, from string) (Server, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Path != "" && u.Path != "/" {
		// The cause is left out: it quotes the address, password and all.
		return Server{}, bad("--smtp", "is not the address of a mail server")
	}
	s := Server{Host: u.Hostname()}
	switch tls := u.Query().Get("tls"); {
	case u.Scheme == "smtps" && tls == "":
		s.Security, s.Port = TLS, 465
	case u.Scheme == "smtp" && (tls == "" || tls == "starttls"):
		s.Security, s.Port = StartTLS, 587
	case u.Scheme == "smtp" && tls == "none":
		s.Security, s.Port = Plain, 25
	default:
		return Server{}, bad("--smtp", "names a way of talking that is not known")
	}
	if port := u.Port(); port != "" {
		if s.Port, err = strconv.Atoi(port); err != nil || s.Port < 1 || s.Port > 65535 {
			return Server{}, bad("--smtp", "has a port that cannot be")
		}
	}
	if u.User != nil {
		s.User = u.User.Username()
		s.password, _ = u.User.Password()
	}
	if s.password != "" && s.Security == Plain && !loopback(s.Host) {
		return Server{}, &kith.Error{Code: kith.Invalid, Field: "--smtp", Message: "would send the password unencrypted", Hint: "leave ?tls=none out, or the user and password"}
	}
	sender, err := mail.ParseAddress(from)
	if err != nil {
		return Server{}, &kith.Error{Code: kith.Invalid, Field: "--mail-from", Message: "is not an e-mail address", Hint: `such as Kith <kith@example.com>`, Err: err}
	}
	s.From = *sender
	return s, nil
}

func bad(field, message string) error {
	return &kith.Error{Code: kith.Invalid, Field: field, Message: message, Hint: "smtp://user:password@host:587, smtps://user:password@host:465 or smtp://host:25?tls=none"}
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// String leaves the password out.
func (s Server) String() string {
	return fmt.Sprintf("%s:%d (%s)", s.Host, s.Port, s.Security)
}

// Format keeps %+v and %#v from showing what String hides.
func (s Server) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(s.String())) }

// GoString does so for what asks directly.
func (s Server) GoString() string { return s.String() }

// CheckAddress returns the bare, lower-cased address that a recipient typed.
func CheckAddress(field, text string) (string, error) {
	parsed, err := mail.ParseAddress(strings.TrimSpace(text))
	if err != nil || len(parsed.Address) > 254 || strings.ContainsAny(parsed.Address, "\r\n\x00") {
		return "", &kith.Error{Code: kith.Invalid, Field: field, Message: fmt.Sprintf("%q is not an e-mail address", clip(text)), Hint: "write it as name@example.com", Err: err}
	}
	return strings.ToLower(parsed.Address), nil
}

func clip(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}
