package hall

import (
	"context"
	"net/http"

	"agora/assembly"
	"agora/fault"
	"agora/web"
)

// group shows one group, or the part of it that the query names. Who comes when it is
// over is led back to the hall.
func (o *Room) group(r *web.Request) error {
	at, id, err := o.enterGroup(r)
	over := fault.HasKey(err, "fault.groups_over")
	if err != nil && !over {
		return err
	}
	v := newView(r, at, nil)
	switch part := r.Query("part"); {
	case part == "" && over:
		return r.Redirect(in(r, ""))
	case part == "":
		return o.showGroup(r, at, id, nil, http.StatusOK)
	case over:
		return r.Part(http.StatusOK, groupOver(v))
	case part == "talk":
		if err := o.talks(r, &v, id); err != nil {
			return err
		}
		return r.Part(http.StatusOK, talkPart(v))
	case part == "group":
		if err := o.fillGroup(r, &v, id); err != nil {
			return err
		}
		return r.Part(http.StatusOK, groupHead(v))
	}
	return fault.New(fault.NotFound, "fault.page_not_found")
}

// enterGroup lets her into the group of the address: hers, or any where she roams.
func (o *Room) enterGroup(r *web.Request) (at assembly.Seated, id assembly.GroupID, err error) {
	n, err := r.PathID("group")
	if err != nil {
		return at, id, err
	}
	id = assembly.GroupID(n)
	if at, err = o.enter(r); err == nil && !at.Among(id) {
		err = fault.New(fault.Conflict, "fault.groups_over")
	}
	return at, id, err
}

func (o *Room) showGroup(r *web.Request, at assembly.Seated, id assembly.GroupID, form *web.Form, status int) error {
	v := newView(r, at, form)
	v.hear = in(r, "/live", "group", number(int64(id)))
	v.say.Label = r.T("hall.group_say")
	if err := o.fillGroup(r, &v, id); err != nil {
		return err
	}
	if err := o.talks(r, &v, id); err != nil {
		return err
	}
	if o.media(r, &v); v.media != nil {
		v.media.ticket, v.media.asks, v.media.title, v.media.words = v.to("ticket"), false, r.T("hall.group_media"), r.T("hall.group_words")
	}
	f := r.Frame(v.groups.mine.title)
	f.Private, f.Place, f.Path = true, "assembly", groupURL(r, id)
	return r.Page(status, f, groupPage(v))
}

// fillGroup reads who is in a group.
func (o *Room) fillGroup(r *web.Request, v *roomView, id assembly.GroupID) error {
	if err := o.grouping(r, v); err != nil {
		return err
	}
	v.to = func(deed string) string { return in(r, "/groups/"+number(int64(id))+"/"+deed) }
	one := &v.groups.mine // the one that she looks at
	*one = v.groups.list[v.at.Grouped.Breakout.At(id)]
	list, count, err := o.Assembly.Members(r.R.Context(), v.at, id)
	for _, m := range list {
		one.members = append(one.members, memberView{m.Name, place(r, m.Author)})
	}
	one.size = r.N("hall.room_here", count[id])
	return err
}

func (o *Room) talks(r *web.Request, v *roomView, id assembly.GroupID) error {
	list, err := o.Assembly.Talks(r.R.Context(), v.at, id)
	v.messages = messageViews(r, v.at, list)
	return err
}

// inGroup does what a form of a group asks for.
func (o *Room) inGroup(part string, do func(context.Context, assembly.Seated, assembly.GroupID, *web.Form) error) func(*web.Request) error {
	return func(r *web.Request) error {
		n, err := r.PathID("group")
		if err != nil {
			return err
		}
		id := assembly.GroupID(n)
		return o.post(r, func(r *web.Request, at assembly.Seated, f *web.Form, status int) error {
			if !at.Among(id) {
				return fault.New(fault.Conflict, "fault.groups_over")
			}
			return o.showGroup(r, at, id, f, status)
		}, func(at assembly.Seated, f *web.Form) (string, error) {
			return groupURL(r, id) + "#" + part, do(r.R.Context(), at, id, f)
		})
	}
}
