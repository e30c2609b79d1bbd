package storefront

import (
	"net/http"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

const savedPath = "/account/searches"

// savedView is the searches that a person keeps.
type savedView struct{ list []savedRow }

type savedRow struct {
	link ui.Link
	id   string
}

// saved lists the searches that a person keeps.
func (s *Store) saved(r *web.Request) error {
	if !r.Actor.SignedIn() {
		return r.Redirect("/account/sign-in?next=" + savedPath)
	}
	list, err := s.Catalog.SavedSearches(r.R.Context(), r.Actor)
	if err != nil {
		return err
	}
	var v savedView
	for _, one := range list {
		v.list = append(v.list, savedRow{ui.Link{URL: one.Path, Text: one.Name}, strconv.FormatInt(int64(one.ID), 10)})
	}
	f := r.Frame(r.T("store.saved"))
	f.Place, f.Private = "account", true
	return r.Page(http.StatusOK, f, savedPage(v))
}

// keepSearch saves a search, or forgets one.
func (s *Store) keepSearch(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	path := web.Local(form.Get("path"), "/search")
	if !r.Actor.SignedIn() {
		return r.Redirect("/account/sign-in?next=" + strings.ReplaceAll(path, "&", "%26"))
	}
	if id := form.ID("drop"); id > 0 {
		if err := s.Catalog.DropSearch(r.R.Context(), r.Actor, catalog.SavedID(id)); err != nil {
			return err
		}
		return r.Redirect(savedPath)
	}
	err = s.Catalog.SaveSearch(r.R.Context(), r.Actor, catalog.Saved{Name: form.Get("name"), Path: path})
	if fault.Is(err, fault.Invalid) { // no form of ours sends that
		return fault.New(fault.NotFound, "fault.page_not_found")
	}
	if err != nil {
		return err
	}
	r.Say("store.saved_done")
	return r.Redirect(path)
}
