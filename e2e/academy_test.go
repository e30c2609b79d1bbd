package e2e

import (
	"strings"
	"testing"
)

// TestTheAcademyIsOpenToEverybody measures the pages of the academy in all languages, and
// holds them to WCAG: for a guest, for somebody who begins and answers a quiz, and for who
// teaches.
func TestTheAcademyIsOpenToEverybody(t *testing.T) {
	ctx := openBrowser(t)
	const page = "/academy/from-your-hands"
	at := view{true, 375, "en"}
	all := func(v *visitor, pages ...screen) {
		v.look(pages...)
		for _, p := range pages {
			v.open(p.path + "?lang=en")
			v.audit(p.name)
		}
	}
	t.Run("guest", func(t *testing.T) {
		v := visit(t, ctx, at, "guest")
		all(v, screen{"academy", "/academy"}, screen{"course", page}, screen{"lesson", page + "/price"})
	})
	t.Run("pupil", func(t *testing.T) {
		v := visit(t, ctx, at, "pupil")
		v.signIn("saima", "/account")
		v.open(page + "?lang=en")
		v.press(`form[action="` + page + `/join"] button`)
		for _, name := range []string{"q.code", "q.know", "q.unsure"} {
			v.tick(`input[name="` + name + `"][value="0"]`)
		}
		v.press(`#quiz form button`)
		if !strings.HasPrefix(v.path(), page+"/choose/quiz?n=") {
			t.Fatalf("the answers lead to %s", v.path())
		}
		v.audit("marked")
		v.shot("marked")
		all(v, screen{"quiz", page + "/price"}, screen{"joined", page}, screen{"learn", "/learn"}, screen{"no-certificate", page + "/certificate"})
	})
	t.Run("teacher", func(t *testing.T) {
		v := visit(t, ctx, at, "teacher")
		v.signIn("operator", "/console")
		all(v, screen{"academy-desk", "/academy-desk"}, screen{"learners", "/academy-desk/from-your-hands"})
	})
}
