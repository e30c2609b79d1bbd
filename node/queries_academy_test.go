package node

import "testing"

// TestPagesOfTheAcademyAskLittle counts the statements of the pages of courses and lessons,
// for a guest, for who learns and for who teaches.
func TestPagesOfTheAcademyAskLittle(t *testing.T) {
	n, site := demoSite(t, settings(t, t.TempDir()))
	guest, pupil, teacher := newVisit(t, n, site), newVisit(t, n, site).signIn("aizada"), newVisit(t, n, site).signIn("operator")
	const page = "/academy/from-your-hands"
	t.Log(guest.count("/academy", page, page+"/price"))
	t.Log(pupil.count("/academy", page, page+"/choose", page+"/choose/quiz?n=1", page+"/certificate", "/learn", "/learn/about"))
	t.Log(teacher.count("/academy-desk", "/academy-desk/from-your-hands", "/academy-desk/figures?country=KG", "/academy-desk/figures?course=from-your-hands"))
}
