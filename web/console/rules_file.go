package console

import (
	"bytes"
	"io"
	"net/http"

	"agora/audit"
	"agora/db"
	"agora/fault"
	"agora/landed"
	"agora/web"
	"agora/web/ui"
)

// rulesBody bounds a file of rules, in bytes.
const rulesBody = 4 << 20

// exportRules gives all rules as a file that importRules takes.
func (c *Console) exportRules(r *web.Request) error {
	rules, err := c.Landed.Rules(r.R.Context())
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := landed.WriteRulesCSV(&b, rules); err != nil {
		return err
	}
	_, err = r.Download("rules.csv", "text/csv; charset=utf-8").Write(b.Bytes())
	return err
}

// importRules keeps a file and leads to what it would change.
func (c *Console) importRules(r *web.Request) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	file, _, err := form.File("file")
	if err != nil {
		return err
	}
	if file == nil {
		form.Add("file", "fault.required")
		return c.showRules(r, form, http.StatusUnprocessableEntity)
	}
	defer file.Close()
	text, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	var id landed.DraftID
	err = c.DB.Write(r.R.Context(), func(tx *db.Tx) (err error) {
		id, err = c.Landed.PutDraft(tx, text)
		return err
	})
	if fault.Is(err, fault.Invalid) {
		_ = form.Join("", err)
		return c.showRules(r, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return r.Redirect("/console/rules/draft/" + number(int64(id)))
}

// draft shows what a file of rules would change.
func (c *Console) draft(r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	d, err := c.Landed.Draft(r.R.Context(), landed.DraftID(id))
	if err != nil {
		return err
	}
	v := listView{title: r.T("console.rules_draft"), none: r.T("console.rules_nothing"),
		intro: r.N("console.rules_changes", int64(len(d.Changes)), "all", int64(d.Rules)),
		cols:  []ui.Col{{Head: r.T("console.rule")}, {Head: r.T("console.column")}, {Head: r.T("console.was")}, {Head: r.T("console.becomes")}}}
	const most = 500 // of the rows that a page shows; the sum above is of all
	for _, change := range d.Changes {
		for i, cell := range change.Cells {
			name := ui.Cell{}
			if i == 0 {
				name = ui.Cell{Text: change.ID, Code: true}
			}
			if len(v.rows) < most {
				v.rows = append(v.rows, []ui.Cell{name, {Text: cell.Column, Code: true}, {Text: cell.Old}, {Text: cell.New}})
			}
		}
	}
	return c.ok(r, "rules", v.title, draftPage(v, "/console/rules/draft/"+number(id)))
}

// applyDraft puts it into force.
func (c *Console) applyDraft(r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	if err := c.DB.Write(r.R.Context(), func(tx *db.Tx) error {
		changes, err := c.Landed.ApplyDraft(tx, landed.DraftID(id))
		if err != nil {
			return err
		}
		return audit.Note(tx, r.Actor, db.House, "rules.imported", "rules", map[string]int{"rules": len(changes)})
	}); err != nil {
		return err
	}
	r.Say("console.rules_saved")
	return r.Redirect("/console/rules")
}
