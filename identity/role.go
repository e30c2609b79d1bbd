package identity

import (
	"context"
	"slices"

	"agora/db"
	"agora/event"
	"agora/fault"
)

// The events of roles; their body names the role, and on the node who gave or
// took it (for a shop, the audit of its domain says so).
const (
	Granted event.Kind = "role.granted"
	Revoked event.Kind = "role.revoked"
)

// Grant gives a person a role on the node. Operators and the node may.
func (s *Service) Grant(ctx context.Context, by Actor, id PersonID, role Role) error {
	if !by.IsOperator() && !by.System {
		return errForbidden
	}
	if !slices.Contains(HouseRoles, role) {
		return fault.Field("role", "fault.role_unknown")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return grant(tx, by.String(), id, db.House, role) })
}

// Revoke takes a role on the node away, but not from the last operator.
func (s *Service) Revoke(ctx context.Context, by Actor, id PersonID, role Role) error {
	if !by.IsOperator() && !by.System {
		return errForbidden
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := revoke(tx, by.String(), id, db.House, role); err != nil || role != Operator {
			return err
		}
		return someone(tx, db.House, Operator, "fault.last_operator")
	})
}

// GrantAgent makes a person an agent, and RevokeAgent ends that, in the caller's
// transaction; the caller has checked who asks.
func GrantAgent(tx *db.Tx, by Actor, id PersonID) error {
	return grant(tx, by.String(), id, db.House, Agent)
}

// RevokeAgent takes the role of an agent away.
func RevokeAgent(tx *db.Tx, by Actor, id PersonID) error {
	return revoke(tx, by.String(), id, db.House, Agent)
}

// GrantShop gives a person a role in a shop, in the caller's transaction; the
// caller has checked who asks.
func GrantShop(tx *db.Tx, id PersonID, shop db.ShopID, role Role) error {
	if shop == db.House || role != ShopOwner && role != ShopStaff {
		return fault.Field("role", "fault.role_unknown")
	}
	return grant(tx, "", id, shop, role)
}

// RevokeShop takes a role in a shop away, but not from its last owner.
func RevokeShop(tx *db.Tx, id PersonID, shop db.ShopID, role Role) error {
	if shop == db.House {
		return fault.Field("role", "fault.role_unknown")
	}
	if err := revoke(tx, "", id, shop, role); err != nil || role != ShopOwner {
		return err
	}
	return someone(tx, shop, ShopOwner, "fault.last_owner")
}

// Staff gives who works in a shop, owners first: to those who do and to
// operators.
func (s *Service) Staff(ctx context.Context, by Actor, shop db.ShopID) (list []Person, err error) {
	if !by.Runs(shop) && !by.IsModerator() && !by.System {
		return nil, errForbidden
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = people(tx, `p.person_id IN (SELECT person_id FROM roles WHERE shop_id = $1)
			ORDER BY (SELECT MIN(o.role) FROM roles o WHERE o.person_id = p.person_id AND o.shop_id = $1), p.person_id`, int64(shop))
		return err
	})
	return list, err
}

// Owners gives the owners of a shop, to the node.
func (s *Service) Owners(ctx context.Context, by Actor, shop db.ShopID) (list []PersonID, err error) {
	if !by.System {
		return nil, errForbidden
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, func(scan db.Scan) (id PersonID, err error) { return id, scan((*int64)(&id)) },
			"SELECT person_id FROM roles WHERE shop_id = $1 AND role = $2 ORDER BY person_id", int64(shop), string(ShopOwner))
		return err
	})
	return list, err
}

func grant(tx *db.Tx, by string, id PersonID, shop db.ShopID, role Role) error {
	var one int
	if err := tx.Row("SELECT COUNT(*) FROM people WHERE person_id = $1", []any{int64(id)}, &one); err != nil {
		return err
	}
	if one == 0 {
		return errMissing
	}
	done, err := tx.Exec(`INSERT INTO roles (person_id, shop_id, role) VALUES ($1, $2, $3)
		ON CONFLICT (person_id, shop_id, role) DO NOTHING`, int64(id), int64(shop), string(role))
	if err != nil || done == 0 {
		return err
	}
	return event.Append(tx, shop, Granted, int64(id), map[string]string{"role": string(role), "by": by})
}

func revoke(tx *db.Tx, by string, id PersonID, shop db.ShopID, role Role) error {
	done, err := tx.Exec("DELETE FROM roles WHERE person_id = $1 AND shop_id = $2 AND role = $3",
		int64(id), int64(shop), string(role))
	if err != nil || done == 0 {
		return err
	}
	return event.Append(tx, shop, Revoked, int64(id), map[string]string{"role": string(role), "by": by})
}

// someone fails with a conflict when nobody holds the role any more.
func someone(tx *db.Tx, shop db.ShopID, role Role, key string) error {
	var left int
	err := tx.Row("SELECT COUNT(*) FROM roles WHERE shop_id = $1 AND role = $2", []any{int64(shop), string(role)}, &left)
	if err == nil && left == 0 {
		return fault.New(fault.Conflict, key)
	}
	return err
}
