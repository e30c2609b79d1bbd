package db

import (
	"math/rand/v2"
	"sync"
	"time"
)

// epoch starts the ids; 2^51 microseconds from it last until 2096.
var epoch = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)

// ids makes 63-bit ids: 51 bits of microseconds, 12 random bits so that two
// nodes on one database do not meet, and always greater than the one before.
type ids struct {
	mu   sync.Mutex
	last int64
}

func (g *ids) next(now time.Time) int64 {
	id := now.Sub(epoch).Microseconds()<<12 | rand.Int64N(1<<12)
	g.mu.Lock()
	defer g.mu.Unlock()
	if id <= g.last {
		id = g.last + 1
	}
	g.last = id
	return id
}

// ShopID names a shop: the key on which every owned row is distributed. The
// house itself, which owns what belongs to no shop, is shop 0.
type ShopID int64

// House is the operator's own shard.
const House ShopID = 0

// NewID makes an id outside a transaction, for what is named before it is
// stored.
func (d *DB) NewID() int64 { return d.ids.next(d.clock()) }

// IDsAfter makes every id from now on greater than last, also while the clock is
// behind the one by which last was made.
func (d *DB) IDsAfter(last int64) {
	d.ids.mu.Lock()
	defer d.ids.mu.Unlock()
	d.ids.last = max(d.ids.last, last)
}

// TimeOfID gives the time in which an id was made, to the microsecond.
func TimeOfID(id int64) time.Time {
	return epoch.Add(time.Duration(id>>12) * time.Microsecond)
}

// IDAt gives the least id that could be made at a time: ids of before are less.
func IDAt(t time.Time) int64 { return max(t.Sub(epoch).Microseconds(), 0) << 12 }
