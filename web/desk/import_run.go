package desk

import (
	"context"
	"io"
	"net/http"
	"sync"
	"time"

	"agora/catalog"
	"agora/fault"
	"agora/feed"
	"agora/web"
	"agora/web/ui"
)

// A large file is imported after the answer, and a page tells how far it is.
// All of it is one transaction: nothing is ever half imported.
const (
	largeImport = 50        // products from which on a file is large
	runLife     = time.Hour // how long the end of an import is remembered
)

// runs are the imports under way and those that just ended, one a shop.
type runs struct {
	mu   sync.Mutex
	list map[catalog.ShopID]*run
}

// run is one import.
type run struct {
	done, of int
	ended    time.Time // zero while it runs
	err      error     // why nothing was imported
}

// look gives the shop's import as it is now.
func (s *runs) look(shop catalog.ShopID) (run, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.list[shop]
	if r == nil || !r.ended.IsZero() && time.Since(r.ended) > runLife {
		delete(s.list, shop)
		return run{}, false
	}
	return *r, true
}

// begin notes an import; false when one of the shop is under way.
func (s *runs) begin(shop catalog.ShopID, of int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.list[shop]; r != nil && r.ended.IsZero() {
		return false
	}
	if s.list == nil {
		s.list = map[catalog.ShopID]*run{}
	}
	s.list[shop] = &run{of: of}
	return true
}

// tell changes what is known of the shop's import.
func (s *runs) tell(shop catalog.ShopID, change func(*run)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s.list[shop])
}

// importLarge reads a file and imports it after the answer. It tells whether
// it has taken the file: one that is small is imported at once instead.
func (d *Desk) importLarge(r *web.Request, shop catalog.Shop, file io.ReadSeeker, good bool) (bool, error) {
	ctx := r.R.Context()
	categories, err := d.Catalog.Categories(ctx)
	if err != nil {
		return false, err
	}
	report, err := feed.Read(file, shop, feed.Options{Categories: categories})
	if err != nil || len(report.Problems) > 0 && !good || len(report.Products) <= largeImport {
		_, seekErr := file.Seek(0, io.SeekStart)
		return false, seekErr // the other way says what is wrong
	}
	if !d.runs.begin(shop.ID, len(report.Products)) {
		return false, fault.New(fault.Conflict, "fault.import_runs")
	}
	by := r.Actor
	go d.run(shop.ID, func(tell func(int)) error {
		return d.Catalog.SaveProductsTelling(context.WithoutCancel(ctx), by, shop.ID, report.Products, tell)
	})
	return true, nil
}

// run saves, and notes how far it is and how it ended.
func (d *Desk) run(shop catalog.ShopID, save func(tell func(written int)) error) {
	err := save(func(written int) { d.runs.tell(shop, func(r *run) { r.done = written }) })
	d.runs.tell(shop, func(r *run) {
		if r.err, r.ended = err, time.Now(); err != nil {
			r.done = 0
		}
	})
}

// runView is how far an import is.
type runView struct {
	base     string
	done, of int64
	words    string
	ended    bool
	mishaps  []ui.Mishap
}

// importing shows how far the import is. While it runs the browser asks again
// by itself, with or without script.
func (d *Desk) importing(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	now, ok := d.runs.look(shop.ID)
	if !ok {
		return r.Redirect(base(r) + "/import")
	}
	v := runView{base: base(r), done: int64(now.done), of: int64(now.of), ended: !now.ended.IsZero(),
		words: r.T("desk.imp_progress", "done", r.Locale.Number(int64(now.done)), "of", r.Locale.Number(int64(now.of)))}
	if !v.ended {
		r.W.Header().Set("Refresh", "2")
	}
	if now.err != nil {
		v.mishaps = []ui.Mishap{{Words: r.T("desk.imp_nothing")}}
		for _, e := range fault.List(now.err) {
			v.mishaps = append(v.mishaps, ui.Mishap{Words: r.Locale.Error(e)})
		}
	}
	return d.page(r, http.StatusOK, shop, "import", r.T("desk.import"), importingPage(v))
}
