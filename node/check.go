package node

import (
	"context"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"agora/db"
	"agora/goods"
	"agora/ledger"
	"agora/market"
	"agora/relief"
)

// Finding is what one check of the node found.
type Finding struct {
	What     string   // "database", "ledger", …
	Looked   string   // at how much
	Problems []string // empty when all is well
}

// clockSlack is how far the clock of the machine may have gone back.
const clockSlack = time.Minute

// Sound reports whether no check found a problem.
func Sound(list []Finding) bool {
	for _, f := range list {
		if len(f.Problems) > 0 {
			return false
		}
	}
	return true
}

// Print writes findings as a table.
func Print(w io.Writer, list []Finding) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, f := range list {
		word := "ok"
		if n := len(f.Problems); n > 0 {
			word = fmt.Sprintf("%d wrong", n)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\n", f.What, word, f.Looked)
		for _, p := range f.Problems {
			fmt.Fprintf(t, "\t\t- %s\n", p)
		}
	}
	return t.Flush()
}

// Check proves that what the node keeps is consistent.
func (n *Node) Check(ctx context.Context) ([]Finding, error) {
	var list []Finding
	for _, look := range []func(context.Context) (Finding, error){n.checkDatabase, n.checkEvents, n.checkLedger, n.checkGoods, n.checkPledges, n.checkFunds, n.checkMarket, n.checkAcademy, n.checkBlobs} {
		f, err := look(ctx)
		if err != nil {
			return list, err
		}
		list = append(list, f)
	}
	return list, nil
}

func (n *Node) checkDatabase(ctx context.Context) (Finding, error) {
	f := Finding{What: "database", Looked: n.DB.Engine()}
	if err := n.DB.Sound(ctx); err != nil {
		f.Problems = append(f.Problems, err.Error())
	}
	return f, nil
}

// checkEvents looks for events that are not in the order of time: a reader
// that follows ids would miss one that came later with a lower id.
func (n *Node) checkEvents(ctx context.Context) (f Finding, err error) {
	f.What = "events"
	err = n.DB.Read(ctx, func(tx *db.Tx) error {
		var count, last int64
		if err := tx.Row("SELECT COUNT(*), COALESCE(MAX(event_id), 0) FROM events", nil, &count, &last); err != nil {
			return err
		}
		f.Looked = fmt.Sprintf("%d events", count)
		if at := db.TimeOfID(last); last > 0 && at.After(tx.Now.Add(clockSlack)) {
			f.Problems = append(f.Problems, fmt.Sprintf("the last event is of %s, which is in the future", at.Format("2006-01-02 15:04:05")))
		}
		return nil
	})
	return f, err
}

func (n *Node) checkLedger(ctx context.Context) (Finding, error) {
	r, err := ledger.Check(ctx, n.DB)
	return Finding{"ledger", fmt.Sprintf("%d transfers, %d entries", r.Transfers, r.Entries), r.Problems}, err
}

// checkGoods adds up the goods of all crises anew.
func (n *Node) checkGoods(ctx context.Context) (Finding, error) {
	r, err := goods.Check(ctx, n.DB)
	return Finding{"goods", fmt.Sprintf("%d moves, %d lines", r.Moves, r.Lines), r.Problems}, err
}

// checkPledges adds up what was promised in all crises anew.
func (n *Node) checkPledges(ctx context.Context) (Finding, error) {
	r, err := relief.CheckPledges(ctx, n.DB)
	return Finding{"pledges", fmt.Sprintf("%d pledges, %d allotments", r.Pledges, r.Allotments), r.Problems}, err
}

// checkFunds compares the money of all crises with the ledger.
func (n *Node) checkFunds(ctx context.Context) (Finding, error) {
	r, err := relief.CheckFunds(ctx, n.DB)
	return Finding{"funds", fmt.Sprintf("%d donations, %d outlays", r.Donations, r.Outlays), r.Problems}, err
}

// checkMarket compares orders with stock, ledger and events.
func (n *Node) checkMarket(ctx context.Context) (f Finding, err error) {
	f.What = "orders"
	var orders, groups int64
	if err := n.DB.Read(ctx, func(tx *db.Tx) error {
		return tx.Row("SELECT (SELECT COUNT(*) FROM orders), (SELECT COUNT(*) FROM order_groups)", nil, &orders, &groups)
	}); err != nil {
		return f, err
	}
	f.Looked = fmt.Sprintf("%d orders in %d groups", orders, groups)
	f.Problems, err = market.Check(ctx, n.DB)
	return f, err
}

// alive reads one row.
func (n *Node) alive(ctx context.Context) error {
	return n.DB.Read(ctx, func(tx *db.Tx) error {
		var one int
		if err := tx.Row("SELECT 1", nil, &one); err != nil {
			return err
		}
		if one != 1 {
			return errors.New("the database answers nonsense")
		}
		return nil
	})
}
