package rates

import (
	"context"
	"strings"
	"time"

	"agora/db"
	"agora/identity"
)

// State is how things stand with a bank.
type State struct {
	Bank
	On      bool      // it is asked
	Asked   time.Time // zero: never
	Day     time.Time // of its last sheet; zero: none
	Trouble Trouble
	Detail  string // in the words of the machine that had the trouble
	Waiting bool   // a draft waits
}

// States gives all banks with how things stand, in their order.
func (s *Service) States(ctx context.Context, by identity.Actor) (list []State, err error) {
	if err := operators(by); err != nil {
		return nil, err
	}
	at := map[string]int{}
	on := strings.Fields(s.wishes().Fetch)
	for i, b := range banks {
		at[b.Key] = i
		list = append(list, State{Bank: b})
	}
	for _, key := range on {
		if i, ok := at[key]; ok {
			list[i].On = true
		}
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(scan db.Scan) error {
			var key string
			var asked, day, waits int64
			var trouble, detail string
			if err := scan(&key, &asked, &day, &waits, &trouble, &detail); err != nil {
				return err
			}
			i, ok := at[key]
			if !ok {
				return nil
			}
			b := &list[i]
			if asked > 0 {
				b.Asked = db.Time(asked)
			}
			if day > 0 {
				b.Day = db.Time(day)
			}
			b.Trouble, b.Detail, b.Waiting = Trouble(trouble), detail, waits > 0
			return nil
		}, `SELECT k.bank, COALESCE(MAX(k.asked), 0), COALESCE(MAX(k.day), 0), COALESCE(MAX(k.waits), 0), MAX(k.trouble), MAX(k.detail) FROM (
			SELECT bank, asked, 0 AS day, 0 AS waits, trouble, detail FROM rate_asks
			UNION ALL SELECT bank, 0, MAX(day), 0, '', '' FROM rate_sheets GROUP BY bank
			UNION ALL SELECT bank, 0, 0, 1, '', '' FROM rate_drafts) k GROUP BY k.bank`)
	})
	return list, err
}
