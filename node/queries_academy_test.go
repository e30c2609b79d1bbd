package node

import (
	"strconv"
	"testing"

	"agora/identity"
)

// TestPagesOfTheAcademyAskLittle counts the statements of the pages of courses and lessons,
// for a guest, for who learns and for who teaches.
func TestPagesOfTheAcademyAskLittle(t *testing.T) {
	n, site := demoSite(t, settings(t, t.TempDir()))
	guest, pupil, teacher := newVisit(t, n, site), newVisit(t, n, site).signIn("aizada"), newVisit(t, n, site).signIn("operator")
	const page = "/academy/from-your-hands"
	t.Log(guest.count("/academy", page, page+"/price"))
	t.Log(pupil.count("/academy", page, page+"/choose", page+"/choose/quiz?n=1", page+"/certificate", "/learn", "/learn/about"))
	with := pupil.leads(page + "/cohort")
	t.Log(guest.count(with))
	t.Log(pupil.count(with))
	c, err := n.Academy.Course(t.Context(), identity.System(), "from-your-hands")
	if err != nil {
		t.Fatal(err)
	}
	list, err := n.Academy.Cohorts(t.Context(), identity.System(), c.ID, 0)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	const desk = "/academy-desk/from-your-hands"
	cohort := desk + "/cohorts/" + strconv.FormatInt(int64(list[0].ID), 10)
	t.Log(teacher.count("/academy-desk", desk, desk+"/cohorts", cohort, cohort+"/people", "/academy-desk/figures?country=KG", "/academy-desk/figures?course=from-your-hands"))
}
