package auth

import (
	"fmt"
	"net/netip"
	"testing"
	"time"
)

func TestThrottle(t *testing.T) {
	now := time.Unix(1000, 0)
	th := newThrottle(3, 10*time.Second, 100)
	for i := range 3 {
		if left, wait := th.take("a", now); wait != 0 || left != 2-i {
			t.Fatalf("attempt %d: %d left, wait %s", i, left, wait)
		}
	}
	if _, wait := th.take("a", now); wait != 10*time.Second {
		t.Errorf("wait %s", wait)
	}
	if _, wait := th.take("b", now); wait != 0 {
		t.Error("another key is held back")
	}
	if _, wait := th.take("a", now.Add(9*time.Second)); wait != time.Second {
		t.Errorf("wait %s", wait)
	}
	if left, wait := th.take("a", now.Add(10*time.Second)); left != 0 || wait != 0 {
		t.Errorf("after 10 s: %d left, wait %s", left, wait)
	}
	if _, wait := th.take("a", now.Add(10*time.Second)); wait == 0 {
		t.Error("after 10 s there is more than one")
	}
	th.forget("a")
	if left, wait := th.take("a", now); left != 2 || wait != 0 {
		t.Error("forgotten, yet held back")
	}
}

func TestThrottleForgetsTheOldest(t *testing.T) {
	th, now := newThrottle(1, time.Hour, 10), time.Unix(1000, 0)
	th.take("first", now)
	for i := range 1000 {
		th.take(fmt.Sprint(i), now)
	}
	if len(th.keys) != 10 || th.recent.Len() != 10 {
		t.Errorf("%d keys, %d in order", len(th.keys), th.recent.Len())
	}
	if _, wait := th.take("999", now); wait == 0 {
		t.Error("the latest is forgotten")
	}
}

func TestAddressKey(t *testing.T) {
	same := addressKey(netip.MustParseAddr("2001:db8::1")) == addressKey(netip.MustParseAddr("2001:db8::ffff:1"))
	if !same || addressKey(netip.MustParseAddr("192.0.2.1")) == addressKey(netip.MustParseAddr("192.0.2.2")) || addressKey(netip.Addr{}) == "" {
		t.Error("addresses are told apart wrongly")
	}
}
