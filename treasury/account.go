package treasury

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"agora/audit"
	"agora/bank"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

// Debtor gives the house's account in a currency, from which payouts go and
// whose statements are read.
func (s *Service) Debtor(c money.Currency) (bank.Debtor, error) {
	text := s.house.House().PayoutAccount(c)
	if text == "" {
		return bank.Debtor{}, fault.New(fault.Conflict, "fault.payout_account_none", "currency", string(c))
	}
	return readDebtor(text)
}

// readDebtor reads "account=…; bic=…; name=…"; name is last and needed.
func readDebtor(text string) (d bank.Debtor, err error) {
	for part := range strings.SplitSeq(text, ";") {
		name, value, _ := strings.Cut(part, "=")
		value = strings.TrimSpace(value)
		switch strings.TrimSpace(name) {
		case "account":
			d.Account = strings.ToUpper(strings.Join(strings.Fields(value), ""))
		case "bic":
			d.BIC = strings.ToUpper(value)
		case "name":
			d.Name = value
		default:
			return d, fault.New(fault.Invalid, "fault.payout_account", "value", strings.TrimSpace(part))
		}
	}
	switch {
	case d.Account == "" || d.Name == "" || len(d.Account) > 34:
		return d, fault.New(fault.Invalid, "fault.payout_account", "value", text)
	case bank.LooksIBAN(d.Account) && !bank.IsIBAN(d.Account):
		return d, fault.New(fault.Invalid, "fault.iban", "value", d.Account)
	case d.BIC != "" && !bank.IsBIC(d.BIC):
		return d, fault.New(fault.Invalid, "fault.bank_bic", "value", d.BIC)
	}
	return d, nil
}

// CheckAccounts proves the setting payout_accounts.
func CheckAccounts(text string) error {
	for l := range strings.Lines(text) {
		_, rest, _ := strings.Cut(strings.TrimSpace(l), " ")
		if rest == "" {
			continue
		}
		if _, err := readDebtor(rest); err != nil {
			return err
		}
	}
	return nil
}

// WritePAIN writes a bank file as pain.001, to be paid on the day of now. latin
// turns the letters of names into those that banks exchange.
func (s *Service) WritePAIN(w io.Writer, batch int64, list []Payout, now time.Time, latin func(string) string) error {
	if len(list) == 0 {
		return fault.New(fault.NotFound, "fault.payout_unknown")
	}
	d, err := s.Debtor(list[0].Amount.Currency)
	if err != nil {
		return err
	}
	d.Name = latin(d.Name)
	o := bank.Orders{ID: "B" + strconv.FormatInt(batch, 10), Made: now, Day: now, Debtor: d}
	for _, p := range list {
		o.Payments = append(o.Payments, bank.Payment{Ref: p.Ref(), Name: latin(p.Holder), Account: cmp.Or(bank.AccountIn(p.Account), p.Account), Amount: p.Amount, Text: p.Ref()})
	}
	return bank.WritePAIN(w, o)
}

// Mapping gives how a bank writes CSV.
func (s *Service) Mapping(ctx context.Context, name string) (m bank.Mapping, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		m, err = db.One(tx, scanMapping, `SELECT doc FROM bank_mappings WHERE name = $1`, name)
		if errors.Is(err, db.ErrNone) {
			err = fault.Field("mapping", "fault.choice")
		}
		return err
	})
	return m, err
}

// Mappings gives the operator how banks write CSV, by name.
func (s *Service) Mappings(ctx context.Context, by identity.Actor) (list []bank.Mapping, err error) {
	if !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.operators_only")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanMapping, `SELECT doc FROM bank_mappings ORDER BY name LIMIT $1`, pageSize)
		return err
	})
	return list, err
}

func scanMapping(scan db.Scan) (m bank.Mapping, err error) {
	var doc string
	if err := scan(&doc); err != nil {
		return m, err
	}
	return m, json.Unmarshal([]byte(doc), &m)
}

// SaveMapping keeps how a bank writes CSV, under its name.
func (s *Service) SaveMapping(ctx context.Context, by identity.Actor, m bank.Mapping) error {
	if !by.IsOperator() {
		return fault.New(fault.Forbidden, "fault.operators_only")
	}
	if err := m.Check(); err != nil {
		return err
	}
	doc, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(`INSERT INTO bank_mappings (name, doc) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET doc = excluded.doc`, m.Name, string(doc)); err != nil {
			return err
		}
		return audit.Note(tx, by, db.House, "bank_mapping.saved", m.Name, m)
	})
}
