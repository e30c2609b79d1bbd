package course

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestWhatIsWrittenReadsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := random(t)
		packed, err := Zip(c)
		if err != nil {
			t.Fatal(err)
		}
		again, _, err := ReadZip(packed)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c, again); d != "" {
			t.Fatalf("read otherwise than written:\n%s", d)
		}
		twice, err := Zip(again)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(packed, twice) {
			t.Fatal("the same course gave other bytes")
		}
	})
}
