//go:build !nolive

package livekit

import (
	"context"
	"log/slog"

	"github.com/go-logr/logr"
	"github.com/livekit/protocol/logger"
)

// listen lets LiveKit write to the node's log. It has one log in a process and
// reads it from everywhere, so the first engine's stays. What it offers itself
// would take slog's default away from the node.
func listen(l *slog.Logger) {
	if logger.GetLogger() == logger.GetDiscardLogger() {
		logger.SetLogger(bridge(l), "livekit")
	}
}

// bridge makes a log for LiveKit. What it calls worth knowing is detail here: a
// line for each step of each connection.
func bridge(l *slog.Logger) logger.Logger {
	return logger.LogRLogger(logr.FromSlogHandler(quiet{l.Handler()}))
}

// quiet takes one step of importance away from what is below a warning.
type quiet struct{ slog.Handler }

func less(l slog.Level) slog.Level {
	if l < slog.LevelWarn {
		return min(l, slog.LevelDebug)
	}
	return l
}

// Enabled reports whether a line is kept.
func (q quiet) Enabled(ctx context.Context, l slog.Level) bool {
	return q.Handler.Enabled(ctx, less(l))
}

// Handle writes a line.
func (q quiet) Handle(ctx context.Context, r slog.Record) error {
	r.Level = less(r.Level)
	return q.Handler.Handle(ctx, r)
}

// WithAttrs keeps the quiet.
func (q quiet) WithAttrs(a []slog.Attr) slog.Handler { return quiet{q.Handler.WithAttrs(a)} }

// WithGroup keeps the quiet.
func (q quiet) WithGroup(name string) slog.Handler { return quiet{q.Handler.WithGroup(name)} }
