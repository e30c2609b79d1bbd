package country

import (
	"testing"
	"time"
)

func TestFirstDay(t *testing.T) {
	count := map[time.Weekday]int{}
	for _, c := range All() {
		count[c.Code.FirstDay()]++
	}
	if count[time.Saturday] != 2 || count[time.Sunday] != 4 || count[time.Monday] != 12 {
		t.Errorf("%v", count)
	}
	if Code("PK").FirstDay() != time.Sunday || Code("KG").FirstDay() != time.Monday {
		t.Error("the week begins on another day")
	}
}
