package hall

import (
	"slices"
	"strings"

	"agora/assembly"
	"agora/web"
)

// Organisations are typed as lines, "part, name, address": the part is one of
// assembly.Parts, the address may be left out.

func organisationLines(list []assembly.Organisation) string {
	var b strings.Builder
	for _, o := range list {
		b.WriteString(string(o.Part) + ", " + o.Name)
		if o.URL != "" {
			b.WriteString(", " + o.URL)
		}
		b.WriteByte('\n')
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func readOrganisations(form *web.Form) (list []assembly.Organisation) {
	for line := range strings.SplitSeq(form.Get("organisations"), "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		part, rest, ok := strings.Cut(line, ",")
		o := assembly.Organisation{Part: assembly.Part(strings.TrimSpace(part)), Name: strings.TrimSpace(rest)}
		if name, address, has := cutLast(o.Name); has && strings.HasPrefix(address, "https://") {
			o.Name, o.URL = name, address
		}
		if !ok || !slices.Contains(assembly.Parts, o.Part) {
			form.Add("organisations", "fault.organisation")
			return list
		}
		list = append(list, o)
	}
	return list
}

// cutLast cuts what follows the last comma.
func cutLast(s string) (before, after string, ok bool) {
	i := strings.LastIndexByte(s, ',')
	if i < 0 {
		return s, "", false
	}
	return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1:]), true
}
