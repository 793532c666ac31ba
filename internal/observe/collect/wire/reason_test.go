package wire

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"kith/internal/kith"
)

func TestDetailSaysWhatWhereAndWhatToDo(t *testing.T) {
	f := &Flaw{Reason: BadTimestamp, Where: "timestamp", Saw: `"yesterday"`}
	want := `batch[3].timestamp: this time cannot be read, it is "\"yesterday\""; send ISO 8601, such as 2006-01-02T15:04:05Z, or milliseconds since 1970`
	if got := f.Detail("batch[3]"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := (&Flaw{Reason: NotAnObject}).Detail(""); got != "this is not an event; send a JSON object" {
		t.Error(got)
	}
}

func TestRejectedIsBounded(t *testing.T) {
	long := strings.Repeat("é\xff\x00", kith.MaxEventSize)
	r := (&Flaw{Reason: EventTooLarge, Saw: long}).Rejected("batch[0]", long, long, long)
	if len(r.Raw) != kith.MaxEventSize || utf8.RuneCountInString(r.MessageID) != kith.MaxIDLen || utf8.RuneCountInString(r.Name) != kith.MaxEventName || len(r.Detail) > 1000 {
		t.Errorf("raw %d, message id %d, name %d, detail %d", len(r.Raw), len(r.MessageID), len(r.Name), len(r.Detail))
	}
	for _, s := range []string{r.MessageID, r.Name, r.Detail} {
		if !utf8.ValidString(s) || strings.Contains(s, "\x00") {
			t.Errorf("%.40q cannot be stored", s)
		}
	}
}

func TestListsHaveNoDoubles(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Reasons {
		if seen[string(r.Reason)] || r.Wrong == "" || r.Instead == "" {
			t.Errorf("%+v", r)
		}
		seen[string(r.Reason)] = true
	}
	for _, r := range Refusals {
		if seen[string(r.Refusal)] || r.Code == "" || r.Message == "" || r.Hint == "" {
			t.Errorf("%+v", r)
		}
		seen[string(r.Refusal)] = true
	}
}

func TestRefuseTellsWhereTheJSONIsWrong(t *testing.T) {
	err := error(Refuse(BadJSON, &SyntaxError{Offset: 7, What: "a comma is missing"}))
	var e *kith.Error
	if !errors.As(err, &e) || e.Message != "invalid json: at byte 7: a comma is missing" || e.Code != kith.Invalid {
		t.Errorf("%v", err)
	}
	if kith.CodeOf(Refuse(Overloaded, nil)) != kith.TooMany || kith.CodeOf(Refuse(NotStored, nil)) != kith.Unavailable {
		t.Error("load and storage have the wrong codes")
	}
}
