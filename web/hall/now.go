package hall

import (
	"net/http"

	"agora/room"
	"agora/web"
	"agora/web/ui"
)

// nowView is the halls that are open on the node now, for who runs it.
type nowView struct {
	halls []openHall
	load  []ui.Row // of the engine of live rooms; none where there is none
}

// openHall is a session that runs, and how many are with it.
type openHall struct {
	event, title ui.Link
	rows         []ui.Row
}

// now shows which sessions run, how many follow each, and what its room carries.
func (h *Hall) now(r *web.Request) error {
	ctx := r.R.Context()
	list, err := h.Assembly.Running(ctx, r.Actor)
	if err != nil {
		return err
	}
	var v nowView
	if v.load, err = h.load(r); err != nil {
		return err
	}
	for _, s := range list {
		o := openHall{event: r.Words(s.Event.Title), title: r.Words(s.Session.Title)}
		o.event.URL = hostURL(s.Event.ID)
		o.rows = append(o.rows, ui.Row{What: r.T("assembly.now_follow"), Value: r.Locale.Number(h.Assembly.Present(s.Session.ID))})
		if h.Streams != nil && s.Event.Broadcast {
			o.rows = append(o.rows, ui.Row{What: r.T("assembly.now_stream"), Value: r.Locale.Number(h.Streams.Watching(s.Session.ID))})
		}
		if h.Rooms != nil {
			people, err := h.Rooms.Present(ctx, RoomOf(s.Session.ID))
			if err := absent(err); err != nil {
				return err
			}
			tracks := int64(0)
			for _, p := range people {
				tracks += int64(len(p.Tracks))
			}
			o.rows = append(o.rows, ui.Row{What: r.T("assembly.now_in"), Value: r.Locale.Number(int64(len(people)))},
				ui.Row{What: r.T("assembly.now_sent"), Value: r.Locale.Number(tracks)})
		}
		v.halls = append(v.halls, o)
	}
	return h.page(r, http.StatusOK, r.T("assembly.now"), nowPage(v))
}

// load shows what the engine of live rooms carries, and how much it may, as far as it
// says so.
func (h *Hall) load(r *web.Request) ([]ui.Row, error) {
	m, ok := h.Rooms.(room.Measured)
	if !ok {
		return nil, nil
	}
	l, err := m.Load(r.R.Context())
	if err := absent(err); err != nil {
		return nil, err
	}
	rows := []ui.Row{{What: r.T("setting.live_people"), Value: r.Locale.Number(int64(l.Most))}}
	if l.Known {
		rows = append(rows, ui.Row{What: r.T("assembly.now_in"), Value: r.Locale.Number(l.People)},
			ui.Row{What: r.T("assembly.now_bytes_in"), Value: rate(r, l.In)}, ui.Row{What: r.T("assembly.now_bytes_out"), Value: rate(r, l.Out)})
	}
	return rows, nil
}

// rate writes bytes a second as what lines are sold by: kilobits a second.
func rate(r *web.Request, bytes int64) string {
	return r.T("assembly.now_rate", "n", r.Locale.Number(bytes*8/1000))
}
