package rates

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"agora/egress"
	"agora/fault"
	"agora/identity"
	"agora/landed"
	"agora/money"
)

// wire is the net, as far as a test lets it be seen: it answers by the host.
type wire struct {
	answers map[string]func(*http.Request) *http.Response
	asked   []*http.Request
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.asked = append(w.asked, r)
	f := w.answers[r.URL.Host]
	if f == nil {
		return nil, io.ErrUnexpectedEOF
	}
	a := f(r)
	a.Request = r
	return a, nil
}

func answer(status int, body []byte, headers ...string) *http.Response {
	w := &http.Response{StatusCode: status, Status: http.StatusText(status), Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body))}
	for i := 0; i+1 < len(headers); i += 2 {
		w.Header.Set(headers[i], headers[i+1])
	}
	return w
}

// state gives how things stand with a bank.
func (b *book) state(key string) State {
	b.Helper()
	list, err := b.States(b.Context(), boss())
	b.must(err)
	for _, s := range list {
		if s.Key == key {
			return s
		}
	}
	b.Fatal("no bank " + key)
	return State{}
}

func TestBanksAreAsked(t *testing.T) {
	eachBook(t, func(b *book) {
		ctx, net := b.Context(), &wire{answers: map[string]func(*http.Request) *http.Response{}}
		a := Asker{Service: b.Service, Client: &http.Client{Transport: net, CheckRedirect: sameHost}}
		body := sample(b, "kg")
		net.answers["www.nbkr.kg"] = func(r *http.Request) *http.Response {
			if r.Header.Get("If-None-Match") == `"one"` {
				return answer(http.StatusNotModified, nil)
			}
			return answer(http.StatusOK, body, "ETag", `"one"`)
		}
		ask := func(after time.Duration, want int) {
			b.Helper()
			b.now = b.now.Add(after)
			net.asked = nil
			b.must(a.Ask(ctx))
			if len(net.asked) != want {
				b.Errorf("asked %d times, want %d", len(net.asked), want)
			}
		}
		ask(0, 0) // nobody is switched on

		b.wishes.Fetch = "kg am"
		net.answers["api.cba.am"] = func(r *http.Request) *http.Response {
			text, _ := io.ReadAll(r.Body)
			if r.Method != http.MethodPost || r.Header.Get("SOAPAction") != "http://www.cba.am/ExchangeRatesLatest" || !strings.Contains(string(text), "ExchangeRatesLatest") {
				return answer(http.StatusInternalServerError, nil)
			}
			return answer(http.StatusOK, sample(b, "am"))
		}
		ask(0, 2)
		b.stands("KGS", thursday, "87.45 of 2026-11-26 by kg")
		if s := b.state("kg"); !s.On || !s.Asked.Equal(b.now) || !s.Day.Equal(thursday) || s.Trouble != "" || b.state("ru").On {
			b.Errorf("%+v", s)
		}
		if s := b.state("am"); s.Trouble != "" || !s.Day.Equal(thursday) {
			b.Errorf("%+v", s)
		}
		b.wishes.Fetch = "kg"
		ask(59*time.Minute, 0)
		ask(time.Minute, 1) // asks whether it is still the same
		if s := b.state("kg"); s.Trouble != "" || net.asked[0].Header.Get("If-None-Match") == "" {
			b.Errorf("%+v", s)
		}

		// troubles: the rate stays, the page has the words, the next hour tries anew
		body = bytes.ReplaceAll(sample(b, "kg"), []byte("87,4500"), []byte("88,0000"))
		for _, c := range []struct {
			trouble Trouble
			says    string
			answer  func(*http.Request) *http.Response
		}{
			{Silent, "EOF", nil},
			{Refuses, "Not Found", func(*http.Request) *http.Response { return answer(http.StatusNotFound, nil) }},
			{Refuses, "Not Modified", func(*http.Request) *http.Response { return answer(http.StatusNotModified, nil) }}, // nobody asked that
			{Empty, "no rates", func(*http.Request) *http.Response {
				return answer(http.StatusOK, []byte(`<CurrencyRates Date="26.11.2026"></CurrencyRates>`))
			}},
			{Unreadable, "", func(*http.Request) *http.Response {
				return answer(http.StatusOK, bytes.Repeat([]byte(" "), MaxBytes+1))
			}},
			{Unreadable, "2027", func(*http.Request) *http.Response {
				return answer(http.StatusOK, bytes.ReplaceAll(body, []byte("26.11.2026"), []byte("26.01.2027")))
			}},
			{Refuses, "", func(*http.Request) *http.Response {
				return answer(http.StatusFound, nil, "Location", "http://169.254.169.254/")
			}},
		} {
			net.answers["www.nbkr.kg"] = c.answer
			ask(time.Hour, 1)
			if s := b.state("kg"); s.Trouble != c.trouble || !strings.Contains(s.Detail, c.says) || !s.Day.Equal(thursday) {
				b.Errorf("%s %q, want %s %q", s.Trouble, s.Detail, c.trouble, c.says)
			}
			b.stands("KGS", thursday, "87.45 of 2026-11-26 by kg")
		}
		net.answers["www.nbkr.kg"] = func(r *http.Request) *http.Response { return answer(http.StatusOK, body) }
		ask(time.Hour, 1)
		b.stands("KGS", thursday, "88 of 2026-11-26 by kg")
		if s := b.state("kg"); s.Trouble != "" || s.Detail != "" {
			b.Errorf("%+v", s)
		}
	})
}

// TestALeapWaitsForAPerson: a sheet that moves a rate by more than a tenth is
// held, and nothing of it is in force until somebody has looked.
func TestALeapWaitsForAPerson(t *testing.T) {
	eachBook(t, func(b *book) {
		b.must(b.landed.SaveRates(b.Context(), []money.Rate{{From: "USD", To: "KGS", Value: 8_745_000_000, Day: thursday.AddDate(0, 0, -1), Source: "operator"}}))
		b.wishes.Fetch = "kg"
		net := &wire{answers: map[string]func(*http.Request) *http.Response{"www.nbkr.kg": func(*http.Request) *http.Response { return answer(http.StatusOK, sample(b, "kg")) }}}
		b.must(Asker{Service: b.Service, Client: &http.Client{Transport: net}}.Ask(b.Context()))
		s := b.state("kg")
		if s.Trouble != Held || !s.Waiting || !strings.Contains(s.Detail, "KGS 8.745 → 87.45") || !s.Day.IsZero() {
			b.Errorf("%+v", s)
		}
		b.stands("KGS", thursday, "8.745 of 2026-11-25 by ")
		d, err := b.Drafted(b.Context(), boss(), "kg")
		b.must(err)
		b.must(b.Apply(b.Context(), boss(), "kg", d.ID))
		b.stands("KGS", thursday, "87.45 of 2026-11-26 by kg")
		if b.state("kg").Waiting {
			b.Error("it still waits")
		}
	})
}

func TestOnlyOperatorsSeeTheBanks(t *testing.T) {
	s := New(nil, landed.New(nil), nil)
	if _, err := s.States(t.Context(), identity.Guest()); !fault.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	if _, err := (Asker{}).client().Transport.(*http.Transport).DialContext(t.Context(), "tcp", "127.0.0.1:80"); err == nil || !strings.Contains(err.Error(), egress.ErrClosed.Error()) {
		t.Errorf("a neighbour is called: %v", err)
	}
}
