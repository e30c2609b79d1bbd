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
