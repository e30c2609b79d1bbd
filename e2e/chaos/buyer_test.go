package chaos

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"

	"agora/ucp/ucptest"
)

// m is a JSON object.
type m = map[string]any

// bought is so many of one thing.
type bought struct {
	variant  string
	quantity int64
}

// outcome is what a buyer knows of a purchase that she asked for.
type outcome int

const (
	unknown outcome = iota // the answer never came, or it was: try again
	acknowledged
	refused // the market said why it will not
)

// purchase is one that came as far as its last request, which may be repeated.
type purchase struct {
	lines    []bought
	checkout string
	told     int64 // the total that was shown before
	key      string
	body     []byte

	outcome      outcome
	order, label string
	first        bool // it was acknowledged by the first answer
}

// buyer shops, one purchase after the other, until the round tells her to stop.
type buyer struct {
	round  *round
	number int
	choice *rand.Rand
	count  int
	keys   int
}

// retries is how often a buyer sends her last request again by herself when
// there was no answer; what is unknown then is asked after the fault.
const retries = 2

func (b *buyer) shop(ctx context.Context) {
	for ctx.Err() == nil {
		p, err := b.prepare(ctx)
		if err != nil {
			b.round.hindered(ctx, err)
			continue
		}
		if p == nil {
			continue // something was sold out
		}
		again := b.choice.IntN(retries + 1)
		for i := 0; ; i++ {
			err := b.round.complete(ctx, p)
			if err == nil {
				p.first = i == 0
				break
			}
			b.round.hindered(ctx, err)
			if i == again || ctx.Err() != nil {
				break
			}
		}
		b.round.remember(p)
	}
}

// prepare goes as far as the last request; nil when something is sold out.
func (b *buyer) prepare(ctx context.Context) (*purchase, error) {
	b.count++
	p := &purchase{}
	goods := b.round.market.goods
	for _, i := range b.choice.Perm(len(goods))[:1+b.choice.IntN(3)] {
		p.lines = append(p.lines, bought{goods[i].id, 1 + b.choice.Int64N(3)})
	}
	who := m{"first_name": "Saima", "last_name": "Rafiq", "email": fmt.Sprintf("saima%d.%d@example.org", b.number, b.count), "phone_number": "+923014478215"}
	body := m{"line_items": p.items(nil), "context": m{"address_country": "PK", "language": "en", "currency": "PKR"}}
	a, err := b.ask(ctx, "create_checkout", "", body)
	if err != nil || soldOut(a) {
		return nil, err
	}
	p.checkout = a.Text("id")
	var ids []any
	for _, l := range a.List("line_items") {
		ids = append(ids, l["id"])
	}
	method := m{"id": "shipping", "type": "shipping", "line_item_ids": ids, "selected_destination_id": "home", "destinations": []any{m{"id": "home",
		"street_address": "12 Mall Road", "address_locality": "Lahore", "address_region": "Punjab", "postal_code": "54000", "address_country": "PK"}}}
	body["line_items"], body["buyer"], body["fulfillment"] = p.items(ids), who, m{"methods": []any{method}}
	if a, err = b.ask(ctx, "update_checkout", p.checkout, body); err != nil || soldOut(a) {
		return nil, err
	}
	group, option := firstOption(a)
	method["groups"] = []any{m{"id": group, "selected_option_id": option}}
	if a, err = b.ask(ctx, "update_checkout", p.checkout, body); err != nil || soldOut(a) {
		return nil, err
	}
	if a.Text("status") != "ready_for_complete" {
		return nil, fmt.Errorf("the checkout is %s: %s", a.Text("status"), a.Raw)
	}
	pay := m{"id": "pi_1", "selected": true, "type": "play_money", "credential": m{"type": "token", "token": "success_token"}}
	if b.choice.IntN(6) == 0 {
		pay = m{"id": "pi_1", "selected": true, "type": "bank_transfer"}
	}
	pay["handler_id"] = a.Handler(pay["type"].(string))
	p.told, p.key = a.Total("total"), b.newKey()
	p.body, err = json.Marshal(m{"payment": m{"instruments": []any{pay}}})
	return p, err
}

func (b *buyer) newKey() string {
	b.keys++
	return fmt.Sprintf("chaos-%d-%d-%d", b.round.number, b.number, b.keys)
}

// ask sends a request with a key of its own, once more with the same key when
// there was no answer.
func (b *buyer) ask(ctx context.Context, op, id string, body any) (a ucptest.Answer, err error) {
	key := b.newKey()
	for range 2 {
		if a, err = b.round.try(ctx, op, id, body, key); !errors.Is(err, ucptest.ErrNoAnswer) {
			break
		}
	}
	switch {
	case err != nil || !a.Failed() || soldOut(a):
	case b.round.fault.mayChange:
		err = fmt.Errorf("%s: %w: %s", op, errLater, a.Raw) // its time was over, as she could not know
	default:
		err = fmt.Errorf("%s: refused: %s", op, a.Raw)
	}
	return a, err
}

// items are the lines as the protocol writes them.
func (p *purchase) items(ids []any) (list []any) {
	for i, l := range p.lines {
		item := m{"item": m{"id": l.variant}, "quantity": l.quantity}
		if ids != nil {
			item["id"] = ids[i]
		}
		list = append(list, item)
	}
	return list
}

// firstOption is the first way in which all can be sent.
func firstOption(a ucptest.Answer) (group, option any) {
	for _, method := range a.List("fulfillment", "methods") {
		groups, _ := method["groups"].([]any)
		for _, g := range groups {
			g := g.(m)
			if options, _ := g["options"].([]any); len(options) > 0 {
				return g["id"], options[0].(m)["id"]
			}
		}
	}
	return nil, nil
}

func soldOut(a ucptest.Answer) bool {
	return slices.ContainsFunc(a.Codes(), func(code string) bool { return code == "out_of_stock" || code == "item_unavailable" })
}

// errLater is an answer that says: not now.
var errLater = errors.New("not now")

// try sends one request to the node as it runs now. A refusal for the moment is
// errLater; every other trouble but no answer is one of the judge's.
func (r *round) try(ctx context.Context, op, id string, body any, key string) (ucptest.Answer, error) {
	c := *r.shared.client
	c.Endpoint = r.endpoint()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	began := time.Now()
	a, err := c.Try(ctx, op, id, body, func(q *http.Request) {
		if key != "" {
			q.Header.Set("Idempotency-Key", key)
		}
	})
	r.tally.slowest(time.Since(began))
	if err == nil && a.Status == http.StatusServiceUnavailable {
		return a, fmt.Errorf("%s: %w: %s", op, errLater, a.Raw)
	}
	return a, err
}

// complete sends the last request of a purchase and notes what came of it. An
// error leaves it unknown.
func (r *round) complete(ctx context.Context, p *purchase) error {
	p.outcome = unknown
	a, err := r.try(ctx, "complete_checkout", p.checkout, p.body, p.key)
	switch {
	case err != nil:
		return err
	case a.Text("status") == "completed":
		p.outcome, p.order, p.label = acknowledged, a.Text("order", "id"), a.Text("order", "label")
		if a.Total("total") != p.told {
			r.problem("checkout %s was shown at %d and completed at %d", p.checkout, p.told, a.Total("total"))
		}
	case soldOut(a), r.fault.mayChange && len(a.Codes()) > 0:
		p.outcome = refused
	default:
		return fmt.Errorf("complete_checkout: neither done nor refused: %s", a.Raw)
	}
	return nil
}

// memory is what all buyers of a round know.
type memory struct {
	mu   sync.Mutex
	list []*purchase
	more chan struct{} // has room for one: something was acknowledged
	acks int
}

func (r *round) remember(p *purchase) {
	r.memory.mu.Lock()
	r.memory.list = append(r.memory.list, p)
	if p.outcome == acknowledged {
		r.memory.acks++
	}
	r.memory.mu.Unlock()
	if p.outcome == acknowledged {
		select {
		case r.memory.more <- struct{}{}:
		default:
		}
	}
}

// acks is how many purchases were acknowledged so far.
func (r *round) acks() int {
	r.memory.mu.Lock()
	defer r.memory.mu.Unlock()
	return r.memory.acks
}

// pause keeps buyers from asking a dead node as fast as they can.
const pause = 10 * time.Millisecond

// hindered counts what kept a buyer from going on, and lets her wait a little.
// What is neither silence nor a refusal of the protocol is a finding.
func (r *round) hindered(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	switch {
	case errors.Is(err, ucptest.ErrNoAnswer):
		r.tally.silence()
	case errors.Is(err, errLater):
		r.tally.later()
	default:
		r.problem("%v", err)
	}
	select {
	case <-ctx.Done():
	case <-time.After(pause):
	}
}
