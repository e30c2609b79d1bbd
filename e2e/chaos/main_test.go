package chaos

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

var (
	seed   = flag.Uint64("seed", 1, "which run")
	rounds = flag.Int("rounds", 6, "how many rounds")
	only   = flag.String("fault", "", "only rounds of this fault")
	at     = flag.Int("round", -1, "only this round of the run")
)

// What the process is told about itself by the one that made it.
const (
	apart  = "AGORA_CHAOS_APART"   // it is in namespaces of its own
	ticked = "AGORA_CHAOS_CLOCKED" // it is the node with a clock that jumps; the folder
)

func TestMain(m *testing.M) {
	if folder := os.Getenv(ticked); folder != "" {
		os.Exit(serveByClock(folder))
	}
	if os.Getenv(apart) == "" {
		goApart()
	}
	os.Exit(m.Run())
}

// goApart moves this process into namespaces of its own, in which it can mount:
// when it ends, in whatever way, the kernel ends what it started and unmounts
// what it mounted. It returns where that is not allowed.
func goApart() {
	unshare, err := exec.LookPath("unshare")
	if err != nil || os.Geteuid() != 0 {
		return
	}
	args := []string{unshare, "--mount", "--pid", "--fork", "--kill-child=KILL", "--mount-proc"}
	if exec.Command(args[0], append(args[1:], "true")...).Run() != nil {
		return
	}
	err = syscall.Exec(unshare, append(args, os.Args...), append(os.Environ(), apart+"=yes"))
	fmt.Fprintln(os.Stderr, "chaos: namespaces of its own:", err)
}
