package schedule

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

// token names a schedule and a recipient, signed: whoever has it got the mail.
func (s *Store) token(id int64, address string) string {
	plain := strconv.FormatInt(id, 10) + " " + address
	return base64.RawURLEncoding.EncodeToString([]byte(plain)) + "." + base64.RawURLEncoding.EncodeToString(s.sign(plain))
}

func (s *Store) sign(plain string) []byte {
	h := hmac.New(sha256.New, s.key)
	h.Write([]byte("unsubscribe " + plain))
	return h.Sum(nil)
}

func (s *Store) readToken(token string) (id int64, address string, err error) {
	wrong := &kith.Error{Code: kith.Invalid, Field: "token", Message: "this link is not whole", Hint: "open it from the mail again"}
	head, tail, _ := strings.Cut(token, ".")
	plain, err1 := base64.RawURLEncoding.DecodeString(head)
	mac, err2 := base64.RawURLEncoding.DecodeString(tail)
	if err1 != nil || err2 != nil || len(token) > 1000 || !hmac.Equal(mac, s.sign(string(plain))) {
		return 0, "", wrong
	}
	number, address, _ := strings.Cut(string(plain), " ")
	if id, err = strconv.ParseInt(number, 10, 64); err != nil {
		return 0, "", wrong
	}
	return id, address, nil
}

// unsubscribe takes a recipient off a schedule, or back on.
func (s *Store) unsubscribe(ctx context.Context, id int64, address string, off bool) error {
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		if !off {
			_, err := s.db.Exec(ctx, "DELETE FROM schedule_unsubscribed WHERE schedule = ? AND address = ?", id, address)
			return err
		}
		now := db.Micros(s.now())
		if _, err := s.db.Exec(ctx, "INSERT INTO schedule_unsubscribed (schedule, address, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", id, address, now); err != nil {
			return err
		}
		_, err := s.db.Exec(ctx, "UPDATE schedule_deliveries SET state = ?, reason = 'unsubscribed', updated = ? WHERE schedule = ? AND address = ? AND state = ?", Skipped, now, id, address, Waiting)
		return err
	})
	if err != nil {
		return fmt.Errorf("unsubscribe: %w", err)
	}
	return nil
}

func (s *Store) unsubscribed(ctx context.Context, id int64) ([]string, error) {
	addresses := []string{}
	err := s.db.NewSelect().TableExpr("schedule_unsubscribed").Column("address").Where("schedule = ?", id).Order("address").Scan(ctx, &addresses)
	if err != nil {
		return nil, fmt.Errorf("list who unsubscribed: %w", err)
	}
	return addresses, nil
}
