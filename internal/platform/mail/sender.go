package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/mail"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// Options bound sending. Zero fields take the defaults named.
type Options struct {
	Connect  time.Duration   // to a greeting and a signed-in connection; 15 s
	Transfer time.Duration   // each step after it; 30 s
	Pauses   []time.Duration // before each further attempt; 2 s and 10 s
	TLS      *tls.Config     // the system's roots and the server's name
	// Wait returns after d, or with an error when ctx ends first.
	Wait func(ctx context.Context, d time.Duration) error
}

// Sender hands messages over, one connection a message.
type Sender struct {
	server  Server
	options Options
}

// New returns a sender; it does not connect.
func New(s Server, o Options) *Sender {
	if o.Connect <= 0 {
		o.Connect = 15 * time.Second
	}
	if o.Transfer <= 0 {
		o.Transfer = 30 * time.Second
	}
	if o.Pauses == nil {
		o.Pauses = []time.Duration{2 * time.Second, 10 * time.Second}
	}
	if o.TLS == nil {
		o.TLS = &tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12}
	}
	if o.Wait == nil {
		o.Wait = wait
	}
	return &Sender{server: s, options: o}
}

// Server is where the mail goes.
func (s *Sender) Server() Server { return s.server }

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Send hands m over, trying again where the server, or the way to it, is only
// unable for the moment. last, when given, is called each time before the one
// byte that makes the server take the message: until then nothing was sent,
// and an error of last keeps it so. The error is a [Failure], or last's own.
func (s *Sender) Send(ctx context.Context, m *Message, last func() error) error {
	text, err := s.server.Encode(m)
	if err != nil {
		return failed("content", err)
	}
	for _, pause := range append(s.options.Pauses, -1) {
		err = s.attempt(ctx, m.To.Address, text, last)
		var f *Failure
		if !errors.As(err, &f) || !f.Temporary || f.Unknown || pause < 0 {
			return err
		}
		if stopped := s.options.Wait(ctx, pause); stopped != nil {
			return err
		}
	}
	return err
}

func (s *Sender) attempt(ctx context.Context, to string, text []byte, last func() error) error {
	c, err := s.connect(ctx)
	if err != nil {
		return failed("connect", err)
	}
	defer c.Close()
	// Whoever stops the program does not wait for the server's next word.
	stop := context.AfterFunc(ctx, func() { _ = c.Close() })
	defer stop()
	_ = c.UpdateDeadline(s.options.Transfer)
	if err := c.Mail(bracketed(s.server.From.Address)); err != nil {
		return failed("sender", err)
	}
	if err := c.Rcpt(bracketed(to)); err != nil {
		return failed("recipient", err)
	}
	w, err := c.Data()
	if err != nil {
		return failed("content", err)
	}
	if _, err := w.Write(text); err != nil {
		return failed("content", err)
	}
	if last != nil {
		if err := last(); err != nil {
			return err // the message has no end yet: the server drops it
		}
	}
	_ = c.UpdateDeadline(s.options.Transfer)
	if err := w.Close(); err != nil {
		f := failed("handing over", err)
		f.Unknown = f.Code == 0
		return f
	}
	_ = c.Quit() // it is taken; how they part does not matter
	return nil
}

// bracketed is an address as the protocol writes it; the library takes it as is.
func bracketed(address string) string { return (&mail.Address{Address: address}).String() }

func (s *Sender) connect(ctx context.Context) (*smtp.Client, error) {
	var conn net.Conn
	options := []gomail.Option{
		gomail.WithPort(s.server.Port), gomail.WithTimeout(s.options.Connect), gomail.WithTLSConfig(s.options.TLS), gomail.WithHELO(helo(s.server.From.Address)),
	}
	switch s.server.Security {
	case TLS:
		options = append(options, gomail.WithSSL())
	case StartTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory), gomail.WithDialContextFunc(keep(&conn)))
	case Plain:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS), gomail.WithDialContextFunc(keep(&conn)))
	}
	if s.server.User != "" {
		options = append(options, gomail.WithUsername(s.server.User), gomail.WithPassword(s.server.password), gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover))
	}
	client, err := gomail.NewClient(s.server.Host, options...)
	if err != nil {
		return nil, err
	}
	c, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil && conn != nil {
		_ = conn.Close() // the library forgets it
	}
	return c, err
}

// keep is a dialer that remembers its connection.
func keep(conn *net.Conn) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err == nil {
			*conn = c
		}
		return c, err
	}
}

// helo is what the sender calls itself: the domain of its address.
func helo(address string) string {
	for i := len(address) - 1; i >= 0; i-- {
		if address[i] == '@' {
			return address[i+1:]
		}
	}
	return "localhost"
}
