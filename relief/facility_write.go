package relief

import (
	"context"
	"time"
	"unicode/utf8"

	"agora/db"
	"agora/fault"
	"agora/goods"
	"agora/identity"
)

// Found writes down a facility, or, with an ID, rewrites it. A new one is proposed until
// who coordinates verifies it; what she writes herself, with its source, is verified. How
// it was verified is changed by Verify and Refuse alone.
func (s *Service) Found(ctx context.Context, by identity.Actor, f Facility) (Facility, error) {
	if !Coordinates(by) {
		return f, errNotMe
	}
	if err := f.check(); err != nil {
		return f, err
	}
	given := f
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		f = given
		if _, err := openCrisis(tx, f.Crisis); err != nil {
			return err
		}
		if err := f.Takes.known(tx, f.Crisis); err != nil {
			return err
		}
		if f.ID != 0 {
			old, err := facilityIn(tx, f.Crisis, f.ID)
			if err != nil {
				return err
			}
			f.State, f.Source, f.Checked, f.Checker, f.Why = old.State, old.Source, old.Checked, old.Checker, old.Why
			return f.keep(tx)
		}
		f.State, f.Checked, f.Checker, f.Why = Proposed, time.Time{}, "", ""
		if f.Source != "" {
			f.State, f.Checked, f.Checker = Verified, tx.Now, by.Name
		}
		var have int64
		if err := tx.Row("SELECT COUNT(*) FROM relief_facilities WHERE crisis_id = $1", []any{int64(f.Crisis)}, &have); err != nil {
			return err
		}
		if have >= maxFacilities {
			return fault.Field("name", "fault.at_most", "max", int64(maxFacilities))
		}
		f.ID = FacilityID(tx.ID())
		return f.insert(tx)
	})
	return f, err
}

func (f Facility) insert(tx *db.Tx) error {
	_, err := tx.Exec("INSERT INTO relief_facilities ("+facilityColumns+") VALUES "+db.Places(1, 5), int64(f.Crisis), int64(f.ID), string(f.State), string(f.Kind), text(f.Profile))
	return err
}

// keep rewrites a facility.
func (f Facility) keep(tx *db.Tx) error {
	_, err := tx.Exec("UPDATE relief_facilities SET state = $3, kind = $4, doc = $5 WHERE crisis_id = $1 AND facility_id = $2",
		int64(f.Crisis), int64(f.ID), string(f.State), string(f.Kind), text(f.Profile))
	return err
}

// Verify notes that a facility is real, by which source, and the day on which that was
// looked at; the zero time is today. Who coordinates may.
func (s *Service) Verify(ctx context.Context, by identity.Actor, crisis CrisisID, id FacilityID, source string, day time.Time) error {
	switch {
	case source == "":
		return fault.Field("source", "fault.required")
	case utf8.RuneCountInString(source) > maxLine:
		return fault.Field("source", "fault.too_long", "max", int64(maxLine))
	}
	return s.look(ctx, by, crisis, id, func(tx *db.Tx, f *Facility) error {
		if day.IsZero() {
			f.Checked = tx.Now
		} else if f.Checked = day; day.After(tx.Now) || day.Year() < 2000 {
			return fault.Field("checked", "fault.relief_future")
		}
		f.State, f.Source, f.Checker, f.Why = Verified, source, by.Name, ""
		return nil
	})
}

// Refuse notes why a facility is not taken for real, or is no more: nothing is asked for
// it from then on. Who coordinates may.
func (s *Service) Refuse(ctx context.Context, by identity.Actor, crisis CrisisID, id FacilityID, why string) error {
	switch {
	case why == "":
		return fault.Field("why", "fault.required")
	case utf8.RuneCountInString(why) > maxLine:
		return fault.Field("why", "fault.too_long", "max", int64(maxLine))
	}
	return s.look(ctx, by, crisis, id, func(tx *db.Tx, f *Facility) error {
		f.State, f.Checked, f.Checker, f.Why = Refused, tx.Now, by.Name, why
		if err := f.asksNoMore(tx); err != nil {
			return err
		}
		_, err := tx.Exec("UPDATE relief_slots SET off = 1 WHERE crisis_id = $1 AND facility_id = $2 AND ends > $3", int64(crisis), int64(id), db.Micro(tx.Now))
		return err
	})
}

// look changes how far a facility is verified.
func (s *Service) look(ctx context.Context, by identity.Actor, crisis CrisisID, id FacilityID, do func(*db.Tx, *Facility) error) error {
	if !Coordinates(by) {
		return errNotMe
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		f, err := facilityIn(tx, crisis, id)
		if err != nil {
			return err
		}
		if err := do(tx, &f); err != nil {
			return err
		}
		return f.keep(tx)
	})
}

// known wants that the items of rules are of the crisis.
func (r Rules) known(tx *db.Tx, crisis CrisisID) error {
	if len(r.Only)+len(r.Homemade.Items)+len(r.Certified.Items) == 0 {
		return nil
	}
	list, err := itemsIn(tx, crisis)
	if err != nil {
		return err
	}
	is := map[goods.ItemID]bool{}
	for _, i := range list {
		is[i.ID] = true
	}
	for field, ids := range map[string][]goods.ItemID{"only": r.Only, "homemade_of": r.Homemade.Items, "certified_of": r.Certified.Items} {
		for _, id := range ids {
			if !is[id] {
				return fault.Field(field, "fault.choice")
			}
		}
	}
	return nil
}
