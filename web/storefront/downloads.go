package storefront

import (
	"net/http"
	"strconv"

	"agora/digital"
	"agora/fault"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// downloadsView is what a buyer has of an order of which nothing is sent.
type downloadsView struct {
	ref, title, until string
	ended, revoked    bool
	at                string // the address of the page
	lines             []downloadView
}

// downloadView is one line of it.
type downloadView struct {
	title  ui.Link
	choice string
	files  []ui.Link
	sizes  []string
	keyed  bool // it has keys that are not shown yet
	keys   []string
	opened string // when it was first opened; "" for never
}

// downloads shows what a link opens: files to save, and keys when they are asked
// for. It needs no account.
func (s *Store) downloads(r *web.Request) error {
	d, err := s.Market.Downloads(r.R.Context(), r.Path("token"))
	if err != nil {
		return err
	}
	return s.showDownloads(r, d)
}

// showKeys shows the page with the keys.
func (s *Store) showKeys(r *web.Request) error {
	d, err := s.Market.ShowKeys(r.R.Context(), r.Path("token"))
	if fault.HasKey(err, "fault.link_ended") {
		return s.downloads(r)
	}
	if err != nil {
		return err
	}
	return s.showDownloads(r, d)
}

// freshLink sends a fresh link to the buyer, whoever asks.
func (s *Store) freshLink(r *web.Request) error {
	if err := s.Market.WantLinks(r.R.Context(), r.Path("token")); err != nil {
		return err
	}
	r.Say("store.downloads_sent")
	return r.Redirect("/downloads/" + r.Path("token"))
}

// download gives a file.
func (s *Store) download(r *web.Request) error {
	id, err := r.PathID("file")
	if err != nil {
		return err
	}
	return s.Market.Download(r.W, r.R, r.Path("token"), id)
}

func (s *Store) showDownloads(r *web.Request, d market.Downloads) error {
	v := downloadsView{ref: d.Order.Ref, title: r.T("store.downloads"), ended: d.Ended, revoked: d.Revoked(), at: "/downloads/" + d.Token,
		until: r.T("store.downloads_until", "until", r.Locale.DateTime(d.Until, nil), "times", digital.MaxDownloads)}
	for _, l := range d.Order.Lines {
		line := downloadView{title: r.Words(l.Title)}
		line.choice, _ = l.Choice.In(r.Locale.Lang(), r.Reads()...)
		for _, g := range d.Given {
			if g.Variant != int64(l.Variant) {
				continue
			}
			for _, f := range g.Files {
				line.files = append(line.files, ui.Link{URL: v.at + "/" + strconv.FormatInt(f.ID, 10), Text: f.Name})
				line.sizes = append(line.sizes, r.T("store.kb", "n", max(1, (f.Size+512)>>10)))
			}
			line.keys, line.keyed = g.Keys, g.Keyed && len(g.Keys) == 0
			if !g.Opened.IsZero() {
				line.opened = r.T("store.st_opened") + " · " + r.Locale.DateTime(g.Opened, nil)
			}
		}
		v.lines = append(v.lines, line)
	}
	f := r.Frame(v.title)
	f.Place, f.Private = "account", true
	r.W.Header().Set("Cache-Control", "private, no-store")
	r.W.Header().Set("Referrer-Policy", "no-referrer")
	return r.Page(http.StatusOK, f, downloadsPage(v))
}
