package bilingual

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"agora/catalog"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/once"
	"agora/translate"
)

// Schema is the tables of this package.
var Schema = db.Schema{Name: "bilingual", Steps: []string{`
CREATE TABLE translation_runs (
	shop_id BIGINT NOT NULL,
	lang TEXT NOT NULL,
	asked BIGINT NOT NULL,
	ended BIGINT NOT NULL,
	filled BIGINT NOT NULL,
	trouble TEXT NOT NULL,
	PRIMARY KEY (shop_id, lang)
) /*clustered*/;
`}}

// Wanted is the event of a shop that wants a machine to fill in what is missing
// in a language.
const Wanted event.Kind = "words.wanted"

// wish is the body of such an event.
type wish struct {
	Lang  string
	After string // where it goes on
}

// Trouble says why a machine filled in nothing more.
type Trouble string

// The troubles; "" is none.
const (
	Silent   Trouble = "silent"   // no answer; it is asked again later
	Refuses  Trouble = "refuses"  // it does not want to
	Unspoken Trouble = "unspoken" // it does not know the language
	Off      Trouble = "off"      // none is set any more
)

// Run is what a machine was last asked for in a language.
type Run struct {
	Lang    string
	Asked   time.Time
	Ended   time.Time // zero while it goes on
	Filled  int64     // texts
	Trouble Trouble
}

// stale is after how long a run that has not ended may be asked for again.
const stale = time.Hour

// On reports whether there is a machine to ask.
func (s *Service) On() bool { return s.provider() != nil }

// Want has a machine fill in what is missing in a language, after the commit.
// Asking again while it works changes nothing.
func (s *Service) Want(ctx context.Context, by identity.Actor, shop catalog.ShopID, lang string) error {
	if !by.Runs(shop) && !by.IsOperator() && !by.System {
		return catalog.ErrForbidden
	}
	if !s.On() {
		return fault.New(fault.NotFound, "fault.page_not_found")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		n, err := tx.Exec(`INSERT INTO translation_runs (shop_id, lang, asked, ended, filled, trouble) VALUES ($1, $2, $3, 0, 0, '')
			ON CONFLICT (shop_id, lang) DO UPDATE SET asked = excluded.asked, ended = 0, filled = 0, trouble = ''
			WHERE translation_runs.ended > 0 OR translation_runs.asked < $4`,
			int64(shop), lang, db.Micro(tx.Now), db.Micro(tx.Now.Add(-stale)))
		if err != nil || n == 0 {
			return err
		}
		return event.Append(tx, shop, Wanted, int64(shop), wish{Lang: lang})
	})
}

// Last gives what a machine was last asked for in a language, to those who run
// the shop; ok tells whether it ever was.
func (s *Service) Last(ctx context.Context, by identity.Actor, shop catalog.ShopID, lang string) (r Run, ok bool, err error) {
	if !by.Runs(shop) && !by.IsOperator() {
		return r, false, catalog.ErrForbidden
	}
	var asked, ended int64
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Row("SELECT asked, ended, filled, trouble FROM translation_runs WHERE shop_id = $1 AND lang = $2",
			[]any{int64(shop), lang}, &asked, &ended, &r.Filled, &r.Trouble)
	})
	if errors.Is(err, db.ErrNone) {
		return r, false, nil
	}
	r.Lang, r.Asked, r.Ended = lang, db.Time(asked), db.Time(ended)
	return r, err == nil, err
}

// Bounds of one job; what is left is another one.
const (
	jobTime  = 50 * time.Second // a job may last two minutes, and one call 45 seconds
	jobTexts = 400
	portion  = 50 // products read at once
)

// Fill does what a Wanted event asks for. It may run more than once: what is
// there is not asked for again.
func (s *Service) Fill(ctx context.Context, e event.Event) error {
	var w wish
	if err := json.Unmarshal(e.Body, &w); err != nil {
		return err
	}
	m := s.provider()
	if m == nil {
		return s.tell(ctx, e.Shop, w.Lang, 0, Off, true)
	}
	shop, err := s.catalog.ShopByID(ctx, e.Shop)
	if err != nil {
		return err
	}
	f := filling{Service: s, machine: m, shop: shop, lang: w.Lang}
	if f.pairs, err = m.Languages(ctx); err == nil {
		w.After, err = f.run(ctx, w.After)
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, translate.ErrRefused):
		return s.tell(ctx, e.Shop, w.Lang, f.filled, Refuses, true)
	case err != nil: // the job is tried again, at most as often as jobs are
		return errors.Join(err, s.tell(ctx, e.Shop, w.Lang, f.filled, Silent, false))
	case w.After == "" && f.filled == 0 && f.unspoken:
		return s.tell(ctx, e.Shop, w.Lang, 0, Unspoken, true)
	case w.After == "":
		return s.tell(ctx, e.Shop, w.Lang, f.filled, "", true)
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := tell(tx, e.Shop, w.Lang, f.filled, "", false); err != nil {
			return err
		}
		return event.Append(tx, e.Shop, Wanted, e.Subject, w)
	})
}

func (s *Service) tell(ctx context.Context, shop catalog.ShopID, lang string, filled int64, t Trouble, end bool) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return tell(tx, shop, lang, filled, t, end) })
}

func tell(tx *db.Tx, shop catalog.ShopID, lang string, filled int64, t Trouble, end bool) error {
	ended := int64(0)
	if end {
		ended = db.Micro(tx.Now)
	}
	_, err := tx.Exec(`UPDATE translation_runs SET filled = filled + $3, trouble = $4, ended = $5 WHERE shop_id = $1 AND lang = $2`,
		int64(shop), lang, filled, string(t), ended)
	return err
}

// filling is one job.
type filling struct {
	*Service
	machine  translate.Provider
	pairs    translate.Pairs
	shop     catalog.Shop
	lang     string
	filled   int64
	unspoken bool // a text was passed over whose language the machine does not know
}

// run goes through the products after a cursor, and gives where to go on; "" at
// the end.
func (f *filling) run(ctx context.Context, after string) (string, error) {
	began := time.Now()
	if after == "" {
		if err := f.fill(ctx, f.gather(nil, 0, f.shop.Passages())); err != nil {
			return "", err
		}
	}
	for {
		page, err := f.catalog.Products(ctx, identity.System(), f.shop.ID, catalog.ProductFilter{Cursor: after, Limit: portion})
		if err != nil {
			return after, err
		}
		var list []Unit
		for i, p := range page.Items {
			if p.Status != catalog.ProductArchived {
				list = f.gather(list, p.ID, p.Passages())
			}
			if len(list) < translate.MaxTexts && i < len(page.Items)-1 {
				continue
			}
			if err := f.fill(ctx, list); err != nil {
				return after, err
			}
			list = nil
			if after = catalog.After(p.ID); f.filled >= jobTexts || time.Since(began) > jobTime {
				return after, nil
			}
		}
		if after = page.Next; after == "" {
			return "", nil
		}
	}
}

// gather adds what is missing of a product.
func (f *filling) gather(list []Unit, product catalog.ProductID, passages []catalog.Passage) []Unit {
	for _, p := range passages {
		source, from := p.Source(f.shop, f.lang)
		if p.Texts[f.lang] != "" || source == "" {
			continue
		}
		if _, _, ok := f.pairs.Pair(from, f.lang); !ok {
			f.unspoken = true
			continue
		}
		list = append(list, Unit{Product: product, Field: p.Field, From: from, Source: source, Lang: f.lang})
	}
	slices.SortStableFunc(list, func(a, b Unit) int { return strings.Compare(a.From, b.From) })
	return list
}

// fill has a list translated, as much at once as one call takes, and puts the
// answers in. Nothing is open in the database while the machine works.
func (f *filling) fill(ctx context.Context, list []Unit) error {
	for len(list) > 0 {
		n, letters := 0, 0
		var texts []string
		for n < len(list) && n < translate.MaxTexts && list[n].From == list[0].From {
			if letters += utf8.RuneCountInString(list[n].Source); letters > translate.MaxLetters && n > 0 {
				break
			}
			texts = append(texts, list[n].Source)
			n++
		}
		from, into, _ := f.pairs.Pair(list[0].From, f.lang)
		answers, err := f.machine.Translate(ctx, from, into, texts)
		if err != nil {
			return fmt.Errorf("shop %d, %s: %w", f.shop.ID, f.lang, err)
		}
		var put []catalog.Translation
		for i, u := range list[:n] {
			put = append(put, catalog.Translation{Product: u.Product, Field: u.Field, Lang: u.Lang, Text: answers[i],
				Saw: catalog.Hash(""), From: catalog.Hash(u.Source), FromLang: u.From, Machine: true})
		}
		out, err := f.catalog.TakeTranslations(ctx, identity.System(), f.shop.ID, put, false)
		if err != nil {
			return err
		}
		for _, o := range out {
			if o.Changed {
				f.filled++
			}
		}
		list = list[n:]
	}
	return nil
}
