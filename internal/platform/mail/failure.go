package mail

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"os"
	"strings"
)

// Failure says why a message was not handed over, and what is known then.
type Failure struct {
	Stage string // connect, sender, recipient, content, handing over
	Code  int    // the server's answer; 0 when it gave none
	// Temporary: trying the same again later may help.
	Temporary bool
	// Unknown: the whole message was there and the connection broke before the
	// server's answer. It may have been taken; sending again may send twice.
	Unknown bool
	Err     error
}

func (f *Failure) Error() string {
	reason := strings.TrimSpace(strings.ToValidUTF8(f.Err.Error(), "\uFFFD"))
	if f.Unknown {
		return fmt.Sprintf("%s: the server did not say whether it took the mail: %s", f.Stage, clip(reason))
	}
	return fmt.Sprintf("%s: %s", f.Stage, clipAt(reason, 300))
}

func (f *Failure) Unwrap() error { return f.Err }

func failed(stage string, err error) *Failure {
	f := &Failure{Stage: stage, Err: err}
	var answer *textproto.Error
	var network net.Error
	switch {
	case errors.As(err, &answer):
		f.Code = answer.Code
		f.Temporary = answer.Code >= 400 && answer.Code < 500
	case errors.As(err, &network), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, net.ErrClosed):
		f.Temporary = true
	}
	return f
}

func clipAt(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
