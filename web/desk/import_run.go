package desk

import (
	"context"
	"net/http"

	"agora/feed"
	"agora/web"
	"agora/web/ui"
)

// An import of up to so many products is run before the answer; the rest is left
// to the node's jobs, and a page tells how far it is.
const largeImport = 50

// runView is how far an import is.
type runView struct {
	base     string
	id       string
	label    string
	done, of int64
	words    string
	ended    bool
	mishaps  []ui.Mishap
	facts    []ui.Row
	said     string
	undo     bool
}

// importing shows how far the newest import is. While it runs the browser asks
// again by itself, with or without script.
func (d *Desk) importing(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	run, ok, err := d.Feed.Latest(r.R.Context(), r.Actor, shop.ID)
	if err != nil {
		return err
	}
	if !ok {
		return r.Redirect(base(r) + "/import")
	}
	v := runOf(r, run)
	if !v.ended {
		r.W.Header().Set("Refresh", "2")
	}
	return d.page(r, http.StatusOK, shop, "import", r.T("desk.import"), importingPage(v))
}

func runOf(r *web.Request, run feed.Run) runView {
	v := runView{base: base(r), id: number(int64(run.ID)), label: r.T("desk.import"), done: run.Done, of: run.Total, ended: run.Ended(), undo: run.CanUndo,
		words: r.T("desk.imp_progress", "done", r.Locale.Number(run.Done), "of", r.Locale.Number(run.Total))}
	for _, f := range []struct {
		key string
		n   int64
	}{{"desk.imp_new", run.Created}, {"desk.imp_changed", run.Changed}, {"desk.imp_same", run.Same}, {"desk.imp_refused", run.Refused}} {
		if f.n > 0 {
			v.facts = append(v.facts, ui.Row{What: r.T(f.key), Value: r.Locale.Number(f.n)})
		}
	}
	switch run.State {
	case feed.Refused:
		v.mishaps = []ui.Mishap{{Words: r.T("desk.imp_nothing")}}
	case feed.Done:
		v.said = r.T("desk.imported")
	case feed.Undone, feed.Undoing:
		v.said = r.T("desk.imp_undone")
	}
	return v
}

// undoImport takes the newest import back.
func (d *Desk) undoImport(r *web.Request) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	ctx := r.R.Context()
	run, ok, err := d.Feed.Latest(ctx, r.Actor, shop.ID)
	if err != nil {
		return err
	}
	id := feed.ImportID(form.ID("import"))
	if err := d.Feed.Undo(ctx, r.Actor, shop.ID, id); err != nil {
		return err
	}
	if ok && run.Created+run.Changed <= largeImport {
		if err := d.Feed.ContinueUndo(context.WithoutCancel(ctx), shop.ID, id); err != nil {
			return err
		}
	}
	return r.Redirect(base(r) + "/import/run")
}
