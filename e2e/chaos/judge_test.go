package chaos

import (
	"context"
	"errors"
	"strings"
	"time"
)

// judge proves what doc.go promises, once the fault is over: over the protocol
// while the node runs, and then in its books.
func (r *round) judge() {
	ctx := r.t.Context()
	if err := r.resolve(ctx); err != nil {
		r.problem("what is unknown: %v", err)
		return
	}
	for _, p := range r.memory.list {
		if p.outcome == acknowledged {
			r.judgeRepeat(ctx, p)
			r.judgeOrder(ctx, p)
		}
	}
	if err := r.program.stop(); err != nil {
		r.problem("%v", err)
	}
	if out, err := r.agora(r.folder, r.address, "check").CombinedOutput(); err != nil && !r.early(string(out)) {
		r.problem("agora check: %v\n%s", err, out)
	}
	if err := r.judgeBooks(ctx); err != nil {
		r.problem("the books: %v", err)
	}
}

// early reports whether a check says nothing worse than that the last event is of
// a time to come, as it is after the clock was ahead.
func (r *round) early(said string) bool {
	return r.clock != nil && strings.Count(said, " wrong ") == 1 && strings.Contains(said, "1 wrong") && strings.Contains(said, "which is in the future")
}

// resolve asks again for every purchase without an answer, as its buyer would.
func (r *round) resolve(ctx context.Context) error {
	there, err := r.placed(ctx)
	if err != nil {
		return err
	}
	for _, p := range r.memory.list {
		if p.outcome != unknown {
			if _, ok := there[p.checkout]; ok != (p.outcome == acknowledged) {
				r.problem("checkout %s: the buyer was told %q, an order of it is there: %t", p.checkout, p.order, ok)
			}
			continue
		}
		if err := r.again(ctx, p); err != nil {
			return err
		}
		group, was := there[p.checkout]
		switch {
		case was && p.order != group:
			r.problem("checkout %s had order %s and was told of %q", p.checkout, group, p.order)
		case was:
			r.tally.unknown.there++
		case p.outcome == acknowledged:
			r.tally.unknown.made++
		default:
			r.tally.unknown.refused++
		}
	}
	return nil
}

// again completes a purchase until there is a definite answer.
func (r *round) again(ctx context.Context, p *purchase) error {
	for end := time.Now().Add(patience); ; {
		err := r.complete(ctx, p)
		if err == nil || !errors.Is(err, errLater) || time.Now().After(end) {
			return err
		}
		r.hindered(ctx, err)
	}
}

// judgeRepeat sends an acknowledged request once more, with the same key.
func (r *round) judgeRepeat(ctx context.Context, p *purchase) {
	q := *p
	if err := r.again(ctx, &q); err != nil {
		r.problem("repeat of checkout %s: %v", p.checkout, err)
	} else if q.outcome != acknowledged || q.order != p.order || q.label != p.label {
		r.problem("checkout %s was order %s (%s); repeated with its key it is %s (%s)", p.checkout, p.order, p.label, q.order, q.label)
	}
}

// judgeOrder reads an order over the protocol.
func (r *round) judgeOrder(ctx context.Context, p *purchase) {
	a, err := r.try(ctx, "get_order", p.order, nil, "")
	if err != nil {
		r.problem("order %s: %v", p.order, err)
		return
	}
	if a.Text("id") != p.order || a.Text("label") != p.label || a.Text("checkout_id") != p.checkout || a.Total("total") != p.told {
		r.problem("order %s of checkout %s at %d reads %s", p.order, p.checkout, p.told, a.Raw)
	}
	lines := a.List("line_items")
	if len(lines) != len(p.lines) {
		r.problem("order %s has %d lines of %d", p.order, len(lines), len(p.lines))
		return
	}
	for i, l := range p.lines {
		item, _ := lines[i]["item"].(m)
		if quantity, _ := lines[i]["quantity"].(m); item["id"] != l.variant || number(quantity["total"]) != l.quantity {
			r.problem("order %s: line %d is %v, and %d of %s were bought", p.order, i, lines[i], l.quantity, l.variant)
		}
	}
}

func number(v any) int64 {
	if n, ok := v.(interface{ Int64() (int64, error) }); ok {
		i, _ := n.Int64()
		return i
	}
	return -1
}
