package hall

import (
	"context"
	"encoding/json"
	"slices"

	"agora/assembly"
	"agora/fault"
	"agora/room"
	"agora/web"
	"agora/web/ui"
)

// media is how she comes in with sound and picture: to the room of a session that
// runs, and before it to the green room, who has something to do in it. Nothing
// where the node has no live rooms.
func (o *Room) media(r *web.Request, v *roomView) {
	if o.Rooms == nil || r.Light() || !v.live && !green(v.at) {
		return
	}
	r.Live(o.Door())
	m := mediaView{title: r.T("hall.media_hear"), ticket: in(r, "/ticket"), script: ui.Asset("media.js"), client: ui.Asset(ui.LiveScript), kib: r.T("hall.media_loads", "n", r.Locale.Number(ui.LiveBytes()>>10))}
	langs := v.at.Event.Langs
	if !v.live { // in the green room everybody speaks on the floor
		m.title, m.words, langs = r.T("hall.media_green"), r.T("hall.media_green_words"), langs[:1]
	}
	names := r.LanguageNames(langs)
	for i, lang := range langs {
		c := ui.Option{Value: string(room.Spoken(lang)), Text: names[i], Lang: lang, Dir: ui.DirOf(lang)}
		if i == 0 {
			c.Value, c.Text, c.Selected = string(room.Floor), r.T("hall.media_floor", "language", names[i]), true
			c.Lang, c.Dir = "", ""
		}
		m.channels = append(m.channels, c)
	}
	m.asks = v.at.Needs()
	v.media = &m
}

// ticketView is what a browser needs to go into the room of a session.
type ticketView struct {
	Address string            `json:"address"`
	Token   string            `json:"token"`
	Sends   map[string]string `json:"sends"` // what she may send, by where it comes from: how it is named
	Asks    bool              `json:"asks"`  // she may send once she agrees to be recorded
}

// RoomOf names the room of a session.
func RoomOf(id assembly.SessionID) room.ID { return room.ID("session-" + number(int64(id))) }

// personOf names a person in it.
func personOf(id assembly.SeatID) room.PersonID { return room.PersonID("seat-" + number(int64(id))) }

// green reports whether a seat may be in the green room of a session, where those
// who will be on stage meet before it begins.
func green(at assembly.Seated) bool {
	return at.Session.State == assembly.Planned && at.Seat.Role != assembly.Attendee
}

// greenRoom names it.
func greenRoom(id assembly.SessionID) room.ID { return room.ID("green-" + number(int64(id))) }

// grant is what a seat may do in the room of a session that runs. Who would be heard
// or seen where all are recorded only hears until she agrees: asks says so.
func grant(at assembly.Seated, called bool) (g room.Grant, asks bool) {
	g = rights(at, called)
	if at.Needs() && len(g.May()) > 0 {
		return room.Grant{Role: room.Viewer}, true
	}
	return g, false
}

// rights are what her role gives a seat: who is on the stage speaks, and who was called
// up.
func rights(at assembly.Seated, called bool) room.Grant {
	switch role := at.Seat.Role; {
	case role == assembly.Interpreter && at.Listens(): // her partner is on
		return room.Grant{Role: room.Viewer}
	case role == assembly.Interpreter:
		return room.Grant{Role: room.Interpreter, Language: at.Seat.Channel}
	case role == assembly.Captioner:
		return room.Grant{Role: room.Captioner}
	case role == assembly.Attendee && !called:
		return room.Grant{Role: room.Viewer}
	}
	return room.Grant{Role: room.Speaker}
}

// now is what a seat may do in the room of a session at this moment; nothing where it
// has none.
func (o *Room) now(ctx context.Context, session assembly.SessionID, seat assembly.SeatID) (room.Grant, bool, error) {
	at, called, err := o.Assembly.NowIn(ctx, session, seat)
	if fault.Is(err, fault.NotFound) {
		return room.Grant{}, false, nil
	}
	g, asks := grant(at, called)
	return g, asks, err
}

// ticket lets a person of a hall into its room while the session runs. It is good
// for minutes; her browser asks for another when she comes again.
func (o *Room) ticket(r *web.Request) error {
	at, err := o.enter(r)
	if err != nil {
		return err
	}
	agreed, err := o.agrees(r, &at)
	if err != nil {
		return err
	}
	ctx, id, g, asks := r.R.Context(), RoomOf(at.Session.ID), room.Grant{Role: room.Speaker}, false // nobody records a green room
	switch {
	case at.Session.State == assembly.Live:
		called, err := o.called(ctx, at)
		if err != nil {
			return err
		}
		if at.Seat.Role == assembly.Interpreter { // who comes first is on
			if at.Speaking, err = o.Assembly.OnOr(ctx, at); err != nil {
				return err
			}
		}
		g, asks = grant(at, called)
	case green(at):
		id = greenRoom(at.Session.ID)
	default:
		return fault.New(fault.Conflict, "fault.hall_not_live")
	}
	if agreed { // she may be in already
		if err := absent(o.Rooms.Change(ctx, id, personOf(at.Seat.ID), g)); err != nil {
			return err
		}
	}
	return o.admit(r, at, id, g, asks)
}

// admit answers with a ticket to a room, which is open then.
func (o *Room) admit(r *web.Request, at assembly.Seated, id room.ID, g room.Grant, asks bool) error {
	ctx := r.R.Context()
	if o.Rooms == nil {
		return fault.New(fault.NotFound, "fault.page_not_found")
	}
	if err := o.Rooms.Open(ctx, room.Spec{ID: id}); err != nil {
		return err
	}
	t, err := o.Rooms.Admit(ctx, id, room.Person{ID: personOf(at.Seat.ID), Name: at.Seat.Name}, g)
	if err != nil {
		return err
	}
	v := ticketView{Address: t.Address, Token: t.Token, Sends: map[string]string{}, Asks: asks}
	for name, from := range g.May() {
		v.Sends[string(from)] = string(name)
	}
	r.W.Header().Set("Content-Type", "application/json")
	r.W.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(r.W).Encode(v)
}

// called reports whether somebody was called up.
func (o *Room) called(ctx context.Context, at assembly.Seated) (bool, error) {
	hands, err := o.Assembly.Hands(ctx, at)
	return slices.ContainsFunc(hands, func(h assembly.Hand) bool { return h.Called && h.Seat == at.Seat.ID }), err
}

// shut ends a room.
func (o *Room) shut(ctx context.Context, id room.ID) error {
	if o.Rooms == nil {
		return nil
	}
	return absent(o.Rooms.Close(ctx, id))
}

// give lets somebody who was called up, or sent back, do in the room what she may do
// now. Who has to agree first gets it with her next ticket.
func (o *Room) give(ctx context.Context, at assembly.Seated, id assembly.SeatID) error {
	if o.Rooms == nil {
		return nil
	}
	g, asks, err := o.now(ctx, at.Session.ID, id)
	if err != nil || asks {
		return err
	}
	return absent(o.Rooms.Change(ctx, RoomOf(at.Session.ID), personOf(id), g))
}

// absent takes who is not in a room, and a room that is not open, for what they are:
// no fault.
func absent(err error) error {
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Unavailable) {
		return nil
	}
	return err
}
