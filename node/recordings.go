package node

import (
	"context"
	"encoding/json"
	"time"

	"agora/assembly"
	"agora/event"
	"agora/jobs"
	"agora/tape"
	"agora/web/hall"
)

// tape takes down the sessions that are recorded.
func (n *Node) tape() *tape.Tape {
	return &tape.Tape{Assembly: n.Assembly, Rooms: n.halls(), Room: hall.RoomOf, Files: n.private, Log: n.settings.Log}
}

// onRecordings adds what follows for recordings that were dropped: their files go.
func (n *Node) onRecordings(kinds jobs.Kinds) {
	kinds[assembly.RecordingDropped] = []jobs.Reaction{{Name: "clear-recording", Do: func(ctx context.Context, e event.Event) error {
		var d assembly.Drops
		if err := json.Unmarshal(e.Body, &d); err != nil {
			return err
		}
		return n.Assembly.ClearRecording(ctx, d.Event, assembly.SessionID(e.Subject))
	}}}
}

// recordingTasks are what is done again and again with what is kept of sessions.
func (n *Node) recordingTasks() []jobs.Task {
	return []jobs.Task{
		jobs.Every("pass-streams", 20*time.Second, func(ctx context.Context) error {
			return n.Assembly.PassStreams(ctx, n.settings.now())
		}),
		jobs.Every("keep-reactions", time.Minute, n.Assembly.KeepReactions),
		jobs.Every("expire-recordings", 24*time.Hour, func(ctx context.Context) error {
			return n.Assembly.ExpireRecordings(ctx, n.settings.now(), n.House.House().RecordingDays())
		}),
		jobs.Every("fold-presence", 24*time.Hour, func(ctx context.Context) error {
			return n.Assembly.FoldPresence(ctx, n.settings.now())
		}),
	}
}
