package cli

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"agora/load/loadtest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"agora": func() { os.Exit(Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestScripts runs the command line as a person does; each file under
// testdata/script is one story.
func TestScripts(t *testing.T) {
	shop := loadtest.Serve(t, 3) // what bench drives
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Setup: func(e *testscript.Env) error {
		e.Setenv("SHOP", shop.URL)
		return nil
	}})
}
