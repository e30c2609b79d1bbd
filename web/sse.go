package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// heartbeat keeps proxies from closing a silent stream.
const heartbeat = 25 * time.Second

// Event is one server-sent event: a name and what json makes of Value.
type Event struct {
	Name  string
	Value any
}

// Stream sends events until they end or the person leaves. A person who asked
// to save data gets 204, which tells the browser not to come back.
func (r *Request) Stream(events <-chan Event) error {
	if r.Light() {
		r.W.WriteHeader(http.StatusNoContent)
		return nil
	}
	control := http.NewResponseController(r.W)
	_ = control.SetWriteDeadline(time.Time{}) // a stream outlives the limit of a page
	h := r.W.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	if _, err := fmt.Fprint(r.W, "retry: 5000\n\n"); err != nil {
		return nil
	}
	_ = control.Flush()
	return r.pump(r.R.Context(), events, control)
}

func (r *Request) pump(ctx context.Context, events <-chan Event, control *http.ResponseController) error {
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return nil
		case <-beat.C:
			_, err = fmt.Fprint(r.W, ": beat\n\n")
		case e, open := <-events:
			if !open {
				return nil
			}
			value, jsonErr := json.Marshal(e.Value)
			if jsonErr != nil {
				return fmt.Errorf("web: event %s: %w", e.Name, jsonErr)
			}
			_, err = fmt.Fprintf(r.W, "event: %s\ndata: %s\n\n", e.Name, value)
		}
		if err != nil {
			return nil // the person left
		}
		_ = control.Flush()
	}
}
