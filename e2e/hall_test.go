package e2e

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"agora/assembly"
	"agora/catalog"
	"agora/identity"
	program "agora/node"
)

// hall is a session on a node of its own, with people who have seats in it.
type hall struct {
	*testing.T
	node    *program.Node
	event   assembly.Event
	session assembly.Session
	data    string // folder of the node
}

func openHall(t *testing.T) *hall {
	t.Helper()
	data := t.TempDir()
	n, err := program.Open(t.Context(), program.Settings{Data: data, Listen: "127.0.0.1:0", Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err == nil {
		err = n.Start(t.Context())
	}
	h := &hall{T: t, node: n, data: data}
	h.must(err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		_ = n.Stop(ctx)
	})
	boss, now := identity.System(), time.Now().Truncate(time.Minute)
	h.event, err = n.Assembly.Save(t.Context(), boss, assembly.Event{Starts: now, Ends: now.Add(8 * time.Hour), Plan: assembly.Plan{Kind: assembly.Conference,
		Title: catalog.Texts{"en": "First sellers, 23 November"}, Zone: "Asia/Bishkek", Langs: []string{"ur", "en", "ru", "zh-Hans", "fa", "ky"}}})
	h.must(err)
	h.must(n.Assembly.Publish(t.Context(), boss, h.event.ID))
	topic := assembly.Topic{Title: catalog.Texts{"en": "What a buyer in Lahore asks before she says yes"}}
	for _, s := range [][2]string{{"Dilnoza Karimova", "Margilan"}, {"Saima Rafiq", "buyer, Lahore"}, {"Azamat Toktosunov", "Naryn"}} {
		speaker, err := n.Assembly.Invite(t.Context(), boss, h.event.ID, assembly.Speaker{Name: s[0], Place: s[1]})
		h.must(err)
		topic.Speakers = append(topic.Speakers, speaker.ID)
	}
	h.session, err = n.Assembly.Schedule(t.Context(), boss, assembly.Session{Event: h.event.ID, Starts: now, Ends: now.Add(time.Hour), Topic: topic})
	h.must(err)
	return h
}

func (h *hall) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// seat gives somebody a seat, and the address by which she comes in.
func (h *hall) seat(name, country string, role assembly.Role) (at assembly.Seated, link string) {
	h.Helper()
	s, _, err := h.node.Assembly.Register(h.Context(), identity.Guest(), h.event.ID,
		assembly.Applicant{Name: name, Email: fmt.Sprintf("p%d@example.org", time.Now().UnixNano()), Country: country, Agreed: true})
	h.must(err)
	channel := ""
	if role == assembly.Captioner {
		channel = "en"
	}
	h.must(h.node.Assembly.Appoint(h.Context(), identity.System(), h.event.ID, s.ID, role, channel))
	at, err = h.node.Assembly.Enter(h.Context(), identity.System(), h.event.ID, s.ID, h.session.ID)
	h.must(err)
	return at, fmt.Sprintf("%s/attend/%d/%d/%d?k=%s", h.node.Addr(), h.event.ID, s.ID, h.session.ID, h.node.Identity.Sign(assembly.SeatPurpose, int64(s.ID)))
}

// enters opens the hall in a window of her own.
func enters(t *testing.T, ctx context.Context, as view, name, link string) *visitor {
	t.Helper()
	v := visit(t, ctx, as, name)
	if status := v.load("enter the hall", chromedp.Navigate(link+"&lang="+as.lang)); status != 200 {
		v.fail("enter the hall", fmt.Errorf("status %d", status))
	}
	return v
}

// sees waits until the page says something in a place, without loading it again.
func (v *visitor) sees(selector, words string) {
	v.Helper()
	for end := time.Now().Add(patience); !strings.Contains(ask[string](v, "document.querySelector("+quote(selector)+")?.textContent ?? ''"), words); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			v.fail("wait for "+words, fmt.Errorf("%s says %q", selector, ask[string](v, "document.querySelector("+quote(selector)+")?.textContent ?? ''")))
		}
	}
}

// TestAHallIsAlive has three people in one session, of whom nobody loads her page
// again: what one does the others see, and what they type meanwhile stays.
func TestAHallIsAlive(t *testing.T) {
	t.Parallel()
	h := openHall(t)
	ctx := openBrowser(t)
	_, asking := h.seat("Nilufar", "TJ", assembly.Attendee)
	_, voting := h.seat("Bektur", "KG", assembly.Attendee)
	hosts, hosting := h.seat("Olga", "BY", assembly.HostRole)
	_, writing := h.seat("Farida", "PK", assembly.Captioner)
	host := enters(t, ctx, view{true, 1280, "en"}, "hall-host", hosting)
	host.press(`form[action*="/begin"] button`)
	one, two := enters(t, ctx, view{true, 1280, "en"}, "hall", asking), enters(t, ctx, view{true, 375, "en"}, "hall", voting)
	for _, v := range []*visitor{host, one, two} {
		ask[bool](v, "window.stayed = true")
	}
	two.sees("[data-here]", "people")
	two.fill("say", "half a sentence")

	one.fill("ask", "What do you do when the courier asks for more money than the page said?")
	one.tick(`form[action*="/ask"] button`)
	two.sees(`[data-part="question"]`, "courier")
	two.tick(`.vote`)
	two.sees(`.vote[aria-pressed="true"]`, "1")
	one.sees(`.vote[aria-pressed="false"]`, "1")
	two.tick(`.vote`)
	one.sees(`.vote`, "0")
	two.sees(`.vote[aria-pressed="false"]`, "0")
	two.tick(`.vote`)
	one.sees(`.vote`, "1")

	host.tick("#poll-new summary")
	host.fill("question", "Would you wait 10 days for duty-paid post?")
	host.fill("options", "Yes, if the total is true\nOnly under 6 days\nNo")
	host.tick(`form[action*="/poll"] button`)
	one.sees(`[data-part="poll"]`, "Would you wait")
	two.sees(`[data-part="poll"]`, "Would you wait")
	one.tick(`[data-part="poll"] .opt:nth-of-type(1)`)
	one.tick(`form[action*="/ballot"] button`)
	one.sees(`[data-part="poll"]`, "Your choice")
	two.sees(`[data-part="poll"]`, "100%")
	host.sees(`[data-part="poll"]`, "100%")
	host.tick(`form[action*="/close"] button`)
	two.sees(`[data-part="poll"]`, "closed")

	captioner := enters(t, ctx, view{true, 1280, "en"}, "hall-captions", writing)
	captioner.fill("caption", "I always look for one thing: the number at my door.")
	captioner.tick(`form[action*="/caption"] button`)
	one.sees(`.cap [role="log"]`, "the number at my door")

	one.fill("say", "Good day from <b>Khujand</b>")
	one.tick(`form[action*="/say"] button`)
	two.sees(`[data-part="chat"]`, "<b>Khujand</b>")
	one.tick(`[data-part="hand"] button`)
	host.sees(`[data-part="hand"]`, "Tajikistan")
	host.tick(`[data-part="hand"] button[name="call"]`)
	one.sees(`[data-part="hand"]`, "You have the floor")

	h.must(h.node.Assembly.Pace(t.Context(), hosts, 60, false))
	two.sees("#fresh:not([hidden])", "changed") // she was writing: her page is not loaded from under her
	if got := ask[string](two, `document.querySelector('[name="say"]').value`); got != "half a sentence" {
		t.Errorf("what was typed became %q", got)
	}
	if !ask[bool](two, "window.stayed === true") {
		t.Error("the page was loaded again")
	}
	one.until("her page, with nothing typed, is loaded again", `window.stayed !== true && document.readyState === "complete" && document.querySelector('[name="say"]')`)
	ask[bool](one, `document.querySelector('[name="say"]').value = "x".repeat(700), true`)
	one.tick(`form[action*="/say"] button`)
	one.sees("#refused:not([hidden])", "600")
	ask[bool](one, "window.fetch = () => Promise.reject(new Error('no line')), true")
	one.fill("say", "without a line")
	one.tick(`form[action*="/say"] button`)
	one.sees("#refused:not([hidden])", "try again")
	if got := ask[string](one, `document.querySelector('[name="say"]').value`); got != "without a line" {
		t.Errorf("without a line what was typed became %q", got)
	}
	for _, v := range []*visitor{host, one, two} {
		v.shot("alive")
		v.audit("hall")
	}
}

// TestAHallInEveryView looks at a full hall on a phone, in Urdu and without script,
// before it begins, while it runs and when it is over.
func TestAHallInEveryView(t *testing.T) {
	t.Parallel()
	h := openHall(t)
	ctx := openBrowser(t)
	system, s := t.Context(), h.node.Assembly
	host, hosting := h.seat("Olga", "BY", assembly.HostRole)
	guest, link := h.seat("Nilufar", "TJ", assembly.Attendee)
	views := append([]view{{false, 375, "en"}, {true, 1280, "ur"}}, audited...)
	w := walk{client: newClient(t, "127.0.0.58"), anchors: map[string]map[string]bool{}}
	w.at = h.node.Addr()
	look := func(when string) {
		for _, to := range []string{link, hosting} {
			w.checkValid(w.get(strings.TrimPrefix(to, w.at)))
		}
		for _, at := range views {
			for name, to := range map[string]string{"guest": link, "host": hosting} {
				v := enters(t, ctx, at, "hall-"+when, to)
				v.shot(name)
				if at.script { // axe is one
					v.audit("hall " + when + " for a " + name)
				}
			}
		}
	}
	look("planned")
	h.must(s.Begin(system, host))
	for i, q := range []string{"What do you do when the courier asks for more money than the page said?", "Можно ли примерить до оплаты?", "退货的运费谁付？", "کیا میں اسے تحفے میں لپیٹ سکتی ہوں؟", "Կարո՞ղ եմ նվեր փաթեթավորել։"} {
		at, _ := h.seat([]string{"Nilufar", "Бектур", "晓雯", "فریدہ", "Անի"}[i], []string{"TJ", "KG", "CN", "PK", "AM"}[i], assembly.Attendee)
		h.must(s.Ask(system, at, q))
		h.must(s.Say(system, at, []string{"Good day!", "Добрый день всем!", "大家好", "السلام علیکم", "Բարև"}[i]))
		if i < 2 {
			h.must(s.RaiseHand(system, at))
		}
		list, err := s.Questions(system, at, 0)
		h.must(err)
		for _, q := range list[:min(len(list), 3)] {
			h.must(s.Vote(system, at, q.ID, true))
		}
	}
	list, err := s.Questions(system, host, 0)
	h.must(err)
	h.must(s.Mark(system, host, list[0].ID, assembly.Next, ""))
	h.must(s.Mark(system, host, list[4].ID, assembly.Answered, "Yes, for 60 som."))
	h.must(s.OpenPoll(system, host, assembly.Sheet{Question: "Would you wait 10 days for duty-paid post?", Options: []string{"Yes, if the total is true", "Only under 6 days", "No"}}))
	polls, err := s.Polls(system, host)
	h.must(err)
	h.must(s.Choose(system, host, polls[0].ID, 0))
	for lang, line := range map[string]string{"en": "I always look for one thing: the number at my door. If I do not see it, I close the page.", "ur": "میں ہمیشہ ایک ہی چیز دیکھتی ہوں: میرے دروازے پر کل قیمت۔"} {
		h.must(s.Caption(system, host, lang, line))
		h.must(s.Caption(system, host, lang, line))
	}
	h.must(s.RaiseHand(system, guest))
	look("live")

	plain := enters(t, ctx, view{false, 375, "en"}, "hall-plain", link)
	if !ask[bool](plain, `(c => c.scrollHeight > c.clientHeight && c.querySelector("p:last-child").getBoundingClientRect().bottom <= c.getBoundingClientRect().bottom)(document.querySelector(".cap"))`) {
		t.Error("the last caption is out of sight")
	}
	plain.tick(`[data-part="poll"] .opt:nth-of-type(2)`)
	plain.press(`form[action*="/ballot"] button`)
	plain.sees(`[data-part="poll"]`, "Your choice")
	plain.press(`.vote[name="up"]`)
	plain.need(`.vote[name="down"]`)
	plain.fill("say", "Without script, too")
	plain.press(`form[action*="/say"] button`)
	plain.sees(`[data-part="chat"]`, "Without script, too")
	plain.press(`[data-part="hand"] button[name="lower"]`)
	plain.press(`.chips a[lang="ru"]`)
	plain.sees(".cap", "Nobody has written captions")

	h.must(s.End(system, host))
	look("over")
}
