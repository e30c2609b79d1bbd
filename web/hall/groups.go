package hall

import (
	"context"
	"net/http"
	"time"

	"agora/assembly"
	"agora/web"
	"agora/web/ui"
)

// groupsView is the groups of a session: on its hall, and on a page of their own.
type groupsView struct {
	open, chosen bool
	until        string // in words
	ends, now    string // milliseconds of Unix time, by the clock of the node
	word         string // that was said to all
	soon         bool   // they are called back
	mine         groupView
	into         bool   // she may go into the smallest: she is in none, and does not choose
	join         string // address
	list         []groupView
	all          string // address of the page of groups

	count, names, minutes, tell ui.Field // of who steers
	who, where                  ui.Field
}

// groupView is one group.
type groupView struct {
	id, title, url, size string
	name                 string // what it talks about
	asks, mine           bool
	members              []memberView
	more                 string
}

type memberView struct{ who, from string }

// groupRoutes are the ways to groups, below the hall.
func (o *Room) groupRoutes(hall string) []web.Route {
	list := []web.Route{
		{Method: http.MethodGet, Pattern: hall + "/groups", Handle: o.groups},
		{Method: http.MethodPost, Pattern: hall + "/groups/join", Handle: o.join},
		{Method: http.MethodGet, Pattern: hall + "/groups/{group}", Handle: o.group},
		{Method: http.MethodPost, Pattern: hall + "/groups/{group}/ticket", Handle: o.groupTicket},
		{Method: http.MethodPost, Pattern: hall + "/groups/{group}/talk", Handle: o.inGroup("talk", func(ctx context.Context, at assembly.Seated, id assembly.GroupID, f *web.Form) error {
			return o.Assembly.Talk(ctx, at, id, f.Get("say"))
		})},
		{Method: http.MethodPost, Pattern: hall + "/groups/{group}/help", Handle: o.inGroup("group", func(ctx context.Context, at assembly.Seated, id assembly.GroupID, f *web.Form) error {
			return o.Assembly.AskHelp(ctx, at, id, f.Has("asks"))
		})},
	}
	for name, do := range map[string]func(context.Context, assembly.Seated, *web.Form) error{"break": o.split, "tell": o.tell, "prolong": o.prolong, "recall": o.recall, "move": o.moveGroup} {
		list = append(list, web.Route{Method: http.MethodPost, Pattern: hall + "/groups/" + name, Handle: func(r *web.Request) error {
			return o.post(r, o.showGroups, func(at assembly.Seated, f *web.Form) (string, error) {
				return in(r, "/groups") + "#group", do(r.R.Context(), at, f)
			})
		}})
	}
	return list
}

// grouping says in a hall whether there are groups, and which is hers.
func (o *Room) grouping(r *web.Request, v *roomView) error {
	g, b := &v.groups, v.at.Grouped.Breakout
	g.all, g.join = in(r, "/groups"), in(r, "/groups/join")
	if b.ID == 0 {
		return nil
	}
	g.open, g.chosen, g.word = true, b.Chosen, b.Word
	g.until, g.ends, g.now = r.T("hall.groups_until", "time", r.Clock(b.Until)), number(b.Until.UnixMilli()), number(r.Now().UnixMilli())
	g.soon = b.Until.Sub(r.Now()) <= time.Minute
	for i, one := range b.Groups {
		view := groupView{id: number(int64(one.ID)), title: r.T("hall.group_n", "n", r.Locale.Number(int64(i+1))), name: one.Name, asks: one.Asks, mine: one.ID == v.at.Grouped.Mine, url: groupURL(r, one.ID)}
		if view.mine {
			g.mine = view
		}
		g.list = append(g.list, view)
	}
	g.into = v.at.Grouped.Mine == 0 && !b.Chosen && !v.at.Roams()
	return nil
}

func groupURL(r *web.Request, id assembly.GroupID) string { return in(r, "/groups/"+number(int64(id))) }

// groups shows the page of groups, or the part of it that the query names.
func (o *Room) groups(r *web.Request) error {
	at, err := o.enter(r)
	if err != nil {
		return err
	}
	if r.Query("part") == "" {
		return o.showGroups(r, at, nil, http.StatusOK)
	}
	v := newView(r, at, nil)
	if err := o.listGroups(r, &v); err != nil {
		return err
	}
	return r.Part(http.StatusOK, groupsPart(v))
}

func (o *Room) showGroups(r *web.Request, at assembly.Seated, form *web.Form, status int) error {
	v := newView(r, at, form)
	if err := o.listGroups(r, &v); err != nil {
		return err
	}
	f := r.Frame(r.T("hall.groups"))
	f.Private, f.Place, f.Path = true, "assembly", in(r, "/groups")
	return r.Page(status, f, groupsPage(v))
}

// listGroups adds who is in which group, and the fields of who steers.
func (o *Room) listGroups(r *web.Request, v *roomView) error {
	if err := o.grouping(r, v); err != nil {
		return err
	}
	fill := func(f ui.Field) ui.Field { return v.form.Fill(r, f) }
	g := &v.groups
	g.count = fill(ui.Field{Name: "count", Label: r.T("hall.groups_count"), Mode: "numeric", Dir: "ltr", Max: 2, Value: "4", Complete: "off"})
	g.names = fill(ui.Field{Name: "names", Label: r.T("hall.groups_names"), Hint: r.T("hall.groups_names_hint"), Type: "area", Rows: 3, Dir: "auto"})
	g.minutes = fill(ui.Field{Name: "minutes", Label: r.T("hall.offer_minutes"), Mode: "numeric", Dir: "ltr", Max: 3, Value: "10", Complete: "off", Required: true})
	g.tell = fill(ui.Field{Name: "word", Label: r.T("hall.groups_tell"), Max: assembly.MaxMessage, Dir: "auto", Complete: "off", Required: true})
	if !g.open {
		g.chosen = v.form != nil && v.form.Get("how") == "chosen"
		return nil
	}
	list, count, err := o.Assembly.Members(r.R.Context(), v.at, 0)
	g.who = fill(ui.Field{Name: "seat", Label: r.T("hall.groups_who"), Options: []ui.Option{}})
	g.where = fill(ui.Field{Name: "group", Label: r.T("hall.groups_where"), Options: []ui.Option{}})
	for i, group := range v.at.Grouped.Breakout.Groups {
		one := &g.list[i]
		g.where.Options = append(g.where.Options, ui.Option{Value: one.id, Text: one.title + dot(one.name)})
		for _, m := range list {
			if m.Group == group.ID {
				one.members = append(one.members, memberView{m.Name, place(r, m.Author)})
				g.who.Options = append(g.who.Options, ui.Option{Value: number(int64(m.Seat)), Text: m.Name + dot(one.title)})
			}
		}
		n := count[group.ID]
		one.size = r.N("hall.room_here", n)
		if more := n - int64(len(one.members)); more > 0 {
			one.more = "+" + r.Locale.Number(more)
		}
	}
	return err
}

func dot(s string) string {
	if s == "" {
		return ""
	}
	return " · " + s
}

// join puts her into a group, and takes her there.
func (o *Room) join(r *web.Request) error {
	return o.post(r, o.showGroups, func(at assembly.Seated, f *web.Form) (string, error) {
		ctx := r.R.Context()
		if err := o.Assembly.Join(ctx, at, assembly.GroupID(f.ID("group"))); err != nil {
			return "", err
		}
		was := at.Grouped.Mine
		at, err := o.enter(r)
		if err == nil && was != 0 && was != at.Grouped.Mine {
			err = o.sendBack(ctx, at.Session.ID, was, at.Seat.ID)
		}
		return groupURL(r, at.Grouped.Mine), err
	})
}

func (o *Room) split(ctx context.Context, at assembly.Seated, f *web.Form) error {
	names := lines(f.Get("names"))
	p := assembly.Breaking{Names: names, Minutes: f.Int("minutes"), Chosen: f.Get("how") == "chosen"}
	if len(names) == 0 {
		p.Count = f.Int("count")
	}
	if err := f.Err(); err != nil {
		return err
	}
	return o.Assembly.Break(ctx, at, p)
}

func (o *Room) tell(ctx context.Context, at assembly.Seated, f *web.Form) error {
	return o.Assembly.Tell(ctx, at, f.Get("word"))
}

func (o *Room) prolong(ctx context.Context, at assembly.Seated, f *web.Form) error {
	minutes := f.Int("minutes")
	if err := f.Err(); err != nil {
		return err
	}
	return o.Assembly.Prolong(ctx, at, minutes)
}

func (o *Room) recall(ctx context.Context, at assembly.Seated, _ *web.Form) error {
	return o.Assembly.Recall(ctx, at)
}

// moveGroup puts somebody into another group, and out of the room of her own.
func (o *Room) moveGroup(ctx context.Context, at assembly.Seated, f *web.Form) error {
	seat, to := assembly.SeatID(f.ID("seat")), assembly.GroupID(f.ID("group"))
	if err := o.Assembly.Move(ctx, at, seat, to); err != nil {
		return err
	}
	for _, g := range at.Grouped.Breakout.Groups {
		if g.ID != to {
			if err := o.sendBack(ctx, at.Session.ID, g.ID, seat); err != nil {
				return err
			}
		}
	}
	return nil
}
