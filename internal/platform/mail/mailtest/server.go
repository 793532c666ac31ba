// Package mailtest runs an SMTP server in the process of a test: a real one,
// with real connections, that keeps what it is given.
package mailtest

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Options say what the server is like.
type Options struct {
	TLS            *tls.Config // offer STARTTLS
	User, Password string      // demand them
	// Recipient and Data may refuse; nil takes everything.
	Recipient func(to string) error
	Data      func(to string, raw []byte) error
}

// Server is a running server.
type Server struct {
	Host string
	Port int

	options Options
	mu      sync.Mutex
	mails   []Mail
}

// Mail is one message as it came.
type Mail struct {
	From, To string
	Raw      []byte
}

// ErrDrop as an error of Data breaks the connection without an answer.
var ErrDrop = errors.New("drop the connection")

// Start runs a server until the test ends.
func Start(tb testing.TB, o Options) *Server {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	host, port, _ := net.SplitHostPort(l.Addr().String())
	s := &Server{Host: host, options: o}
	s.Port, _ = strconv.Atoi(port)
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{server: s, conn: c, known: o.User == ""}, nil
	}))
	server.TLSConfig = o.TLS
	server.Domain, server.ReadTimeout, server.WriteTimeout, server.MaxMessageBytes = "mail.example.com", 10*time.Second, 10*time.Second, 32<<20
	server.ErrorLog = discard{}
	go func() { _ = server.Serve(l) }()
	tb.Cleanup(func() { _ = server.Close() })
	return s
}

type discard struct{}

func (discard) Printf(string, ...any) {}
func (discard) Println(...any)        {}

// Mails is what came so far.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail{}, s.mails...)
}

type session struct {
	server   *Server
	conn     *smtp.Conn
	known    bool
	from, to string
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if o := &s.server.options; user != o.User || password != o.Password {
			return smtp.ErrAuthFailed
		}
		s.known = true
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if !s.known {
		return smtp.ErrAuthRequired
	}
	s.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if s.server.options.Recipient != nil {
		if err := s.server.options.Recipient(to); err != nil {
			return err
		}
	}
	s.to = to
	return nil
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if s.server.options.Data != nil {
		err := s.server.options.Data(s.to, raw)
		if errors.Is(err, ErrDrop) {
			_ = s.conn.Conn().Close()
		}
		if err != nil {
			return err
		}
	}
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.server.mails = append(s.server.mails, Mail{From: s.from, To: s.to, Raw: bytes.Clone(raw)})
	return nil
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }
