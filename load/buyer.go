package load

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"net"
	"net/url"
	"os"
	"strconv"
	"time"
)

// buyer is one who shops over one connection, one request at a time.
type buyer struct {
	run    *run
	wire   *wire
	guest  int        // who buys
	choice *rand.Rand // what is chosen: the same for the same seed
	ids    *rand.Rand // of requests: never the same
	due    time.Time  // when the next request should have begun; zero means now
	broken bool       // the last request had no answer

	request, body []byte // buffers
}

func (r *run) buyer(number int) *buyer {
	return &buyer{run: r, wire: newWire(r.endpoint, r.Timeout), guest: number,
		choice: rand.New(rand.NewPCG(r.Seed, uint64(number))), ids: rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))}
}

// reply is an answer and what is wrong with it: "" or a reason in a word.
type reply struct {
	doc    value
	wrong  string
	code   string // of the protocol, when it says why
	began  time.Time
	status int
}

// call sends one request, times it, and counts it. path is put behind the
// endpoint; the body is what the buyer has built.
func (b *buyer) call(a act, method string, path ...string) reply {
	r := reply{began: b.due}
	if r.began.IsZero() {
		r.began = time.Now()
	}
	b.due = time.Time{}
	b.write(method, path)
	status, body, err := b.wire.send(b.request)
	ended := time.Now()
	r.status, r.doc = status, body
	if b.broken = err != nil; b.broken {
		r.wrong = unanswered(err)
		b.run.tally.failedAt(a, r.began, r.wrong, []byte(err.Error()))
		return r
	}
	switch {
	case status >= 400 || status < 200 || status >= 300:
		r.code = r.doc.get("code").text()
		r.wrong = "status " + strconv.Itoa(status) + " " + r.code
	case r.doc.get("ucp").get("status").is("error"):
		r.code = firstError(r.doc)
		r.wrong = r.code
	case r.doc.get("ucp") == nil:
		r.wrong = "not an answer of the protocol"
	}
	switch {
	case r.wrong == "":
		b.run.tally.took(a, r.began, ended)
	case !soldOut(r.code):
		b.run.tally.failedAt(a, r.began, r.wrong, r.told())
	}
	return r
}

// refused counts an answer that is well but not what was hoped for.
func (b *buyer) refused(a act, r reply) {
	reason := r.doc.get("status").text()
	if code := firstError(r.doc); code != "" {
		reason += ", " + code
	}
	b.run.tally.failedAt(a, r.began, reason, r.told())
}

// told is the part of an answer that says why: its messages, else all of it.
func (r reply) told() []byte {
	if m := r.doc.get("messages"); m != nil {
		return m
	}
	return r.doc
}

// unanswered puts in a word why there was no answer.
func unanswered(err error) string {
	var n net.Error
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &n) && n.Timeout():
		return "no answer in time"
	case errors.As(err, new(*net.OpError)):
		return "no connection"
	}
	return "connection broken"
}

// firstError gives the code of the first error among an answer's messages.
func firstError(doc value) (code string) {
	doc.get("messages").each(func(m value) bool {
		if m.get("type").is("error") {
			code = m.get("code").text()
		}
		return code == ""
	})
	return code
}

// explained reports whether an answer has an error with words for a person.
func explained(doc value) (yes bool) {
	doc.get("messages").each(func(m value) bool {
		yes = m.get("type").is("error") && len(m.get("content").raw()) > 0
		return !yes
	})
	return yes || len(doc.get("content").raw()) > 0
}

// soldOut reports whether a code says that there is no more of a thing.
func soldOut(code string) bool {
	return code == "out_of_stock" || code == "item_unavailable" || code == "insufficient_stock" || code == "sold_out"
}

// write puts the request together.
func (b *buyer) write(method string, path []string) {
	q := append(b.request[:0], method...)
	q = append(q, ' ')
	q = append(q, b.run.endpoint.EscapedPath()...)
	for _, p := range path {
		q = append(q, p...)
	}
	q = append(q, b.run.fixed...)
	q = append(q, "Request-Id: "...)
	q = b.uuid(q)
	if method != "GET" {
		q = append(q, "\r\nIdempotency-Key: "...)
		q = b.uuid(q)
		q = append(q, "\r\nContent-Type: application/json\r\nContent-Length: "...)
		q = strconv.AppendInt(q, int64(len(b.body)), 10)
	}
	q = append(q, "\r\n\r\n"...)
	if method != "GET" {
		q = append(q, b.body...)
	}
	b.request = q
}

// header are the lines that all requests of a run have.
func header(endpoint *url.URL, agent, language string) []byte {
	return []byte(" HTTP/1.1\r\nHost: " + endpoint.Host + "\r\nUCP-Agent: profile=\"" + agent +
		"\"\r\nAccept: application/json\r\nAccept-Language: " + language + "\r\nUser-Agent: agora-bench\r\n")
}

// uuid appends a random one, of version 4.
func (b *buyer) uuid(to []byte) []byte {
	var u [16]byte
	for i, half := range [2]uint64{b.ids.Uint64(), b.ids.Uint64()} {
		for j := range 8 {
			u[8*i+j] = byte(half >> (8 * j))
		}
	}
	u[6], u[8] = u[6]&0x0f|0x40, u[8]&0x3f|0x80
	for i, end := range [5]int{4, 6, 8, 10, 16} {
		if i > 0 {
			to = append(to, '-')
		}
		to = hex.AppendEncode(to, u[[5]int{0, 4, 6, 8, 10}[i]:end])
	}
	return to
}

// say begins a body anew; add puts more to it.
func (b *buyer) say(s string) { b.body = append(b.body[:0], s...) }

func (b *buyer) add(parts ...string) {
	for _, s := range parts {
		b.body = append(b.body, s...)
	}
}

// quoted gives a text as it is between the quotes of JSON.
func quoted(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		return "" // every string is text of JSON
	}
	return string(text[1 : len(text)-1])
}
