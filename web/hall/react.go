package hall

import (
	"context"
	"time"

	"agora/assembly"
	"agora/web"
)

// reactView is one reaction that can be sent, and how many were.
type reactView struct{ kind, sign, label, n string }

// signs are what is on the buttons; a label says the same in words.
var signs = map[assembly.Reaction]string{"clap": "👏", "heart": "❤️", "laugh": "😄", "lost": "❓", "slower": "🐢"}

// reacts gives the row of reactions of a session.
func (o *Room) reacts(r *web.Request, id assembly.SessionID) (list []reactView) {
	counts := o.Assembly.Reacted(id)
	for i, kind := range assembly.Reactions {
		list = append(list, reactView{string(kind), signs[kind], r.T("hall.react_" + string(kind)), counted(r, counts[i])})
	}
	return list
}

// counted writes how many there are; nothing for none.
func counted(r *web.Request, n int64) string {
	if n == 0 {
		return ""
	}
	return r.Locale.Number(n)
}

func (o *Room) react(_ context.Context, at assembly.Seated, f *web.Form) error {
	return o.Assembly.React(at, assembly.Reaction(f.Get("kind")), time.Now())
}

// reactions is what those in a hall are told: the counts, by kind.
func (o *Room) reactions(r *web.Request, id assembly.SessionID) web.Event {
	counts := map[string]string{}
	for i, n := range o.Assembly.Reacted(id) {
		counts[string(assembly.Reactions[i])] = counted(r, n)
	}
	return web.Event{Name: "react", Value: counts}
}
