package cli

import (
	"log/slog"
	"os"
	"runtime/debug"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

// spendMemory lets a serving node trade memory for processor time: the heap may
// grow to five times what lives in it before it is swept, up to half of the
// memory of the machine or its container. A sixth of a busy node's time went
// into sweeping a small heap. GOGC and GOMEMLIMIT of the environment go first.
func spendMemory() {
	const percent, share = 400, 0.5
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
	_, err := memlimit.Set(memlimit.WithRatio(share), memlimit.WithProvider(memlimit.ApplyFallback(memlimit.FromCgroup, memlimit.FromSystem)))
	if err != nil {
		slog.Warn("the memory of this machine is not known; GOMEMLIMIT can say it", "err", err)
	}
}
