package cli

import (
	"math"
	"os"
	"runtime/debug"
	"testing"
)

func TestMemoryIsSpentWithinTheMachine(t *testing.T) {
	percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(math.MaxInt64)
	t.Cleanup(func() { debug.SetGCPercent(percent); debug.SetMemoryLimit(limit) })

	t.Setenv("GOMEMLIMIT", "") // put back at the end
	os.Unsetenv("GOMEMLIMIT")
	t.Setenv("GOGC", "")
	spendMemory()
	if got := debug.SetGCPercent(100); got != 400 {
		t.Errorf("the heap grows by %d %%", got)
	}
	if got := debug.SetMemoryLimit(-1); got == math.MaxInt64 || got < 1<<20 {
		t.Errorf("the limit is %d bytes", got)
	}
	t.Setenv("GOGC", "50")
	debug.SetGCPercent(50)
	spendMemory()
	if got := debug.SetGCPercent(100); got != 50 {
		t.Errorf("the operator's GOGC counts for nothing: %d", got)
	}
}
