package platform

import (
	"cmp"
	"maps"
	"slices"
)

// Negotiate gives what both sides can do, by name: of each capability the
// newest version that both list, as ours says it. An extension stays while one
// of what it extends does. Ours lists no version of a name twice.
func Negotiate(ours, theirs []Capability) []Capability {
	type version struct{ name, version string }
	listed := map[version]bool{}
	for _, c := range theirs {
		listed[version{c.Name, c.Version}] = true
	}
	common := map[string]Capability{}
	for _, c := range ours {
		if listed[version{c.Name, c.Version}] && c.Version > common[c.Name].Version {
			common[c.Name] = c
		}
	}
	orphan := func(_ string, c Capability) bool {
		return len(c.Extends) > 0 && !slices.ContainsFunc(c.Extends, func(parent string) bool { _, ok := common[parent]; return ok })
	}
	for before := -1; before != len(common); {
		before = len(common)
		maps.DeleteFunc(common, orphan)
	}
	return slices.SortedFunc(maps.Values(common), func(a, b Capability) int { return cmp.Compare(a.Name, b.Name) })
}
