package bus

import (
	"bytes"
	"testing"
)

func FuzzSplitFrame(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{frameVersion})
	f.Add([]byte{2, 1, 'a'})
	f.Add([]byte{frameVersion, 200, 'a'})
	f.Add([]byte{frameVersion, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Add(appendPayload(appendPayload(startFrame(nil), []byte("one")), nil))
	f.Fuzz(func(t *testing.T, data []byte) {
		payloads, err := splitFrame(data)
		if err != nil {
			return
		}
		again := startFrame(nil)
		for _, p := range payloads {
			again = appendPayload(again, p)
		}
		back, err := splitFrame(again)
		if err != nil || len(back) != len(payloads) {
			t.Fatalf("%d payloads came back as %d, %v", len(payloads), len(back), err)
		}
		for i := range back {
			if !bytes.Equal(back[i], payloads[i]) {
				t.Fatalf("payload %d changed", i)
			}
		}
	})
}

func TestDamagedFramesAreRefused(t *testing.T) {
	whole := appendPayload(startFrame(nil), []byte("payload"))
	for _, data := range [][]byte{nil, whole[:len(whole)-1], append([]byte{frameVersion + 1}, whole[1:]...), whole[:1:1][:0]} {
		if _, err := splitFrame(data); err == nil {
			t.Errorf("%v was taken", data)
		}
	}
}
