package assembly

import (
	"cmp"
	"context"
	"io"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"agora/blob"
	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// Part is what an organisation does for an event, as on an invitation.
type Part string

// Parts of organisations, in the order in which an invitation names them.
const (
	Organiser   Part = "organiser"    // organised jointly by
	CoOrganiser Part = "co_organiser" // co-organised by
	Supporter   Part = "supporter"    // with the support of
	Sponsor     Part = "sponsor"
)

// Parts are all parts in their order.
var Parts = []Part{Organiser, CoOrganiser, Supporter, Sponsor}

// Organisation is one that an invitation names.
type Organisation struct {
	Part Part          `json:"part"`
	Name string        `json:"name"`
	URL  string        `json:"url,omitempty"` // https; "" for none
	Logo catalog.Media `json:"logo,omitzero"` // its sizes for lists only; without a Key for none
}

// MaxOrganisations bounds those of an event.
const MaxOrganisations = 40

const (
	maxAddress = 300
	logoSide   = 320 // pixels: of the largest size of a logo that is kept in mind
)

// HasLogo reports whether there is a logo to show.
func (o Organisation) HasLogo() bool { return o.Logo.Key != "" }

// clean gives an organisation as it is kept: an address without its beginning is
// one of the safe web.
func (o Organisation) clean() Organisation {
	o.Name, o.URL = strings.TrimSpace(o.Name), strings.TrimSpace(o.URL)
	if o.URL != "" && !strings.Contains(o.URL, "://") {
		o.URL = "https://" + o.URL
	}
	return o
}

// check judges an organisation, by fields of its form.
func (o Organisation) check() error {
	var bad fault.Fields
	if !slices.Contains(Parts, o.Part) {
		bad.Add("part", "fault.choice")
	}
	switch {
	case o.Name == "":
		bad.Add("name", "fault.required")
	case utf8.RuneCountInString(o.Name) > maxName:
		bad.Add("name", "fault.too_long", "max", int64(maxName))
	}
	if at, err := url.Parse(o.URL); o.URL != "" && (err != nil || at.Scheme != "https" || !strings.Contains(at.Host, ".") || strings.ContainsAny(o.URL, " \t\"'<>")) {
		bad.Add("url", "fault.hook_url")
	} else if len(o.URL) > maxAddress {
		bad.Add("url", "fault.too_long", "max", int64(maxAddress))
	}
	return bad.Err()
}

// checkOrganisations judges those of an event that was written down at once.
func (e Event) checkOrganisations(bad *fault.Fields) {
	if len(e.Organisations) > MaxOrganisations {
		bad.Add("organisations", "fault.at_most", "max", int64(MaxOrganisations))
	}
	for _, o := range e.Organisations {
		if list := fault.List(o.check()); list != nil {
			bad.Add("organisations", list[0].Key, list[0].Args...)
			return
		}
	}
}

// invited puts organisations in the order of an invitation; those of one part keep
// theirs.
func invited(list []Organisation) []Organisation {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Organisation) int {
		return cmp.Compare(slices.Index(Parts, a.Part), slices.Index(Parts, b.Part))
	})
	return list
}

// Invited are the organisations of an event in the order of an invitation.
func (p Plan) Invited() []Organisation { return invited(p.Organisations) }

// Name puts an organisation on an invitation: a new one with at below 0, or the one
// at a place. Its logo is what the picture shows, or with none what it was. The
// event is the one that its host saw.
func (s *Service) Name(ctx context.Context, by identity.Actor, seen Event, at int, o Organisation, picture io.Reader) error {
	if o = o.clean(); o.check() != nil {
		return o.check()
	}
	if picture != nil {
		if !Hosts(by, seen.Host) {
			return errNotMe
		}
		p, err := s.logos.Picture(ctx, picture)
		if err != nil {
			return err
		}
		o.Logo = logo(p)
	}
	return s.invite(ctx, by, seen, func(list []Organisation) ([]Organisation, error) {
		if at < 0 {
			if len(list) >= MaxOrganisations {
				return nil, fault.Field("name", "fault.at_most", "max", int64(MaxOrganisations))
			}
			return append(list, o), nil
		}
		if at >= len(list) {
			return nil, errNone
		}
		if picture == nil {
			o.Logo = list[at].Logo
		}
		list[at] = o
		return list, nil
	})
}

// logo is what is kept in mind of a picture: its sizes for lists.
func logo(p blob.Picture) catalog.Media {
	m := catalog.Media{Key: string(p.Thumb), Type: p.Thumb.Type(), Thumb: string(p.Thumb), Width: p.Width, Height: p.Height}
	for _, c := range p.Cuts {
		if c.Width <= logoSide && (c.Key == p.Thumb || strings.HasSuffix(string(c.Key), ".webp")) {
			m.Cuts = append(m.Cuts, catalog.Cut{Key: string(c.Key), Width: c.Width, Bytes: c.Bytes})
		}
	}
	return m
}

// Unsign takes the logo of an organisation away. The file stays in the store: the
// same picture may show elsewhere.
func (s *Service) Unsign(ctx context.Context, by identity.Actor, seen Event, at int) error {
	return s.invite(ctx, by, seen, func(list []Organisation) ([]Organisation, error) {
		if at < 0 || at >= len(list) {
			return nil, errNone
		}
		list[at].Logo = catalog.Media{}
		return list, nil
	})
}

// Unname takes an organisation off an invitation.
func (s *Service) Unname(ctx context.Context, by identity.Actor, seen Event, at int) error {
	return s.invite(ctx, by, seen, func(list []Organisation) ([]Organisation, error) {
		if at < 0 || at >= len(list) {
			return nil, errNone
		}
		return slices.Delete(list, at, at+1), nil
	})
}

// Rank changes the places of an organisation and the one before it (or after it,
// when later) of the same part. Who is first or last stays so.
func (s *Service) Rank(ctx context.Context, by identity.Actor, seen Event, at int, later bool) error {
	return s.invite(ctx, by, seen, func(list []Organisation) ([]Organisation, error) {
		if at < 0 || at >= len(list) {
			return nil, errNone
		}
		to := at - 1
		if later {
			to = at + 1
		}
		if to >= 0 && to < len(list) && list[to].Part == list[at].Part {
			list[at], list[to] = list[to], list[at]
		}
		return list, nil
	})
}

// invite changes the organisations of an event, which are numbered as its host saw
// them.
func (s *Service) invite(ctx context.Context, by identity.Actor, seen Event, change func([]Organisation) ([]Organisation, error)) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		e, err := hosted(tx, by, seen.ID)
		if err != nil {
			return err
		}
		if e.Revision != seen.Revision {
			return errStale
		}
		list, err := change(e.Invited())
		if err != nil {
			return err
		}
		e.Organisations = invited(list)
		e.Revision++
		if err := e.keep(tx); err != nil {
			return err
		}
		return e.note(tx, by, "event.invited")
	})
}
