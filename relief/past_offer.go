package relief

import (
	"io"
	"iter"
	"time"
)

// PastOffer is what a donor offered of one item.
type PastOffer struct {
	Donor, Donation string // random keys
	Item            string // code of an item of PastItems
	Units           int64  // in the unit of the item
	Created         time.Time
	Intake          string // by which form it came
	State           string // of the United States, as the post writes it: "CA"
}

var offerShape = shape{"offer", []string{"donorKey", "donationkey", "equipmentEnum", "qty", "datecreated", "dataSource", "stateprovince"}, []int{1, 2}}

// ReadOffers reads what was offered, as GetUsPPE published it; nothing is later than now.
// An error is of the file, and ends it.
func ReadOffers(r io.Reader, now time.Time) iter.Seq2[Past[PastOffer], error] {
	return readPast(r, now, offerShape, func(l *pastLine) (o PastOffer) {
		o.Donor, o.Donation = l.key(0), l.key(1)
		o.Item, o.Units = l.goods(2, 3)
		o.Created, o.Intake = l.time(4), l.word(5)
		o.State = l.state(6)
		return o
	})
}

// state reads where a donor is. A place that is no state is not guessed.
func (l *pastLine) state(column int) string {
	v := l.word(column)
	code, known := pastStates()[folded(v)]
	switch {
	case v == "":
		l.park(column, "fault.required")
	case !known:
		l.park(column, "fault.relief_state", "state", v)
	}
	return code
}
