package commission

import (
	"context"
	"strconv"

	"agora/audit"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// Service keeps the rules of one node.
type Service struct{ db *db.DB }

// New keeps the rules in d.
func New(d *db.DB) *Service { return &Service{d} }

// PageSize bounds a list of rules.
const PageSize = 50

const ruleColumns = "rule_id, shop_id, scope, category, name, country, rate, valid_from, valid_until, who"

func scanRule(scan db.Scan) (r Rule, err error) {
	var from, until int64
	err = scan(&r.ID, &r.Shop, &r.Scope, &r.Category, &r.Name, &r.Country, &r.Rate, &from, &until, &r.Who)
	r.From, r.Until = db.Time(from), db.Time(until)
	return r, err
}

// Add writes rules, all or none; an operator's.
func (s *Service) Add(ctx context.Context, by identity.Actor, rules ...Rule) error {
	if !by.IsOperator() {
		return fault.New(fault.Forbidden, "fault.operators_only")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for _, r := range rules {
			r, err := r.checked(tx.Now)
			if err != nil {
				return err
			}
			if err := add(tx, by, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func add(tx *db.Tx, by identity.Actor, r Rule) error {
	if r.Scope == Enrolment {
		var n int
		if err := tx.Row(`SELECT COUNT(*) FROM commission_rules WHERE shop_id = 0 AND scope = 'programme' AND name = $1`, []any{r.Name}, &n); err != nil {
			return err
		}
		if n == 0 {
			return fault.Field("name", "fault.choice")
		}
	}
	r.ID = RuleID(tx.ID())
	if _, err := tx.Exec("INSERT INTO commission_rules ("+ruleColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
		int64(r.ID), int64(r.Shop), string(r.Scope), r.Category, r.Name, string(r.Country), int64(r.Rate),
		db.Micro(r.From), db.Micro(r.Until), by.String()); err != nil {
		return err
	}
	return audit.Note(tx, by, r.Shop, "commission.rule", strconv.FormatInt(int64(r.ID), 10),
		map[string]any{"scope": r.Scope, "category": r.Category, "name": r.Name, "country": r.Country, "bps": r.Rate})
}

// Rules lists rules of every scope, or of one, newest first, older than before
// (0 for the newest).
func (s *Service) Rules(ctx context.Context, by identity.Actor, scope Scope, before RuleID) (list []Rule, err error) {
	if !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.operators_only")
	}
	if before == 0 {
		before = 1<<63 - 1
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanRule, "SELECT "+ruleColumns+` FROM commission_rules
			WHERE rule_id < $1 AND (scope = $2 OR $2 = '') ORDER BY rule_id DESC LIMIT $3`, int64(before), string(scope), PageSize)
		return err
	})
	return list, err
}

// Book gives what is in force now, as far as some shops are concerned.
func (s *Service) Book(ctx context.Context, shops ...db.ShopID) (b Book, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		b, err = In(tx, tx.Now, shops...)
		return err
	})
	return b, err
}
