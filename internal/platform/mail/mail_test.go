package mail

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"kith/internal/kith"
	"kith/internal/platform/mail/mailtest"
)

func message() *Message {
	return &Message{
		To: mail.Address{Name: "周屿", Address: "zhou@example.com"}, Subject: "每日阅读与收入 · 11月18日", ID: "one@kith",
		HTML: `<p>日活跃 48,216</p><img src="cid:c1">`, Text: "日活跃 48,216", Date: time.Unix(1_800_000_000, 0),
		Inline:  []Picture{{CID: "c1", PNG: []byte("\x89PNG\r\n\x1a\n.\r\n.")}},
		Headers: []Header{{"List-Unsubscribe", "<https://kith.example.com/unsubscribe?token=abc>"}},
	}
}

// to is a server's settings; the waits between attempts are counted, not sat out.
func to(s *mailtest.Server, security Security) (Server, Options, *int) {
	waits := 0
	return Server{Host: s.Host, Port: s.Port, Security: security, From: mail.Address{Name: "Kith", Address: "kith@example.com"}},
		Options{Connect: 5 * time.Second, Transfer: 5 * time.Second, Wait: func(context.Context, time.Duration) error { waits++; return nil }}, &waits
}

func TestAMessageArrivesWhole(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{})
	server, o, _ := to(s, Plain)
	called := 0
	if err := New(server, o).Send(t.Context(), message(), func() error { called++; return nil }); err != nil {
		t.Fatal(err)
	}
	mails := s.Mails()
	if len(mails) != 1 || mails[0].To != "zhou@example.com" || mails[0].From != "kith@example.com" || called != 1 {
		t.Fatalf("got %d mails, last called %d times: %+v", len(mails), called, mails)
	}
	got, want := mails[0].Parse(t), message()
	if got.Subject != want.Subject || strings.TrimSpace(got.HTML) != want.HTML || strings.TrimSpace(got.Text) != want.Text {
		t.Errorf("subject %q, html %q, text %q", got.Subject, got.HTML, got.Text)
	}
	if string(got.Pictures["c1"]) != string(want.Inline[0].PNG) {
		t.Errorf("the picture is %q", got.Pictures["c1"])
	}
	if id := got.Header.Get("Message-ID"); id != "<one@kith>" {
		t.Errorf("Message-ID %q", id)
	}
	if h := got.Header.Get("List-Unsubscribe"); h != want.Headers[0].Value {
		t.Errorf("List-Unsubscribe %q", h)
	}
}

func TestSignsInOnlyOverTLS(t *testing.T) {
	certificate, roots := selfSigned(t)
	s := mailtest.Start(t, mailtest.Options{TLS: &tls.Config{Certificates: []tls.Certificate{certificate}}, User: "kith", Password: "p@ss word"})
	server, o, _ := to(s, StartTLS)
	server.User, server.password = "kith", "p@ss word"
	o.TLS = &tls.Config{RootCAs: roots, ServerName: "127.0.0.1"}
	if err := New(server, o).Send(t.Context(), message(), nil); err != nil {
		t.Fatal(err)
	}
	server.password = "wrong"
	err := New(server, o).Send(t.Context(), message(), nil)
	var f *Failure
	if !errors.As(err, &f) || f.Temporary || strings.Contains(err.Error(), "wrong") {
		t.Errorf("a wrong password: %v", err)
	}
	o.TLS = nil // the system does not know this certificate
	if err := New(server, o).Send(t.Context(), message(), nil); err == nil {
		t.Error("a certificate of nobody was believed")
	}
	plain := mailtest.Start(t, mailtest.Options{})
	server, o, _ = to(plain, StartTLS)
	if err := New(server, o).Send(t.Context(), message(), nil); err == nil || len(plain.Mails()) > 0 {
		t.Error("a server without STARTTLS was given the mail")
	}
	if len(s.Mails()) != 1 {
		t.Errorf("%d mails", len(s.Mails()))
	}
}

func TestTriesAgainWhatMayPass(t *testing.T) {
	answers := []error{&smtp.SMTPError{Code: 451, Message: "greylisted"}, nil}
	s := mailtest.Start(t, mailtest.Options{Recipient: func(string) error {
		err := answers[0]
		answers = answers[1:]
		return err
	}})
	server, o, waits := to(s, Plain)
	if err := New(server, o).Send(t.Context(), message(), nil); err != nil || *waits != 1 || len(s.Mails()) != 1 {
		t.Fatalf("%v after %d waits, %d mails", err, *waits, len(s.Mails()))
	}
}

func TestFailuresSayWhatIsKnown(t *testing.T) {
	refuse := func(code int) func(string) error {
		return func(string) error { return &smtp.SMTPError{Code: code, Message: "not here"} }
	}
	for name, c := range map[string]struct {
		options mailtest.Options
		last    error
		want    Failure
		waits   int
	}{
		"nobody of that name": {mailtest.Options{Recipient: refuse(550)}, nil, Failure{Stage: "recipient", Code: 550}, 0},
		"always busy":         {mailtest.Options{Recipient: refuse(450)}, nil, Failure{Stage: "recipient", Code: 450, Temporary: true}, 2},
		"refused content":     {mailtest.Options{Data: func(string, []byte) error { return refuse(554)("") }}, nil, Failure{Stage: "handing over", Code: 554}, 0},
		"gone before its word": {mailtest.Options{Data: func(string, []byte) error { return mailtest.ErrDrop }}, nil,
			Failure{Stage: "handing over", Temporary: true, Unknown: true}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := mailtest.Start(t, c.options)
			server, o, waits := to(s, Plain)
			var f *Failure
			err := New(server, o).Send(t.Context(), message(), nil)
			if !errors.As(err, &f) {
				t.Fatalf("got %v", err)
			}
			if f.Stage != c.want.Stage || f.Code != c.want.Code || f.Temporary != c.want.Temporary || f.Unknown != c.want.Unknown || *waits != c.waits {
				t.Errorf("got %+v after %d waits", f, *waits)
			}
		})
	}
}

func TestNothingIsSentWhenLastFails(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{})
	server, o, _ := to(s, Plain)
	mine := errors.New("the database is away")
	if err := New(server, o).Send(t.Context(), message(), func() error { return mine }); !errors.Is(err, mine) {
		t.Errorf("got %v", err)
	}
	if err := New(server, o).Send(t.Context(), message(), nil); err != nil {
		t.Fatal(err)
	}
	if n := len(s.Mails()); n != 1 {
		t.Errorf("%d mails", n)
	}
}

// Some servers take an address without its brackets, others do not.
func TestAddressesStandInBrackets(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	said := make(chan string, 20)
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		fmt.Fprint(c, "220 mail.example.com\r\n")
		for lines := bufio.NewScanner(c); lines.Scan(); {
			said <- lines.Text()
			answer := "250 ok"
			if strings.HasPrefix(lines.Text(), "RCPT") {
				answer = "550 enough"
			}
			fmt.Fprint(c, answer+"\r\n")
		}
	}()
	server, o, _ := to(&mailtest.Server{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port}, Plain)
	_ = New(server, o).Send(t.Context(), message(), nil)
	for _, want := range []string{"EHLO example.com", "MAIL FROM:<kith@example.com>", "RCPT TO:<zhou@example.com>"} {
		if got := <-said; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestNobodyListens(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	server, o, waits := to(&mailtest.Server{Host: "127.0.0.1", Port: port}, Plain)
	var f *Failure
	if err := New(server, o).Send(t.Context(), message(), nil); !errors.As(err, &f) || f.Stage != "connect" || !f.Temporary || *waits != 2 {
		t.Errorf("got %v after %d waits", err, *waits)
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"smtp://user:pass@mail.example.com":          "mail.example.com:587 (starttls)",
		"smtps://user:pass@mail.example.com":         "mail.example.com:465 (tls)",
		"smtp://127.0.0.1:2525?tls=none":             "127.0.0.1:2525 (none)",
		"smtp://user:p%40ss@localhost:2525?tls=none": "localhost:2525 (none)",
	} {
		s, err := Parse(text, "Kith <kith@example.com>")
		if err != nil || s.String() != want {
			t.Errorf("%s: %s, %v", text, s, err)
		}
	}
	for _, text := range []string{"", "mail.example.com", "http://a", "smtp://h:99999", "smtp://h?tls=maybe", "smtp://u:secret@h.example.com?tls=none", "smtp://u:secret@h:x"} {
		if _, err := Parse(text, "kith@example.com"); kith.CodeOf(err) != kith.Invalid || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := Parse("smtp://h", "nobody"); kith.CodeOf(err) != kith.Invalid {
		t.Error(err)
	}
}

func TestThePasswordIsNotShown(t *testing.T) {
	s, err := Parse("smtp://user:hunter2@mail.example.com", "kith@example.com")
	if err != nil {
		t.Fatal(err)
	}
	if text := fmt.Sprintf("%v %+v %#v %s", s, s, &s, s); strings.Contains(text, "hunter2") {
		t.Error(text)
	}
}

func selfSigned(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail.example.com"}, NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, _ := x509.ParseCertificate(der)
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}
