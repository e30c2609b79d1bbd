package relief

import (
	"context"
	"slices"
	"time"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// ScanID names a scan.
type ScanID int64

// Scan is a number that a phone read at a time, perhaps offline. Sequence counts the
// scans of the phone, so that what is sent twice is known.
type Scan struct {
	Sequence int64
	Number   int64
	At       time.Time // by the clock of the phone
}

// MaxScans bounds what a phone sends at once.
const MaxScans = 1_000

// maxAhead is how far the clock of a phone may be before that of the node.
const maxAhead = 24 * time.Hour

// Synced is what became of scans that a phone sent.
type Synced struct {
	Arrived int64   // packages that were seen for the first time
	Again   int64   // scans of packages that were seen, and scans that were sent before
	Found   int64   // of Arrived, those that were missing
	Strange []int64 // numbers that are not on the list
}

// Sync takes the scans of a phone where a consignment arrives. It may be sent again: a
// scan counts once. Who expects a consignment does not scan it.
func (s *Service) Sync(ctx context.Context, by identity.Actor, crisis CrisisID, id ConsignmentID, device string, scans []Scan) (out Synced, err error) {
	switch {
	case device == "" || len(device) > 64:
		return out, fault.Field("device", "fault.required")
	case len(scans) > MaxScans:
		return out, fault.Field("scans", "fault.at_most", "max", int64(MaxScans))
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		out = Synced{}
		c, err := open(tx, crisis, id)
		if err != nil {
			return err
		}
		if _, err := c.admits(tx, by, PassReceiver); err != nil {
			return err
		}
		if err := c.counts(by); err != nil {
			return err
		}
		fresh, err := c.keepScans(tx, by, device, scans)
		if err != nil {
			return err
		}
		out.Again = int64(len(scans) - len(fresh))
		if err := c.see(tx, device, fresh, &out); err != nil {
			return err
		}
		if c.State == Packed || c.State == Moving {
			return c.become(tx, Counting)
		}
		return nil
	})
	return out, err
}

// counts reports whether somebody may count a consignment: not who expects it.
func (c Consignment) counts(by identity.Actor) error {
	if by.Person != 0 && by.Person == c.Expects {
		return fault.New(fault.Forbidden, "fault.relief_own_count")
	}
	return nil
}

// seen is a scan that was not sent before.
type seen struct {
	id     ScanID
	number int64
}

// keepScans writes scans down, and gives those that were not sent before, in their order.
func (c Consignment) keepScans(tx *db.Tx, by identity.Actor, device string, scans []Scan) (fresh []seen, err error) {
	const columns = 8
	for part := range slices.Chunk(scans, most) {
		var args []any
		numbers := map[ScanID]int64{}
		for _, one := range part {
			if one.Sequence < 1 || one.Number < 1 || one.At.After(tx.Now.Add(maxAhead)) {
				return nil, fault.Field("scans", "fault.relief_scan")
			}
			id := tx.ID()
			numbers[ScanID(id)] = one.Number
			args = append(args, int64(c.Crisis), int64(c.ID), id, device, one.Sequence, one.Number, db.Micro(one.At), by.String())
		}
		ids, err := db.List(tx, func(scan db.Scan) (id ScanID, err error) { return id, scan((*int64)(&id)) },
			"INSERT INTO relief_scans (crisis_id, consignment_id, scan_id, device, device_scan, number, at, by_whom) VALUES "+db.Places(len(part), columns)+" ON CONFLICT DO NOTHING RETURNING scan_id", args...)
		if err != nil {
			return nil, err
		}
		slices.Sort(ids)
		for _, id := range ids {
			fresh = append(fresh, seen{id, numbers[id]})
		}
	}
	return fresh, nil
}

// see marks the packages of scans as arrived, each at its first: those on their way
// together, and those that were missing one by one, since their goods move.
func (c *Consignment) see(tx *db.Tx, device string, fresh []seen, out *Synced) error {
	if len(fresh) == 0 {
		return nil
	}
	list, err := packagesIn(tx, c.Crisis, c.ID, "")
	if err != nil {
		return err
	}
	for _, one := range fresh {
		if one.number > int64(len(list)) {
			out.Strange = append(out.Strange, one.number)
			continue
		}
		p := &list[one.number-1]
		switch p.State {
		case Sealed:
			out.Arrived++
		case Absent, Wasted:
			out.Arrived, out.Found = out.Arrived+1, out.Found+1
			if err := c.found(tx, *p, one.id); err != nil {
				return err
			}
		default:
			out.Again++
		}
		p.State = Arrived
	}
	if out.Found > 0 {
		if err := c.settle(tx); err != nil {
			return err
		}
	}
	_, err = tx.Exec(`UPDATE relief_packages SET state = 'arrived', scan_id = s.first FROM
		(SELECT number, MIN(scan_id) AS first FROM relief_scans WHERE crisis_id = $1 AND consignment_id = $2 AND device = $3 AND scan_id BETWEEN $4 AND $5 GROUP BY number) s
		WHERE relief_packages.crisis_id = $1 AND relief_packages.consignment_id = $2 AND relief_packages.number = s.number AND relief_packages.state = 'sealed'`,
		int64(c.Crisis), int64(c.ID), device, int64(fresh[0].id), int64(fresh[len(fresh)-1].id))
	return err
}
