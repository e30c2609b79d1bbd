package relief

import (
	"context"
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
	case !Coordinates(by):
		return out, errNotMe
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
		if err := c.counts(by); err != nil {
			return err
		}
		for _, one := range scans {
			if err := c.scan(tx, by, device, one, &out); err != nil {
				return err
			}
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
	if !by.System && by.Person == c.Expects {
		return fault.New(fault.Forbidden, "fault.relief_own_count")
	}
	return nil
}

func (c *Consignment) scan(tx *db.Tx, by identity.Actor, device string, one Scan, out *Synced) error {
	if one.Sequence < 1 || one.Number < 1 || one.At.After(tx.Now.Add(maxAhead)) {
		return fault.Field("scans", "fault.relief_scan")
	}
	id := tx.ID()
	fresh, err := tx.Exec("INSERT INTO relief_scans (crisis_id, consignment_id, scan_id, device, device_scan, number, at, by_whom) VALUES "+db.Places(1, 8)+" ON CONFLICT DO NOTHING",
		int64(c.Crisis), int64(c.ID), id, device, one.Sequence, one.Number, db.Micro(one.At), by.String())
	if err != nil {
		return err
	}
	if fresh == 0 {
		out.Again++
		return nil
	}
	if one.Number > c.Packages {
		out.Strange = append(out.Strange, one.Number)
		return nil
	}
	p, err := db.One(tx, scanPackage, "SELECT "+packageColumns+" FROM relief_packages WHERE crisis_id = $1 AND consignment_id = $2 AND number = $3", int64(c.Crisis), int64(c.ID), one.Number)
	if err != nil {
		return err
	}
	if p.State != Sealed && p.State != Absent && p.State != Wasted {
		out.Again++
		return nil
	}
	out.Arrived++
	if p.State != Sealed {
		out.Found++
		if err := c.found(tx, p); err != nil {
			return err
		}
	}
	_, err = tx.Exec("UPDATE relief_packages SET state = $4, scan_id = $5 WHERE crisis_id = $1 AND consignment_id = $2 AND number = $3", int64(c.Crisis), int64(c.ID), p.Number, string(Arrived), id)
	return err
}
