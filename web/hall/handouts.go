package hall

import (
	"context"
	"slices"

	"agora/assembly"
	"agora/fault"
	"agora/web"
)

// fileView is a file that is handed out.
type fileView struct{ id, name, size, url string }

// filesOf lists files with the address of each.
func filesOf(r *web.Request, list []assembly.Handout, address func(id string) string) (files []fileView) {
	for _, h := range list {
		id := number(int64(h.ID))
		files = append(files, fileView{id, h.Name, r.T("store.kb", "n", r.Locale.Number((h.Size+1023)>>10)), address(id)})
	}
	return files
}

// handouts fills in what is handed out in a session and in its event.
func (o *Room) handouts(r *web.Request, v *roomView) error {
	v.files = handedOut(r, v.at)
	return nil
}

// handedOut lists what is handed out in a session and in its event.
func handedOut(r *web.Request, at assembly.Seated) []fileView {
	return filesOf(r, slices.Concat(at.Here, at.Whole), func(id string) string { return in(r, "/handouts/"+id) })
}

// handout gives a file.
func (o *Room) handout(r *web.Request) error {
	at, err := o.enter(r)
	if err != nil {
		return err
	}
	id, err := r.PathID("handout")
	if err != nil {
		return err
	}
	return o.Assembly.GiveHandout(r.W, r.R, slices.Concat(at.Here, at.Whole), assembly.HandoutID(id))
}

// handOut takes a file, gives slides out, or takes back what was given.
func (o *Room) handOut(ctx context.Context, at assembly.Seated, f *web.Form) (string, error) {
	const place = "/slides#handout"
	switch {
	case f.Has("back"):
		return place, o.Assembly.Withhold(ctx, at, assembly.HandoutID(f.ID("back")))
	case f.Has("offer"):
		return place, o.Assembly.OfferDeck(ctx, at, assembly.DeckID(f.ID("offer")), true)
	case f.Has("keep"):
		return place, o.Assembly.OfferDeck(ctx, at, assembly.DeckID(f.ID("keep")), false)
	}
	file, name, err := f.Named("handout")
	if err != nil {
		return "", err
	}
	if file == nil {
		return "", fault.Field("handout", "fault.required")
	}
	defer file.Close()
	err = o.Assembly.HandOut(ctx, at, f.Has("whole"), name, file)
	if list := fault.List(err); len(list) == 1 && list[0].Field == "file" { // two forms of the page send files
		return "", &fault.Error{Kind: list[0].Kind, Field: "handout", Key: list[0].Key, Args: list[0].Args}
	}
	return place, err
}

// given adds what is handed out to a seat's agenda.
func (h *Hall) given(r *web.Request, at assembly.Seated, v *seatView) error {
	all, err := h.Assembly.Handouts(r.R.Context(), at)
	v.files = map[assembly.SessionID][]fileView{}
	for id, list := range all {
		v.files[id] = filesOf(r, list, func(file string) string {
			if id == 0 {
				return address(r, "/attend/"+r.Path("event")+"/"+r.Path("id")+"/handout", "n", file)
			}
			return seatURL(r, "/"+number(int64(id))+"/handouts/"+file)
		})
	}
	return err
}

// handout gives a file of the whole event.
func (h *Hall) handout(r *web.Request) error {
	at, err := h.seated(r)
	if err != nil {
		return err
	}
	all, err := h.Assembly.Handouts(r.R.Context(), at)
	if err != nil {
		return err
	}
	return h.Assembly.GiveHandout(r.W, r.R, all[0], assembly.HandoutID(r.QueryID("n")))
}
