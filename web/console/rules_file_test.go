package console

import (
	"strings"
	"testing"
)

// TestAFileOfRulesIsLookedAtFirst exports the rules, brings one back changed,
// sees what it changes, and puts it into force.
func TestAFileOfRulesIsLookedAtFirst(t *testing.T) {
	o := newOffice(t)
	all := o.ask("olga", "/console/rules/export", nil)
	lines := strings.SplitN(all.body, "\n", 3)
	if all.status != 200 || len(lines) < 3 || !strings.HasPrefix(lines[0], "id,kind,to") {
		t.Fatalf("export: %d %.200s", all.status, all.body)
	}
	for name, text := range map[string]string{"": "", "Line 2": lines[0] + "\nx,vat,PK\n", "must name the columns": "a,b\n1,2\n"} {
		if r := o.uploadTo("/console/rules/import", "olga", text); r.status != 422 || !strings.Contains(r.body, name) {
			t.Errorf("%q: %d", name, r.status)
		}
	}
	const file = "id,kind,to,bps,source,seen,confidence,status,from\nvat-tr,vat,TR,1900,the gazette,2026-11-26,high,guaranteed,2026-01-01\n"
	r := o.uploadTo("/console/rules/import", "olga", file)
	if r.status != 303 || !strings.HasPrefix(r.to, "/console/rules/draft/") {
		t.Fatalf("import: %d to %s", r.status, r.to)
	}
	for _, lang := range []string{"en", "ru", "ur"} {
		if page := o.ask("olga", r.to+"?lang="+lang, nil); page.status != 200 || !strings.Contains(page.body, "1900") || strings.Contains(page.body, "console.") {
			t.Errorf("%s: %d", lang, page.status)
		}
	}
	if got := o.ask("sadia", r.to, nil); got.status != 403 {
		t.Errorf("a seller looks: %d", got.status)
	}
	if done := o.ask("olga", r.to, map[string][]string{}); done.status != 303 {
		t.Fatalf("apply: %d", done.status)
	}
	if page := o.ask("olga", "/console/rules?country=TR", nil); !strings.Contains(page.body, "the gazette") {
		t.Error("the rule is not in force")
	}
	if again := o.ask("olga", r.to, map[string][]string{}); again.status != 404 {
		t.Errorf("applied twice: %d", again.status)
	}
}
