package aid

import (
	"strconv"

	"agora/goods"
	"agora/match"
	"agora/relief"
	"agora/web"
)

// line is a line of a proposal in words.
func line(r *web.Request, l relief.Line, items map[goods.ItemID]relief.Item) matchLine {
	i := items[l.Item]
	v := matchLine{id: number(int64(l.ID)), to: l.To.Name + ", " + l.To.Town, units: units(r, l.Units, i), what: itemName(r, i), from: l.Gift.Donor + ", " + l.Gift.Place}
	if l.State == relief.Stale {
		v.stale = r.T("relief.stale_" + l.Why)
	}
	for _, reason := range l.Reasons {
		v.why = append(v.why, reasonWords(r, reason, l, items))
	}
	return v
}

// reasonWords says one reason of a line.
func reasonWords(r *web.Request, reason match.Reason, l relief.Line, items map[goods.ItemID]relief.Item) string {
	n := reason.Number
	switch reason.Key {
	case match.RunsOut, match.Exposed, match.Split, match.Packs:
		return r.N("relief.reason_"+string(reason.Key), n)
	case match.Kind:
		return r.T("relief.reason_kind", "kind", r.T("relief.kind_"+string(l.To.Kind)), "n", n)
	case match.FirstShare:
		return r.T("relief.reason_first", "units", units(r, n, items[l.Wanted]))
	case match.Substitute:
		return r.T("relief.reason_substitute", "item", itemName(r, items[l.Wanted]))
	}
	return r.T("relief.reason_"+string(reason.Key), "n", n)
}

// restWords says why units of a need or a pledge found no other side.
func restWords(r *web.Request, rest relief.Rest) string {
	switch rest.Why {
	case match.NoItem, match.NoneLeft:
		return r.T("relief.rest_" + string(rest.Why) + "_" + string(rest.Side))
	}
	return r.T("relief.rest_" + string(rest.Why))
}

// giver names a donor as the public may read it.
func giver(r *web.Request, g relief.Gift) string { return nameOr(r, g.Named()) }

// nameOr is a name that everybody may read, or that there is none.
func nameOr(r *web.Request, name string) string {
	if name == "" {
		return r.T("relief.pledge_unnamed")
	}
	return name
}

// alone keeps the direction of words that people wrote from those beside them, where an
// element for it has no place: U+2068 and U+2069 are what bdi is in text.
func alone(s string) string { return "\u2068" + s + "\u2069" }

// idOf reads an id that a page has written; 0 when it is none.
func idOf(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64)
	return n
}
