package identity

import (
	"testing"

	"agora/db"
	"agora/event"
	"agora/fault"
)

func TestRolesAndTheLastOperator(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		a, b := join(t, s, "a@x.example", "KG"), join(t, s, "b@x.example", "KG")
		if err := s.Grant(t.Context(), a.Actor(), a.ID, Operator); !fault.Is(err, fault.Forbidden) {
			t.Errorf("nobody makes themselves operator: %v", err)
		}
		if err := s.Grant(t.Context(), System(), 99, Operator); !fault.Is(err, fault.NotFound) {
			t.Errorf("nobody as operator: %v", err)
		}
		if err := s.Grant(t.Context(), System(), a.ID, ShopOwner); !fault.HasKey(err, "fault.role_unknown") {
			t.Errorf("a shop's role on the node: %v", err)
		}
		for range 2 { // twice is once
			if err := s.Grant(t.Context(), System(), a.ID, Operator); err != nil {
				t.Fatal(err)
			}
		}
		a, _ = s.Person(t.Context(), System(), a.ID)
		if err := s.Revoke(t.Context(), a.Actor(), a.ID, Operator); !fault.HasKey(err, "fault.last_operator") {
			t.Errorf("the last operator left: %v", err)
		}
		if err := s.Grant(t.Context(), a.Actor(), b.ID, Coordinator); err != nil {
			t.Fatal(err)
		}
		if b, _ = s.Person(t.Context(), System(), b.ID); !b.Actor().IsCoordinator() || !b.Actor().IsCaller() || b.Actor().IsOperator() {
			t.Errorf("who coordinates relief: %v", b.Roles)
		}
		if err := s.Grant(t.Context(), a.Actor(), b.ID, Operator); err != nil {
			t.Fatal(err)
		}
		if err := s.Revoke(t.Context(), a.Actor(), a.ID, Operator); err != nil {
			t.Fatal(err)
		}
		if a, _ = s.Person(t.Context(), System(), a.ID); a.Actor().IsOperator() {
			t.Error("still an operator")
		}
		list, err := event.After(t.Context(), s.db, 0, 100)
		var kinds string
		for _, e := range list {
			kinds += string(e.Kind) + " "
		}
		if want := "person.joined person.joined role.granted role.granted role.granted role.revoked "; err != nil || kinds != want {
			t.Errorf("events %q, %v", kinds, err)
		}
	})
}

func TestShopsHaveOwnersAndStaff(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		a, b, c := join(t, s, "a@x.example", "KG"), join(t, s, "b@x.example", "KG"), join(t, s, "c@x.example", "KG")
		grantShop(t, s, a.ID, 7, ShopStaff)
		grantShop(t, s, b.ID, 7, ShopOwner)
		grantShop(t, s, c.ID, 8, ShopOwner)
		b, _ = s.Person(t.Context(), System(), b.ID)
		list, err := s.Staff(t.Context(), b.Actor(), 7)
		if err != nil || len(list) != 2 || list[0].ID != b.ID || list[1].ID != a.ID {
			t.Errorf("%+v, %v", list, err)
		}
		if _, err := s.Staff(t.Context(), b.Actor(), 8); !fault.Is(err, fault.Forbidden) {
			t.Errorf("another's staff: %v", err)
		}
		revoke := func(id PersonID, role Role) error {
			return s.db.Write(t.Context(), func(tx *db.Tx) error { return RevokeShop(tx, id, 7, role) })
		}
		if err := revoke(b.ID, ShopOwner); !fault.HasKey(err, "fault.last_owner") {
			t.Errorf("the last owner left: %v", err)
		}
		if err := revoke(a.ID, ShopStaff); err != nil {
			t.Error(err)
		}
		if list, _ := s.Staff(t.Context(), System(), 7); len(list) != 1 {
			t.Errorf("%+v", list)
		}
		for _, c := range []struct {
			shop db.ShopID
			role Role
		}{{db.House, ShopOwner}, {7, Operator}, {7, ""}} {
			err := s.db.Write(t.Context(), func(tx *db.Tx) error { return GrantShop(tx, a.ID, c.shop, c.role) })
			if !fault.HasKey(err, "fault.role_unknown") {
				t.Errorf("%v: %v", c, err)
			}
		}
	})
}

func TestActorsAreNamedInTheAudit(t *testing.T) {
	for want, a := range map[string]Actor{
		"guest": Guest(), "system": System(), "person:5": {Person: 5}, "link:order/7": {Link: "order/7"},
	} {
		if a.String() != want {
			t.Errorf("%q, want %q", a, want)
		}
	}
	if System().IsOperator() || System().SignedIn() || (Actor{Roles: []Role{Moderator}}).IsOperator() ||
		!(Actor{Roles: []Role{Operator}}).IsModerator() {
		t.Error("roles reach further than they say")
	}
}
