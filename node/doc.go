// Package node puts one node together: settings, database, services in the
// order of their dependencies, reactions, windows; and starts, stops, checks,
// backs up and restores it. The command line and the tests of the whole use
// it; nothing below knows it.
//
// It has no tables.
//
// Invariants: one process serves from a folder at a time; what Start brought up
// Stop brings down, in the opposite order, after the requests and jobs that
// run have finished.
package node

import "runtime/debug"

// Version names the program that was built: its module version or commit.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	return "devel"
}
