package search_test

import (
	"fmt"
	"testing"

	"agora/search"
)

// TestWhatIsFoundAgainIsNotOld asks the same after each change.
func TestWhatIsFoundAgainIsNotOld(t *testing.T) {
	x := built(t, shelf())
	tea := search.Ask{Text: "tea bowl"}
	expect := func(after, want string) {
		t.Helper()
		for range 2 { // looked for, and remembered
			list, f := ask(t, x, tea)
			if got := fmt.Sprint(list); got != want {
				t.Errorf("%s: found %s, want %s", after, got, want)
			}
			_ = append(f.Hits, search.Hit{Product: 99})[0] // a list of our own
		}
	}
	expect("at first", "[4]")
	more := shelf()[3]
	more.Product, more.Version = 9, 2
	if err := x.Apply(search.Change{Put: []search.Document{more}, Cursor: 2}); err != nil {
		t.Fatal(err)
	}
	expect("one more came", "[9 4]")
	if err := x.Apply(search.Change{Gone: []int64{4}, Cursor: 3}); err != nil {
		t.Fatal(err)
	}
	expect("one went", "[9]")
}
