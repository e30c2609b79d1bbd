package rates

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"agora/db"
	"agora/egress"
	"agora/identity"
)

// Trouble says why a bank gave no sheet.
type Trouble string

// The troubles; "" is none.
const (
	Silent     Trouble = "silent"     // no answer, or one that broke off
	Refuses    Trouble = "refuses"    // a status that is no success
	Unreadable Trouble = "unreadable" // what came is no sheet, or too large
	Empty      Trouble = "empty"      // a sheet without rates, as on days of rest
	Held       Trouble = "held"       // a rate moves so far that an operator looks first
)

const (
	// pause is the least time between two questions to one bank.
	pause = time.Hour
	// patience bounds one answer.
	patience = 20 * time.Second
	// run bounds one round through the banks, since a job may last two minutes.
	run = 80 * time.Second
)

// Asker asks the banks that are switched on.
type Asker struct {
	*Service
	// Client calls the banks; nil takes one that calls the open net only, has a
	// bound of time, and follows no bank to another host.
	Client *http.Client
}

func (a Asker) client() *http.Client {
	if a.Client != nil {
		return a.Client
	}
	return &http.Client{Timeout: patience, Transport: &http.Transport{DialContext: egress.Dial, ForceAttemptHTTP2: true, MaxIdleConns: 1, IdleConnTimeout: time.Second},
		CheckRedirect: sameHost}
}

// sameHost follows a redirection within a host, never to plain HTTP.
func sameHost(r *http.Request, via []*http.Request) error {
	const most = 3
	if len(via) > most || r.URL.Host != via[0].URL.Host || r.URL.Scheme != via[0].URL.Scheme {
		return http.ErrUseLastResponse
	}
	return nil
}

// Ask asks each bank that is switched on, at most once an hour, and settles the
// rates of today. What goes wrong with one bank is kept for the console and
// harms no other.
func (a Asker) Ask(ctx context.Context) error {
	began := time.Now()
	for _, key := range strings.Fields(a.wishes().Fetch) {
		b, ok := Find(key)
		if !ok {
			continue // of another version
		}
		if time.Since(began) > run {
			break // the rest have their turn next time
		}
		if err := a.ask(ctx, b); err != nil {
			return err
		}
	}
	return a.Settle(ctx)
}

// ask asks one bank, if it is time.
func (a Asker) ask(ctx context.Context, b Bank) error {
	turn, ok, err := a.turn(ctx, b)
	if err != nil || !ok {
		return err
	}
	end := a.call(ctx, b, turn)
	if ctx.Err() != nil {
		return ctx.Err() // the node stops; the bank is asked again in an hour
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		end := end // the closure may run again
		if end.sheet.Bank != "" {
			if err := a.receive(tx, &end); err != nil {
				return err
			}
		}
		_, err := tx.Exec(`UPDATE rate_asks SET tag = $1, modified = $2, trouble = $3, detail = $4 WHERE bank = $5`,
			end.tag, end.modified, string(end.trouble), plain(end.detail), b.Key)
		return err
	})
}

// asking is one question to a bank and what came of it.
type asking struct {
	url           string
	tag, modified string // of the last good answer to the same address
	sheet         Sheet  // no bank: nothing new
	trouble       Trouble
	detail        string
}

// turn notes that a bank is being asked; false when it was asked less than an
// hour ago, by this node or another.
func (a Asker) turn(ctx context.Context, b Bank) (t asking, ok bool, err error) {
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		t = asking{url: b.Address(tx.Now)}
		n, err := tx.Exec(`INSERT INTO rate_asks (bank, asked, url, tag, modified, trouble, detail) VALUES ($1, $2, $3, '', '', '', '')
			ON CONFLICT (bank) DO UPDATE SET asked = excluded.asked WHERE rate_asks.asked <= $4`,
			b.Key, db.Micro(tx.Now), t.url, db.Micro(tx.Now.Add(-pause)))
		if ok = n == 1; err != nil || !ok {
			return err
		}
		var url string
		if err := tx.Row(`SELECT url, tag, modified FROM rate_asks WHERE bank = $1`, []any{b.Key}, &url, &t.tag, &t.modified); err != nil {
			return err
		}
		if url != t.url { // a tag is of one address
			t.tag, t.modified = "", ""
		}
		_, err = tx.Exec(`UPDATE rate_asks SET url = $1 WHERE bank = $2`, t.url, b.Key)
		return err
	})
	return t, ok, err
}

// call asks over the net and reads the answer.
func (a Asker) call(ctx context.Context, b Bank, t asking) asking {
	fail := func(trouble Trouble, err error) asking {
		t.trouble, t.detail, t.tag, t.modified = trouble, err.Error(), "", ""
		return t
	}
	r, err := b.request(ctx, t)
	if err != nil {
		return fail(Silent, err)
	}
	w, err := a.client().Do(r)
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err // without the address, which stands beside it
		}
		return fail(Silent, err)
	}
	defer w.Body.Close()
	switch {
	case w.StatusCode == http.StatusNotModified && (t.tag != "" || t.modified != ""):
		return t
	case w.StatusCode != http.StatusOK:
		return fail(Refuses, errors.New(w.Status))
	}
	body, err := io.ReadAll(io.LimitReader(w.Body, MaxBytes+1))
	if err != nil {
		return fail(Silent, err)
	}
	if t.sheet, err = Read(b.Key, body); errors.Is(err, errEmpty) {
		return fail(Empty, errEmpty)
	} else if err != nil {
		return fail(Unreadable, reason(err))
	}
	t.tag, t.modified = header(w, "ETag"), header(w, "Last-Modified")
	return t
}

// request is the question in the form in which the bank wants it.
func (b Bank) request(ctx context.Context, t asking) (*http.Request, error) {
	method := http.MethodGet
	if b.method != "" {
		method = b.method
	}
	r, err := http.NewRequestWithContext(ctx, method, t.url, strings.NewReader(b.ask))
	if err != nil {
		return nil, err
	}
	r.Header.Set("User-Agent", "Agora")
	if b.form != "" {
		r.Header.Set("Content-Type", b.form)
	}
	if name, value, ok := strings.Cut(b.header, ": "); ok {
		r.Header.Set(name, value)
	}
	if t.tag != "" {
		r.Header.Set("If-None-Match", t.tag)
	}
	if t.modified != "" {
		r.Header.Set("If-Modified-Since", t.modified)
	}
	return r, nil
}

// header gives a header that is short enough to keep.
func header(w *http.Response, name string) string {
	const most = 200
	if v := w.Header.Get(name); len(v) <= most {
		return v
	}
	return ""
}

// reason gives what was wrong with a sheet, without the words around it.
func reason(err error) error {
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(err) {
		err = inner
	}
	return err
}

// receive takes the sheet of an answer, or holds it for an operator.
func (a Asker) receive(tx *db.Tx, end *asking) error {
	if err := timely(end.sheet, tx.Now); err != nil {
		end.trouble, end.detail = Unreadable, "day "+end.sheet.Day.Format(time.DateOnly)
		return nil
	}
	list, err := a.preview(tx, end.sheet)
	if err != nil {
		return err
	}
	for _, c := range list {
		if c.Leaps() {
			end.trouble, end.detail = Held, fmt.Sprintf("%s %s → %s", c.New.To, c.Old.Rate, c.New.Rate)
			return hold(tx, end.sheet, end.url, identity.System().String())
		}
	}
	return a.take(tx, end.sheet, end.url)
}
