package load

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"
)

// Trade is what buyers do at a server that speaks something else than the
// shopping protocol, so that such a server is measured by the same loop.
type Trade struct {
	Acts   []string             // what is timed, in the order of the report; Ask names one by its place
	Header string               // lines of every request, each with its end
	Keep   string               // header of answers that a visitor remembers, such as that of a session
	Turn   func(*Visitor) error // what one buyer does in one turn
}

// ErrAsked is what Ask fails with: the failure has been counted.
var ErrAsked = errors.New("a request failed")

// Drive does what Run does with a trade of the caller's. Of the settings those
// of the protocol do not count; the scenario names the report, and can't be
// Flash.
func Drive(ctx context.Context, s Settings, t Trade) (*Report, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	if len(t.Acts) > int(actLost) || s.Scenario == Flash {
		return nil, fmt.Errorf("a trade has at most %d acts, and no flash sale", actLost)
	}
	target, err := origin(s.Target)
	if err != nil {
		return nil, err
	}
	s.Target = target.String()
	r := &run{Settings: s, endpoint: target, tally: newTally(), crowd: s.Workers, trade: &t}
	r.fixed = []byte(" HTTP/1.1\r\nHost: " + target.Host + "\r\nAccept: application/json\r\nUser-Agent: agora-bench\r\n" + t.Header)
	copy(r.tally.names[:actLost], t.Acts)
	began := time.Now()
	r.tally.from = began.Add(s.Warmup)
	r.tally.to = r.tally.from.Add(s.Duration)
	r.loop(ctx, began)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return r.report(began), nil
}

// turn lets a buyer, who is somebody else than before, do what the trade says.
func (t *Trade) turn(b *buyer) string {
	b.guest += b.run.crowd
	b.wire.keep, b.wire.kept = t.Keep, b.wire.kept[:0]
	began := b.due
	err := t.Turn(&Visitor{b})
	if err == nil {
		return endDone
	}
	if !errors.Is(err, ErrAsked) {
		b.run.tally.failedAt(actWhole, began, "not what was hoped for", []byte(err.Error()))
	}
	return endFailed
}

// Visitor is one buyer in one turn.
type Visitor struct{ buyer *buyer }

// Guest numbers the buyer; no other of the run has the same.
func (v *Visitor) Guest() int { return v.buyer.guest }

// Choice is what the buyer chooses by: the same for the same seed.
func (v *Visitor) Choice() *rand.Rand { return v.buyer.choice }

// Kept is what the remembered header said last in this turn; "" before.
func (v *Visitor) Kept() string { return string(v.buyer.wire.kept) }

// Ask sends a request, with a body of JSON unless the method is GET, times it
// and counts it. header are further lines, each with its end. What it answers
// is valid until the next Ask; an answer without success is ErrAsked.
func (v *Visitor) Ask(act int, method, path, header, body string) (Answer, error) {
	b := v.buyer
	began := b.due
	if began.IsZero() {
		began = time.Now()
	}
	b.due = time.Time{}
	q := append(b.request[:0], method+" "+path...)
	q = append(q, b.run.fixed...)
	q = append(q, header...)
	if method != "GET" {
		q = append(q, "Content-Type: application/json\r\nContent-Length: "...)
		q = strconv.AppendInt(q, int64(len(body)), 10)
		q = append(q, "\r\n"...)
	}
	q = append(q, "\r\n"...)
	if method != "GET" {
		q = append(q, body...)
	}
	b.request = q
	status, text, err := b.wire.send(q)
	ended := time.Now()
	b.broken = err != nil
	switch t := b.run.tally; {
	case err != nil:
		t.failedAt(actOf(act), began, unanswered(err), []byte(err.Error()))
	case status < 200 || status > 299:
		t.failedAt(actOf(act), began, "status "+strconv.Itoa(status), text)
	default:
		t.took(actOf(act), began, ended)
		return Answer{text}, nil
	}
	return Answer{}, ErrAsked
}

// actOf keeps what the caller numbers among the acts of a trade.
func actOf(n int) act { return act(min(max(n, 0), int(actLost)-1)) }

// Answer is a value of JSON in an answer. Looking into it costs no allocation.
type Answer struct{ value value }

// At goes to a member of a member; what is not there is empty.
func (a Answer) At(keys ...string) Answer {
	for _, k := range keys {
		a.value = a.value.get(k)
	}
	return a
}

// Each calls f for each element of a list until it says no.
func (a Answer) Each(f func(Answer) bool) { a.value.each(func(v value) bool { return f(Answer{v}) }) }

// First gives the first element of a list; empty when there is none.
func (a Answer) First() Answer { return Answer{a.value.first()} }

// Text gives a string; "" when it is none.
func (a Answer) Text() string { return a.value.text() }

// String gives the value as it came.
func (a Answer) String() string { return string(a.value) }
