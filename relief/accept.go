package relief

import (
	"context"
	"errors"
	"slices"
	"strings"

	"agora/db"
	"agora/fault"
	"agora/goods"
)

// Rules are what a facility takes. Without any it takes every item of the crisis, as
// makers sell it.
type Rules struct {
	Only      []goods.ItemID `json:"only,omitempty"`     // nothing but these; none for every item
	Homemade  Which          `json:"homemade,omitzero"`  // what it takes home-made, too
	Certified Which          `json:"certified,omitzero"` // what it takes with a certificate only
}

// Which is all items, some, or none.
type Which struct {
	All   bool           `json:"all,omitempty"`
	Items []goods.ItemID `json:"items,omitempty"`
}

// Has reports whether an item is among them.
func (w Which) Has(id goods.ItemID) bool { return w.All || slices.Contains(w.Items, id) }

// Some reports whether there are any among them.
func (w Which) Some() bool { return w.All || len(w.Items) > 0 }

// maxRules bounds the items that a rule names.
const maxRules = 200

func (r Rules) many() bool {
	return len(r.Only) > maxRules || len(r.Homemade.Items) > maxRules || len(r.Certified.Items) > maxRules
}

// Accepts reports whether a facility takes an item at all.
func (f Facility) Accepts(id goods.ItemID) bool {
	return f.State != Refused && (len(f.Takes.Only) == 0 || slices.Contains(f.Takes.Only, id))
}

// WantsCertificate reports whether a facility takes an item with a certificate only.
func (f Facility) WantsCertificate(i Item) bool {
	return i.Certificate != "" || f.Takes.Certified.Has(i.ID)
}

// AcceptsGift reports whether a facility takes an item as it is offered: what is
// home-made has no certificate, and goes to who takes that.
func (f Facility) AcceptsGift(i Item, g Gift) bool {
	switch {
	case !f.Accepts(i.ID):
		return false
	case g.Homemade:
		return f.Takes.Homemade.Has(i.ID)
	}
	return g.Certified == Certified || !f.WantsCertificate(i)
}

// Certificates are the answers to whether there is one.
const (
	Certified   = "yes"
	Uncertified = "no"
)

// asker is a facility that has an open need of an item.
type asker struct {
	Facility
	item goods.ItemID
}

// maxAskers bounds the open needs that a pledge is compared with.
const maxAskers = 2_000

// askers reads who has an open need of one of these items; of any, where none is named.
func askers(tx *db.Tx, crisis CrisisID, items ...goods.ItemID) ([]asker, error) {
	args := []any{int64(crisis), maxAskers}
	var places []string
	for _, id := range items {
		args = append(args, int64(id))
		places = append(places, db.Place(len(args)))
	}
	among := ""
	if len(places) > 0 {
		among = " AND n.item_id IN (" + strings.Join(places, ", ") + ")"
	}
	return db.List(tx, func(scan db.Scan) (a asker, err error) {
		a.Facility, err = scanFacility(func(to ...any) error { return scan(append([]any{(*int64)(&a.item)}, to...)...) })
		return a, err
	}, `SELECT n.item_id, f.crisis_id, f.facility_id, f.state, f.kind, f.doc FROM relief_needs n
		JOIN relief_facilities f ON f.crisis_id = n.crisis_id AND f.facility_id = n.facility_id
		WHERE n.crisis_id = $1 AND n.state = 'open'`+among+" ORDER BY n.need_id LIMIT $2", args...)
}

// fits wants that a pledge can go to somebody who asks for its item, or for one in whose
// place it is taken. Where nobody asks yet, the offer is first.
func (p Pledge) fits(tx *db.Tx, i Item) error {
	if !p.Homemade && p.Certified != Certified && i.Certificate != "" {
		if p.Certified == "" {
			return fault.Field("certificate", "fault.relief_certificate")
		}
		return fault.Field("certificate", "fault.relief_certificate_none")
	}
	wanted := []goods.ItemID{i.ID}
	all, err := itemsIn(tx, i.Crisis)
	if err != nil {
		return err
	}
	for _, other := range all {
		if slices.Contains(other.Instead, i.ID) {
			wanted = append(wanted, other.ID)
		}
	}
	list, err := askers(tx, i.Crisis, wanted...)
	if err != nil || len(list) == 0 {
		return err
	}
	certifiable := false
	for _, a := range list {
		if a.AcceptsGift(i, p.Gift) {
			return nil
		}
		certifiable = certifiable || !p.Homemade && a.Accepts(i.ID)
	}
	switch {
	case p.Homemade:
		return fault.Field("homemade", "fault.relief_homemade")
	case !certifiable:
		return fault.Field("item", "fault.relief_not_taken")
	case p.Certified == "":
		return fault.Field("certificate", "fault.relief_certificate")
	}
	return fault.Field("certificate", "fault.relief_certificate_none")
}

// checkExpiry wants the day until which goods that do not keep are good.
func (p Pledge) checkExpiry(i Item, today goods.Day) error {
	switch {
	case i.Keeps && p.Expires == 0:
		return fault.Field("expires", "fault.relief_pledge_expires")
	case p.Expires != 0 && p.Expires < today:
		return fault.Field("expires", "fault.relief_expired")
	}
	return nil
}

// goesTo wants that a facility takes what is sent to it. Whether there is a certificate,
// where nobody was asked, is for who sends it. A facility that is not there is found by
// who writes the consignment.
func (p Pledge) goesTo(tx *db.Tx, to FacilityID) error {
	f, err := facilityIn(tx, p.Crisis, to)
	if errors.Is(err, errNone) {
		return nil
	}
	if err != nil {
		return err
	}
	i, err := itemIn(tx, p.Crisis, p.Item)
	if p.Certified == "" {
		p.Certified = Certified
	}
	if err == nil && !f.AcceptsGift(i, p.Gift) {
		err = fault.Field("facility", "fault.relief_not_taken")
	}
	return err
}

// HomemadeWanted lists the items that a facility asks for and takes home-made.
func (s *Service) HomemadeWanted(ctx context.Context, crisis CrisisID) (list []Item, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list = nil
		asked, err := askers(tx, crisis)
		if err != nil {
			return err
		}
		all, err := itemsIn(tx, crisis)
		for _, i := range all {
			if slices.ContainsFunc(asked, func(a asker) bool { return a.item == i.ID && a.AcceptsGift(i, Gift{Homemade: true}) }) {
				list = append(list, i)
			}
		}
		return err
	})
	return list, err
}
