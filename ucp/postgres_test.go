package ucp

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// engineSet, in the environment, lets all tests run on PostgreSQL that otherwise
// run on the embedded database alone.
const engineSet = "AGORA_TEST_ON_POSTGRES"

// again reports whether this is that run.
func again() bool { return os.Getenv(engineSet) != "" }

// TestAllHoldsOnPostgres runs what ran on the embedded database alone once more,
// on PostgreSQL, in a process of its own. It takes longer than all the rest, so
// only the whole test run does.
func TestAllHoldsOnPostgres(t *testing.T) {
	if again() || os.Getenv("AGORA_TEST_ALL") == "" {
		t.Skip("only with AGORA_TEST_ALL")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, "-test.v", "-test.timeout=15m")
	cmd.Env = append(os.Environ(), engineSet+"=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	count := func(word string) int { return strings.Count("\n"+string(out), "\n--- "+word+": ") }
	t.Logf("%d passed, %d were on both before", count("PASS"), count("SKIP"))
	if count("PASS") < 40 {
		t.Errorf("only %d tests ran", count("PASS"))
	}
}
