//go:build !nolive

package livekit

import (
	"context"

	"agora/room"
)

// Load gives what the engine carries. One that runs elsewhere has figures of its own.
func (e *Engine) Load(context.Context) (room.Load, error) {
	l := room.Load{Most: e.o.Most}
	in := e.inside.Load()
	if in == nil || in.self == nil {
		return l, nil
	}
	stats := in.self.Clone().GetStats()
	l.Known, l.People = true, int64(stats.GetNumClients())
	for _, r := range stats.GetRates() {
		l.In, l.Out = int64(r.BytesIn), int64(r.BytesOut)
		break
	}
	return l, nil
}
