package hall

import (
	"agora/assembly"
	"agora/web"
	"agora/web/ui"
)

// busiestView is the minute of a session in which most reactions came.
type busiestView struct {
	title ui.Link
	most  string
	watch string // where a form leads to its recording at that minute; "" for none
}

// reactedOf says how often people reacted with what, in the order in which they are offered.
func reactedOf(r *web.Request, f assembly.Turnout) (list []ui.Row) {
	for i, n := range f.Reacted {
		if n > 0 {
			kind := assembly.Reactions[i]
			list = append(list, ui.Row{What: signs[kind] + " " + r.T("hall.react_"+string(kind)), Value: r.Locale.Number(n)})
		}
	}
	return list
}

func busiestOf(r *web.Request, e assembly.Event, s assembly.Session, b assembly.Busiest) busiestView {
	v := busiestView{title: r.Words(s.Title), most: r.T("assembly.reactions_most", "n", r.Locale.Number(b.N), "time", r.Locale.Digits(b.Minute.In(e.Location()).Format("15:04")))}
	if s.Replay {
		v.watch = hostURL(e.ID) + "/enter?session=" + number(int64(s.ID)) + "&minute=" + number(b.Minute.Unix()/60)
	}
	return v
}
