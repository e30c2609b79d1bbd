package feed

import (
	"fmt"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/fault"
	"agora/money"
)

// The columns of who made a thing, how it is, and how it is sold. A file has
// those that one of its products uses; without a column, what a product has
// stays as it is. Breaks are "10=950.00|100=900.00".
const (
	colBrand, colCondition, colDangerous, colLead, colFew = "brand", "condition", "dangerous", "lead_days", "few"
	colLeast, colStep, colBreaks                          = "least", "step", "breaks"
)

// makePlan gives which of these columns products need, and of further ones.
func makePlan(products []catalog.Product, traits []catalog.Trait) (columns []string) {
	used := map[string]bool{}
	for _, p := range products {
		row := map[string]string{}
		makeCells(row, p)
		moreCells(row, p, traits)
		for _, v := range p.Whole().Variants {
			termCells(row, *v.Terms, v.Price.Currency)
			partCells(row, *v.Parts)
			for column, cell := range row {
				used[column] = used[column] || cell != ""
			}
		}
	}
	for _, column := range []string{colBrand, colCondition, colDangerous, colLead, colFew, colLeast, colStep, colBreaks} {
		if used[column] {
			columns = append(columns, column)
		}
	}
	return append(columns, further(used)...)
}

// makeCells fills the cells of a product's first row.
func makeCells(row map[string]string, p catalog.Product) {
	row[colBrand], row[colCondition] = guarded(p.Brand), string(p.Condition)
	if p.Dangerous {
		row[colDangerous] = "yes"
	}
	if p.LeadDays != 0 {
		row[colLead] = strconv.Itoa(p.LeadDays)
	}
	if p.Few != catalog.FewOfShop {
		row[colFew] = strconv.FormatInt(p.Few, 10)
	}
}

// termCells fills the cells of what is asked of who buys several.
func termCells(row map[string]string, t catalog.Terms, currency money.Currency) {
	if t.Fewest() > 1 {
		row[colLeast] = strconv.FormatInt(t.Least, 10)
	}
	if t.By() > 1 {
		row[colStep] = strconv.FormatInt(t.Step, 10)
	}
	parts := make([]string, len(t.Breaks))
	for i, b := range t.Breaks {
		parts[i] = fmt.Sprintf("%d=%s", b.From, money.Of(b.Price, currency).Plain())
	}
	if len(parts) > 0 {
		row[colBreaks] = strings.Join(parts, "|")
	}
}

// makeOf reads the cells of a product's first row; a column that is there and
// empty says that the product has none.
func (c *agoraColumns) makeOf(f *file, d *catalog.Draft) {
	if c.index(colBrand) >= 0 {
		brand := c.cell(f, colBrand)
		d.Brand = &brand
	}
	if c.index(colCondition) >= 0 {
		condition := catalog.Condition(c.cell(f, colCondition))
		d.Condition = &condition
	}
	if c.index(colDangerous) >= 0 {
		dangerous := c.cell(f, colDangerous) == "yes"
		d.Dangerous = &dangerous
	}
	if at := c.index(colLead); at >= 0 {
		days := int(f.number(at))
		d.LeadDays = &days
	}
	if at := c.index(colFew); at >= 0 {
		few := int64(catalog.FewOfShop)
		if c.cell(f, colFew) != "" {
			few = f.number(at)
		}
		d.Few = &few
	}
}

// terms reads what is asked of who buys several; nil when no column tells.
func (c *agoraColumns) terms(f *file) *catalog.Terms {
	least, step, breaks := c.index(colLeast), c.index(colStep), c.index(colBreaks)
	if least < 0 && step < 0 && breaks < 0 {
		return nil
	}
	t := catalog.Terms{}
	if least >= 0 {
		t.Least = f.number(least)
	}
	if step >= 0 {
		t.Step = f.number(step)
	}
	for _, part := range strings.Split(c.cell(f, colBreaks), "|") {
		if part == "" {
			continue
		}
		from, price, _ := strings.Cut(part, "=")
		n, err := strconv.ParseInt(strings.TrimSpace(from), 10, 64)
		amount, bad := money.Parse(strings.TrimSpace(price), f.shop.Currency)
		if err != nil || bad != nil {
			f.wrong(breaks, fault.New(fault.Invalid, "fault.breaks"))
			break
		}
		t.Breaks = append(t.Breaks, catalog.Break{From: n, Price: amount.Minor})
	}
	return &t
}
