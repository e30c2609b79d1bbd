package hall

import (
	"context"
	"net/http"
	"strings"

	"agora/assembly"
	"agora/fault"
	"agora/web"
)

// deed is one thing that can be done in a hall: by a form of its page, or by a
// program that holds the link of a seat. A caption service posts "lang" and
// "caption" to the caption address of its captioner's seat.
type deed struct {
	name string
	part string // that shows what was done
	do   func(*Room, context.Context, assembly.Seated, *web.Form) error
}

var deeds = []deed{
	{"say", "chat", func(o *Room, ctx context.Context, at assembly.Seated, f *web.Form) error {
		return o.Assembly.Say(ctx, at, f.Get("say"))
	}},
	{"hide", "chat", func(o *Room, ctx context.Context, at assembly.Seated, f *web.Form) error {
		return o.Assembly.HideMessage(ctx, at, assembly.MessageID(f.ID("message")))
	}},
	{"pace", "chat", func(o *Room, ctx context.Context, at assembly.Seated, f *web.Form) error {
		slow := f.Int("slow")
		if err := f.Err(); err != nil {
			return err
		}
		return o.Assembly.Pace(ctx, at, slow, f.Has("closed"))
	}},
	{"ask", "question", func(o *Room, ctx context.Context, at assembly.Seated, f *web.Form) error {
		return o.Assembly.Ask(ctx, at, f.Get("ask"))
	}},
	{"vote", "question", func(o *Room, ctx context.Context, at assembly.Seated, f *web.Form) error {
		if id := f.ID("down"); id > 0 {
			return o.Assembly.Vote(ctx, at, assembly.QuestionID(id), false)
		}
		return o.Assembly.Vote(ctx, at, assembly.QuestionID(f.ID("up")), true)
	}},
	{"answer", "question", (*Room).answer},
	{"poll", "poll", func(o *Room, ctx context.Context, at assembly.Seated, f *web.Form) error {
		return o.Assembly.OpenPoll(ctx, at, assembly.Sheet{Question: f.Get("question"), Options: lines(f.Get("options"))})
	}},
	{"ballot", "poll", func(o *Room, ctx context.Context, at assembly.Seated, f *web.Form) error {
		if !f.Has("choice") {
			return fault.Field("choice", "fault.required")
		}
		choice := f.Int("choice")
		if err := f.Err(); err != nil {
			return err
		}
		return o.Assembly.Choose(ctx, at, assembly.PollID(f.ID("poll")), int(choice))
	}},
	{"close", "poll", func(o *Room, ctx context.Context, at assembly.Seated, f *web.Form) error {
		return o.Assembly.ClosePoll(ctx, at, assembly.PollID(f.ID("poll")))
	}},
	{"caption", "caption", func(o *Room, ctx context.Context, at assembly.Seated, f *web.Form) error {
		return o.Assembly.Caption(ctx, at, f.Get("lang"), f.Get("caption"))
	}},
	{"hand", "hand", (*Room).hand},
	{"booth", "booth", (*Room).handOver},
	{"record", "recording", (*Room).record},
	{"react", "react", (*Room).react},
	{"begin", "", func(o *Room, ctx context.Context, at assembly.Seated, _ *web.Form) error {
		if err := o.Assembly.Begin(ctx, at); err != nil {
			return err
		}
		return o.shut(ctx, greenRoom(at.Session.ID)) // who is in it goes on stage
	}},
	{"end", "", func(o *Room, ctx context.Context, at assembly.Seated, _ *web.Form) error {
		if err := o.Assembly.End(ctx, at); err != nil {
			return err
		}
		return o.shut(ctx, RoomOf(at.Session.ID))
	}},
}

// answer is what a moderator does with a question.
func (o *Room) answer(ctx context.Context, at assembly.Seated, f *web.Form) error {
	state, ok := map[string]assembly.QuestionState{"next": assembly.Next, "answered": assembly.Answered, "hidden": assembly.Hidden}[f.Get("state")]
	if !ok {
		return fault.Field("state", "fault.choice")
	}
	return o.Assembly.Mark(ctx, at, assembly.QuestionID(f.ID("question")), state, f.Get("answer"))
}

// hand moves the hand of who sits, or, for a moderator, somebody's.
func (o *Room) hand(ctx context.Context, at assembly.Seated, f *web.Form) error {
	switch {
	case f.Has("call"):
		seat := assembly.SeatID(f.ID("call"))
		if err := o.Assembly.CallUp(ctx, at, seat); err != nil {
			return err
		}
		return o.give(ctx, at, seat)
	case f.Has("dismiss"):
		seat := assembly.SeatID(f.ID("dismiss"))
		if err := o.Assembly.Dismiss(ctx, at, seat); err != nil {
			return err
		}
		return o.give(ctx, at, seat)
	case f.Has("lower"):
		return o.Assembly.LowerHand(ctx, at)
	}
	return o.Assembly.RaiseHand(ctx, at)
}

// do does a deed.
func (o *Room) do(r *web.Request, d deed) error {
	return o.act(r, d.part, func(at assembly.Seated, f *web.Form) error { return d.do(o, r.R.Context(), at, f) })
}

// act does what a form of the hall asks for and leads back to where it shows.
func (o *Room) act(r *web.Request, part string, do func(assembly.Seated, *web.Form) error) error {
	to := in(r, "")
	if part != "" {
		to += "#" + part
	}
	return o.post(r, o.show, func(at assembly.Seated, f *web.Form) (string, error) { return to, do(at, f) })
}

// post does what a form asks for and leads to the address that it gives. What was
// refused for a reason that a person can mend is shown again with what she typed.
func (o *Room) post(r *web.Request, again func(*web.Request, assembly.Seated, *web.Form, int) error, do func(assembly.Seated, *web.Form) (to string, err error)) error {
	at, err := o.enter(r)
	if err != nil {
		return err
	}
	form, err := r.Form()
	if form == nil {
		return err
	}
	to := ""
	if err == nil {
		to, err = do(at, form)
	}
	if err == nil {
		return r.Redirect(to)
	}
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict, fault.TooMany, fault.TooLarge:
	default:
		return err
	}
	if form.Err() == nil {
		for _, e := range fault.List(err) {
			form.Add(e.Field, e.Key, e.Args...)
		}
	}
	return again(r, at, form, fault.Status(err))
}

// lines are those of a text that have words.
func lines(s string) (list []string) {
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// track gives the captions of a language as a text track, from the time at which
// the session was to begin.
func (o *Room) track(r *web.Request) error {
	at, err := o.enter(r)
	if err != nil {
		return err
	}
	lang, ok := strings.CutSuffix(r.Path("lang"), ".vtt")
	if !ok || !known(at, lang) {
		return fault.New(fault.NotFound, "fault.page_not_found")
	}
	h := r.W.Header()
	h.Set("Content-Type", "text/vtt; charset=utf-8")
	h.Set("Cache-Control", "private, no-cache")
	if r.R.Method == http.MethodHead {
		return nil
	}
	return o.Assembly.WebVTT(r.R.Context(), at, lang, at.Session.Starts, r.W)
}
