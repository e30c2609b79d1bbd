package hall

import (
	"net/http"
	"slices"

	"agora/reel"
	"agora/web"
	"agora/web/ui"
)

// streamView is the stream of a session.
type streamView struct {
	event, title  ui.Link
	list          string // address of what is on the air
	player, kib   string // of the library that other browsers need
	channels, how []ui.Link
	hall          string
}

// stream shows the page on which a session is watched beyond its room.
func (o *Room) stream(r *web.Request) error {
	at, err := o.enter(r)
	if err != nil {
		return err
	}
	if o.Streams == nil || !at.Streams() {
		return r.Redirect(in(r, ""))
	}
	s := at.Session
	v := streamView{event: r.Words(at.Event.Title), title: r.Words(s.Title), hall: in(r, ""), player: ui.Asset(ui.StreamScript),
		kib: r.T("hall.media_loads", "n", r.Locale.Number(ui.StreamBytes()>>10))}
	v.event.URL, v.title.URL = seatURL(r, ""), v.hall
	channels := at.Event.Channels()
	channel, sound := r.Query("channel"), r.Query("sound") == "1"
	if !slices.Contains(channels, channel) {
		channel = reel.Floor
	}
	v.channels, v.how = choices(r, at, "/stream", channels, channel, sound)
	v.list = o.Streams.Address(at, channel, !sound)
	r.Playing()
	f := r.Frame(v.title.Text)
	f.Private, f.Place, f.Path = true, "assembly", in(r, "/stream")
	return r.Page(http.StatusOK, f, streamPage(v))
}
