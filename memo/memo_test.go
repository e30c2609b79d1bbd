package memo_test

import (
	"errors"
	"testing"

	"agora/memo"
)

func TestRecall(t *testing.T) {
	made := 0
	get := func(m *memo.Memo[int, int], k int) {
		t.Helper()
		if v, err := m.Recall(k, func() (int, error) { made++; return k * k, nil }); v != k*k || err != nil {
			t.Errorf("%d² is %d, %v", k, v, err)
		}
	}
	m := memo.New[int, int](2)
	for _, k := range []int{1, 1, 2, 3, 2, 4, 1} { // 3 ends a generation, 4 the next: 1 is forgotten
		get(m, k)
	}
	if made != 5 {
		t.Errorf("made %d values, want 5", made)
	}
	fails := errors.New("no")
	for range 2 {
		if _, err := m.Recall(9, func() (int, error) { made++; return 0, fails }); !errors.Is(err, fails) {
			t.Error(err)
		}
	}
	if made != 7 {
		t.Error("what failed was remembered")
	}
	get(nil, 1)
	get(nil, 1)
	if made != 9 {
		t.Error("no memo remembers")
	}
}

func TestWhatIsKeptIsWeighed(t *testing.T) {
	m := memo.Weighed[int](10, func(v string) int { return len(v) })
	m.Put(1, "four")
	m.Put(1, "other") // what a key says does not change
	m.Put(2, "six---")
	m.Put(3, "x") // a new generation
	if v, ok := m.Get(1); !ok || v != "four" {
		t.Errorf("1 is %q, %v", v, ok)
	}
	m.Put(4, "seven--") // and another; 2 was not asked for
	if _, ok := m.Get(2); ok {
		t.Error("more is kept than twice what fits")
	}
	if _, ok := m.Get(1); !ok {
		t.Error("what is asked for was forgotten")
	}
}
